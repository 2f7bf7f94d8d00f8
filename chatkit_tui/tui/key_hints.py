"""What the status line offers while nothing special goes on, by the keys as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chatkit_tui.tui.own_keys import OwnKeys
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView

_HINTS = {
    "app.keys": ("F1", "keys"),
    "composer.send": ("Enter", "send"),
    "composer.newline": ("Ctrl+J", "new line"),
    "view.threads": ("Ctrl+K", "threads"),
    "view.find": ("Ctrl+F", "find"),
}
"""Ids of bindings: the key as it comes, and what it does."""


def key_hints(view: ChatKitView) -> str:
    """The hints, the most useful ones first."""
    app = view.app
    rebound = _first_keys(app) if isinstance(app, OwnKeys) and app.keymap else {}
    shown = []
    for id_, (usual, words) in _HINTS.items():
        key = rebound.get(id_, usual)
        if id_.startswith("composer.") and not view.composer.is_open:
            continue
        if key and (id_ != "view.threads" or view.history.enabled):
            shown.append(f"{key} {words}")
    return SEPARATOR.join(shown)


def _first_keys(app: OwnKeys[Any]) -> dict[str, str]:
    """One key for each binding, "" for one that has none."""
    from chatkit_tui.tui.key_names import key_name
    from chatkit_tui.tui.key_sections import all_lines

    lines = all_lines(app.keymap)
    return {line.id: key_name(line.keys[0]) if line.keys else "" for _, line in lines}
