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
        title, gap, server = _two_ends(self.title, self.server, self.size.width, share=3)
        return Content.assemble(title.stylize("bold"), gap, server.stylize("dim"))


class StatusLine(Widget):
    """What can be done now on the left; what holds of the thread on the right."""

    hints = reactive("")
    state = reactive("")

    def render(self) -> RenderResult:
        return Content.assemble(*_two_ends(self.hints, self.state, self.size.width, share=2))


def _two_ends(left: str, right: str, width: int, *, share: int) -> tuple[Content, str, Content]:
    """Two texts cut to fit a line, and the blanks between; the right one gets 1/`share` at most."""
    width = max(0, width)
    end = Content(display_line(right)).truncate(width // share, ellipsis=True)
    room = max(0, width - end.cell_length - 1)
    start = Content(display_line(left)).truncate(room, ellipsis=True)
    return start, " " * (width - start.cell_length - end.cell_length), end
