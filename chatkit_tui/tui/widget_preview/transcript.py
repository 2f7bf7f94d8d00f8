"""The transcript of a preview: widgets and nothing else."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from chatkit_tui.tui.transcript.transcript import Transcript


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"previewer.{id_}")


class PreviewTranscript(Transcript, inherit_bindings=False):
    """Has the keys that mean something where there is no conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("enter,space,tab", "activate", "Go into the widget", "enter"),
        _bind("j", "cursor_next", "Next widget", "next_widget"),
        _bind("k", "cursor_previous", "Widget before", "previous_widget"),
        _bind("up", "scroll_up", "Scroll up", "scroll_up"),
        _bind("down", "scroll_down", "Scroll down", "scroll_down"),
        _bind("pageup", "page_up", "A page up", "page_up"),
        _bind("pagedown", "page_down", "A page down", "page_down"),
        _bind("home", "scroll_home", "To the beginning", "scroll_home"),
        _bind("end", "scroll_end", "To the end", "scroll_end"),
        _bind("m", "toggle_raw", "Show the JSON, or the widget", "raw"),
    ]
