"""Widgets as JSON, written shortly.

Widgets are built as plain JSON and not from the SDK's component classes: those are deprecated, know
nothing of tables, and drop what the web component's types allow besides.
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]


def node(component: str, *children: Node, **properties: Any) -> Node:
    """A component with its properties; `children` only where there are any."""
    built: Node = {"type": component, **properties}
    if children:
        built["children"] = list(children)
    return built


def action(
    action_type: str,
    payload: Any = None,
    *,
    handler: str = "server",
    loading: str = "auto",
    streaming: bool = True,
) -> Node:
    """What a click asks for. Unstreamed actions answer with the widget's next state only."""
    return {
        "type": action_type,
        "payload": payload,
        "handler": handler,
        "loadingBehavior": loading,
        "streaming": streaming,
    }
