"""The two lines that say where you are: the header above and the status line below."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from chatkit_tui.display import display_line


class Header(Widget):
    """The thread's title on the left, the server on the right."""

    title = reactive("")
    server = reactive("")

    def render(self) -> RenderResult:
        width = max(0, self.size.width)
        server = Content(display_line(self.server)).truncate(width // 3, ellipsis=True)
        room = max(0, width - server.cell_length - 1)
        title = Content(display_line(self.title)).truncate(room, ellipsis=True)
        return Content.assemble(
            title.stylize("bold"),
            " " * (width - title.cell_length - server.cell_length),
            server.stylize("dim"),
        )


class StatusLine(Widget):
    """What can be done now on the left; what holds of the thread on the right."""

    hints = reactive("")
    state = reactive("")

    def render(self) -> RenderResult:
        width = max(0, self.size.width)
        state = Content(display_line(self.state)).truncate(width // 2, ellipsis=True)
        room = max(0, width - state.cell_length - 1)
        hints = Content(display_line(self.hints)).truncate(room, ellipsis=True)
        gap = " " * (width - hints.cell_length - state.cell_length)
        return Content.assemble(hints, gap, state)
