"""How the raw tree of a widget changes.

Copy-on-write: only the objects from the root to the changed one are new, so that whoever holds the
tree as it was keeps it. No recursion: trees may be deep.
"""

from __future__ import annotations

from typing import Any

from chatkit_tui.protocol.items import WidgetItem
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.protocol.updates import (
    WidgetComponentUpdated,
    WidgetRootUpdated,
    WidgetStreamingTextValueDelta,
)

WidgetUpdate = WidgetRootUpdated | WidgetComponentUpdated | WidgetStreamingTextValueDelta

Step = tuple[Any, Any]
"""An object or list on the way to a component, and the key or index that leads on."""


def update_widget(item: WidgetItem, update: WidgetUpdate) -> WidgetItem | None:
    """The widget after `update`; None when it has no such component or no text to add to."""
    if isinstance(update, WidgetRootUpdated):
        return item.changed(widget=copy_json(update.widget))
    found = find_component(item.widget, update.component_id)
    if found is None:
        return None
    component, way = found
    if isinstance(update, WidgetComponentUpdated):
        new: dict[str, Any] = copy_json(update.component)
    else:
        value = component.get("value")
        if value is not None and not isinstance(value, str):
            return None
        new = {**component, "value": (value or "") + update.delta}
        if update.done and component.get("streaming"):
            new["streaming"] = False
    return item.changed(widget=_replaced(way, new))


def find_component(
    root: dict[str, Any], component_id: str
) -> tuple[dict[str, Any], list[Step]] | None:
    """The first component with that id, in reading order, and the way to it from the root.

    `children` may be a list or a single component.
    """
    todo: list[tuple[Any, tuple[Any, ...]]] = [(root, ())]
    while todo:
        node, way = todo.pop()
        if isinstance(node, dict):
            if node.get("id") == component_id:
                return node, _unrolled(way)
            children = node.get("children")
            if isinstance(children, dict | list):
                todo.append((children, (way, node, "children")))
        elif isinstance(node, list):
            todo.extend(
                (child, (way, node, index))
                for index, child in reversed(list(enumerate(node)))
                if isinstance(child, dict | list)
            )
    return None


def _unrolled(way: tuple[Any, ...]) -> list[Step]:
    steps: list[Step] = []
    while way:
        way, holder, key = way
        steps.append((holder, key))
    return steps


def _replaced(way: list[Step], new: dict[str, Any]) -> dict[str, Any]:
    """The root, with `new` where `way` (innermost step first) leads."""
    for holder, key in way:
        copy = holder.copy()
        copy[key] = new
        new = copy
    return new
