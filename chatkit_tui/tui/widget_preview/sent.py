"""What a server or a client would be sent when a control is operated."""

from __future__ import annotations

import json
from typing import Any

from chatkit_tui.controller.actions import Route, on_the_wire, route
from chatkit_tui.controller.forms.gestures import Act
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.translation import _


def sent_by(act: Act) -> dict[str, Any]:
    """An action as it goes out: its type, its payload as it was merged, and which way it takes."""
    return {
        **on_the_wire(act.action),
        "handler": "client" if route(act.action) is Route.CLIENT else "server",
        "streaming": act.action.get("streaming") is not False,
    }


def in_words(sent: dict[str, Any]) -> str:
    """The way an action takes."""
    if sent["handler"] == "client":
        return _("client: onAction")
    return _("server, streamed") if sent["streaming"] else _("server, at once")


def as_line(sent: dict[str, Any]) -> str:
    """An action as one line of JSON, of ASCII only."""
    try:
        return json.dumps(sent)
    except RecursionError:
        text = dump_json(sent)
        return "".join(each if each.isascii() else json.dumps(each)[1:-1] for each in text)
