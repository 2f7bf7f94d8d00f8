"""What the status line offers while nothing special goes on, by the keys as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chatkit_tui.translation import N_, _
from chatkit_tui.tui.own_keys import OwnKeys
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from textual.app import App

    from chatkit_tui.tui.transcript.transcript import Transcript
    from chatkit_tui.tui.view import ChatKitView

Hints = Mapping[str, tuple[str, str]]
"""Ids of bindings: the key as it comes, and what it does, such as "{key} sends it"; in English."""

_HINTS: Hints = {
    "app.keys": ("F1", N_("{key} keys")),
    "composer.send": ("Enter", N_("{key} send")),
    "composer.newline": ("Ctrl+J", N_("{key} new line")),
    "view.threads": ("Ctrl+K", N_("{key} threads")),
    "view.find": ("Ctrl+F", N_("{key} find")),
}
"""Those of a chat."""

_IN_TRANSCRIPT: Hints = {
    "app.keys": ("F1", N_("{key} keys")),
    "transcript.compose": ("i", N_("{key} write")),
    "transcript.cursor_next": ("j", N_("{key} next")),
    "transcript.cursor_previous": ("k", N_("{key} previous")),
    "transcript.copy": ("y", N_("{key} copy")),
    "transcript.copy_code": ("c", N_("{key} code")),
    "transcript.open": ("o", N_("{key} links")),
    "transcript.activate": ("Enter", N_("{key} open")),
    "transcript.write": ("w", N_("{key} to a file")),
    "transcript.find": ("/", N_("{key} find")),
}
"""The same while keys go to the transcript, where letters are commands."""

_IN_WIDGET: Hints = {
    "app.keys": ("F1", N_("{key} keys")),
    "widget.press": ("Enter", N_("{key} press")),
    "widget.next": ("Tab", N_("{key} next")),
    "widget.leave": ("Esc", N_("{key} back")),
    "widget.row_1": ("1-9", N_("{key} choose a row")),
}
"""The same inside a widget."""

_IN_FIELD: Hints = {
    "app.keys": ("F1", N_("{key} keys")),
    "widget.next": ("Tab", N_("{key} next field")),
    "widget.leave": ("Esc", N_("{key} back")),
}
"""The same while a field of a widget is typed into."""


def key_hints(view: ChatKitView) -> str:
    """What keys do where they go now, the most useful ones first."""
    app, focused = view.app, view.screen.focused
    reads = view.furnished and focused is view.transcript
    inside = hints_inside(view.transcript) if view.furnished else {}
    if view.questions.hints and not reads and not inside:
        return view.questions.hints
    writes = focused is not None and view.composer in focused.ancestors_with_self
    rebound = _first_keys(app) if isinstance(app, OwnKeys) and app.keymap else {}
    shown = []
    for id_, (usual, words) in (inside or (_IN_TRANSCRIPT if reads else _HINTS)).items():
        key = rebound.get(id_, usual)
        if id_ == "app.keys" and not isinstance(app, OwnKeys):
            # A program around the chat has keys of its own.
            key = "?" if writes else ""
        if id_.startswith("composer.") and not (view.composer.is_open and writes):
            continue
        if id_ == "transcript.compose" and not view.composer.is_open:
            words = N_("{key} answer") if view.questions.hints else N_("{key} back")
        if key and (id_ != "view.threads" or view.history.enabled):
            shown.append(_(words).format(key=key))
    return SEPARATOR.join(shown)


def hints_inside(transcript: Transcript) -> Hints:
    """The hints of the widget that takes the keys; none where no widget does."""
    focused = transcript.screen.focused
    if transcript.inside is None or focused is transcript:
        return {}
    if focused is None or transcript not in focused.ancestors:
        return {}
    if focused.parent is not transcript:
        return _IN_FIELD
    rows = transcript.operator.has_rows
    return {id_: hint for id_, hint in _IN_WIDGET.items() if rows or id_ != "widget.row_1"}


def in_words(app: App[Any], hints: Hints) -> str:
    """Hints with the keys as they are now; without those that have no key."""
    rebound = _first_keys(app) if isinstance(app, OwnKeys) and app.keymap else {}
    named = ((rebound.get(id_, usual), words) for id_, (usual, words) in hints.items())
    return SEPARATOR.join(_(words).format(key=key) for key, words in named if key)


def _first_keys(app: OwnKeys[Any]) -> dict[str, str]:
    """One key for each binding, "" for one that has none."""
    from chatkit_tui.tui.key_names import key_name
    from chatkit_tui.tui.key_sections import all_lines

    lines = all_lines(app.keymap)
    return {line.id: key_name(line.keys[0]) if line.keys else "" for _section, line in lines}
