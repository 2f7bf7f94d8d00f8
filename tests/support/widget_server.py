"""Widgets of the official server: shown as plain JSON, acted on, and everything noted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chatkit.types import (
    SyncCustomActionResponse,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    WidgetItem,
)
from chatkit.widgets import DynamicWidgetRoot

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

Raw = dict[str, Any]
ITEM = "widget_1"


def item(thread: Any, raw: Raw) -> WidgetItem:
    """The widget item of a thread, as it is now."""
    widget = DynamicWidgetRoot.model_validate(raw)
    return WidgetItem(id=ITEM, thread_id=thread.id, created_at=datetime(2026, 1, 1), widget=widget)


def node(component: str, *children: Raw, **properties: Any) -> Raw:
    """A component; one with a name has the ref "#" and that name."""
    named = {"id": properties["name"]} if "name" in properties else {}
    built = {"type": component, **named, **properties}
    return built | {"children": list(children)} if children else built


def press(label: str, ref: str, **action: Any) -> Raw:
    """A button that asks for the action of its own name."""
    return node("Button", id=ref, label=label, onClickAction={"type": ref, **action})


Handler = Callable[[Any, Any], AsyncIterator[Any]]
"""Makes the events of an answer, from the thread and the action."""


@dataclass
class WidgetServer:
    """Answers each message with `widget`; actions are noted, then answered."""

    server: SdkServer
    widget: Raw
    actions: list[tuple[str, Any]] = field(default_factory=list)
    """Type and payload of what came, streamed or not."""
    streamed: dict[str, Handler] = field(default_factory=dict)
    replaced: dict[str, Raw] = field(default_factory=dict)
    """What an action turns the widget into: at once, or by a stream."""

    def __post_init__(self) -> None:
        self.server.respond = self._respond
        self.server.action = self._act
        self.server.sync_action = self._act_in_sync

    async def _respond(self, thread: Any, message: Any, context: Any) -> AsyncIterator[Any]:
        yield ThreadItemDoneEvent(item=item(thread, self.widget))

    async def _act(self, thread: Any, action: Any, sender: Any, context: Any) -> AsyncIterator[Any]:
        self.actions.append((action.type, action.payload))
        if action.type in self.replaced:
            yield ThreadItemReplacedEvent(item=item(thread, self.replaced[action.type]))
        if action.type in self.streamed:
            async for event in self.streamed[action.type](thread, action):
                yield event

    async def _act_in_sync(
        self, thread: Any, action: Any, sender: Any, context: Any
    ) -> SyncCustomActionResponse:
        self.actions.append((action.type, action.payload))
        if action.type not in self.replaced:
            raise ValueError("no such action")
        return SyncCustomActionResponse(updated_item=item(thread, self.replaced[action.type]))
