"""The two lines that say where you are: the header above and the status line below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from chatkit_tui.display import display_line

if TYPE_CHECKING:
    from chatkit_tui.options import HeaderAction, HeaderOption

Side = Literal["left", "right"]

ACTION_WIDTH = 4
"""Cells of an action at an end of the header: its glyph, and blanks that are easy to hit."""

SEPARATOR = " · "
"""Stands between two hints."""


class Header(Widget):
    """The thread's title on the left, the server on the right, an action at each end."""

    title = reactive("")
    server = reactive("")

    @dataclass
    class ActionWanted(Message):
        """The action at this end was clicked."""

        side: Side

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._option: HeaderOption | None = None
        """None until there is a server; what it stands for is read after the first paint."""

    def configure(self, option: HeaderOption) -> None:
        """Show what `option` allows."""
        self._option = option
        self.display = option.enabled
        self.refresh()

    def render(self) -> RenderResult:
        words, left, right = self.title, Content(""), Content("")
        if self._option is not None:
            title = self._option.title
            words = (self.title if title.text is None else title.text) if title.enabled else ""
            left, right = _button(self._option.left_action), _button(self._option.right_action)
        room = self.size.width - left.cell_length - right.cell_length
        start, gap, end = _two_ends(words, self.server, room, share=3)
        # The terminal's own colours have no muted one.
        muted = "dim" if self.app.native_ansi_color else "$text-muted"
        return Content.assemble(left, start.stylize("bold"), gap, end.stylize(muted), right)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._option is None:
            return
        if self._option.left_action is not None and offset.x < ACTION_WIDTH:
            self.post_message(self.ActionWanted("left"))
        elif self._option.right_action is not None and offset.x >= self.size.width - ACTION_WIDTH:
            self.post_message(self.ActionWanted("right"))


class StatusLine(Widget):
    """What can be done now on the left; what holds of the thread on the right."""

    hints = reactive("")
    """The most important one first, with SEPARATOR between them; the last ones make room."""
    state = reactive("")
    mode = reactive("")
    """What is shown in place of the conversation as it is."""

    def render(self) -> RenderResult:
        state = SEPARATOR.join(word for word in (self.mode, self.state) if word)
        _, gap, end = _two_ends("", state, self.size.width, share=2)
        hints = fitting(self.hints, len(gap) - 1 if end else self.size.width)
        return Content.assemble(hints, gap[hints.cell_length :], end)


def fitting(hints: str, width: int) -> Content:
    """The first ones of `hints` that fit `width`, none of them cut."""
    shown = Content("")
    for place, hint in enumerate(hints.split(SEPARATOR)):
        longer = shown + Content((SEPARATOR if place else "") + display_line(hint))
        if longer.cell_length > width:
            break
        shown = longer
    return shown


def _button(action: HeaderAction | None) -> Content:
    if action is None:
        return Content("")
    from chatkit_tui.tui.transcript.icons import glyph

    return Content.styled(f" {glyph(action.icon)} ".ljust(ACTION_WIDTH), "bold $text-accent")


def _two_ends(left: str, right: str, width: int, *, share: int) -> tuple[Content, str, Content]:
    """Two texts cut to fit a line, and the blanks between; the right one gets 1/`share` at most."""
    width = max(0, width)
    end = Content(display_line(right)).truncate(width // share, ellipsis=True)
    room = max(0, width - end.cell_length - 1)
    start = Content(display_line(left)).truncate(room, ellipsis=True)
    return start, " " * (width - start.cell_length - end.cell_length), end
