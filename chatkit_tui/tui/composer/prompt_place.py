"""Where the prompt stands: what can take its place, and why nothing may stand there."""

from __future__ import annotations

from typing import Self

from textual.content import Content
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from chatkit_tui.display import display
from chatkit_tui.tui.composer.text_input import TextInput


class ClosedLine(Static, can_focus=True):
    """Why nothing can be written; has the focus, so that the keys of the chat go on working."""


class PromptPlace(Widget):
    """A composer in which one thing stands at a time: the prompt, a guest, or a reason.

    Whoever extends it composes `#prompt` with the `#input` in it, and `closed_line`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.closed_line = ClosedLine(id="closed", markup=False)
        self.closed_because: str | None = None
        """Why nothing can be written, None while the composer is open."""
        self._guest: Widget | None = None

    @property
    def input(self) -> TextInput:
        return self.query_one("#input", TextInput)

    @property
    def has_guest(self) -> bool:
        """Whether something took over, seen or not."""
        return self._guest is not None

    @property
    def is_open(self) -> bool:
        """Whether a message can be written: it is not closed, and nothing stands in its place."""
        return self.closed_because is None and self._guest is None

    @property
    def field(self) -> TextInput | None:
        """The text area that is written in: the composer's own, or one that took its place."""
        if self.is_open:
            return self.input
        focused = self.screen.focused if self.has_focus_within else None
        return focused if isinstance(focused, TextInput) else None

    def take_over(self, widget: Widget) -> AwaitMount:
        """Show `widget` in place of the prompt until `give_back`; what is written is kept.

        The widget gets the focus if that was in the composer. A widget that was there before is
        removed. Await what is returned to reach the children of `widget`.
        """
        focused = self.has_focus_within
        self._remove_guest()
        self._guest = widget
        mounted = self.mount(widget)
        self.show_parts()
        if focused:
            self.call_after_refresh(self.focus)
        return mounted

    def give_back(self) -> None:
        """Remove what took over; the prompt is there again, with the focus if that was there."""
        focused = self._guest is not None and self._guest.has_focus_within
        self._remove_guest()
        self.show_parts()
        if focused:
            self.input.focus()

    def close_with(self, reason: str | None) -> None:
        """Show `reason` in place of everything that can be typed in; None opens again."""
        if reason == self.closed_because:
            return
        focused = self.has_focus_within
        self.closed_because = reason
        self.closed_line.update(Content(display(reason or "")))
        self.show_parts()
        if focused:
            self.focus()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the cursor where the user can write or choose, on the reason while closed."""
        focusable: Widget | None = self.input
        if self.closed_because is not None:
            focusable = self.closed_line
        elif self._guest is not None:
            if self._guest.has_focus_within:
                return self
            focusable = _first_focusable(self._guest)
        if focusable is not None:
            focusable.focus(scroll_visible)
        return self

    def show_parts(self) -> None:
        """Let only that be seen which stands there now; extend it by what goes with a prompt."""
        self.closed_line.display = self.closed_because is not None
        if self._guest is not None:
            self._guest.display = self.closed_because is None
        self.query_one("#prompt").display = self.is_open

    def _remove_guest(self) -> None:
        if self._guest is not None:
            self._guest.remove()
            self._guest = None


def _first_focusable(widget: Widget) -> Widget | None:
    return next(
        (each for each in widget.walk_children(Widget, with_self=True) if each.focusable), None
    )
