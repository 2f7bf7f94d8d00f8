"""Asks whether a client tool may run; no is the answer at hand."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from chatkit_tui.controller.client_tools import Approval, ToolRequest
from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.left_out import more_characters
from chatkit_tui.tui.raw_json import spread_json
from chatkit_tui.tui.screens.withdrawn import WithdrawnScreen

LONGEST_ARGUMENTS = 20_000
"""Characters of the arguments that are shown; of more, who reads them?"""

LONGEST_NAME = 100

TYPED_AHEAD = 0.5
"""Seconds in which a key was meant for what was there before."""


class ApprovalScreen(WithdrawnScreen[Approval]):
    """Name and arguments, and four answers. What is typed while it opens answers nothing."""

    CSS_PATH = Path(__file__).with_name("approval_screen.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (50, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('ONCE')", "Run it this time", id="tool.once"),
        Binding("a", "answer('ALWAYS')", "Run it, and do not ask again", id="tool.always"),
        Binding("n,escape", "answer('NO')", "Do not run it", id="tool.no"),
        Binding("N", "answer('NEVER')", "Do not run it, nor ask again", id="tool.never"),
        Binding("left", "app.focus_previous", "Answer to the left", show=False, id="tool.left"),
        Binding("right", "app.focus_next", "Answer to the right", show=False, id="tool.right"),
        Binding("up", "look(-1)", "Arguments up", show=False, id="tool.up"),
        Binding("down", "look(1)", "Arguments down", show=False, id="tool.down"),
    ]

    def __init__(self, request: ToolRequest, *, where: str = "") -> None:
        """`where` names the thread, if it is not the one in front."""
        super().__init__()
        self._request = request
        self._where = where
        self._opened_at = 0.0

    def compose(self) -> ComposeResult:
        with Vertical(id="approval"):
            yield Static(self._question(), id="question", markup=False)
            with VerticalScroll(id="arguments", can_focus=False):
                yield Static(self._arguments(), markup=False)
            with Horizontal(id="answers"):
                yield Button(_("{key} no").format(key="n"), id="NO")
                yield Button(_("{key} once").format(key="y"), id="ONCE")
                yield Button(_("{key} always").format(key="a"), id="ALWAYS")
                yield Button(_("{key} never").format(key="N"), id="NEVER")

    def on_mount(self) -> None:
        self._opened_at = monotonic()
        self.query_one("#NO").focus()

    def _question(self) -> Content:
        name = display_line(self._request.name)[:LONGEST_NAME] or _("without a name")
        about = display_line(self._request.description)
        words = _("The assistant wants to run the tool {tool} on this machine.")
        if self._where:
            words = _("The assistant in {thread} wants to run the tool {tool} on this machine.")
        before, _tool, after = words.partition("{tool}")
        where = display_line(self._where)
        return Content.assemble(
            before.format(thread=where),
            (name, "bold $text-accent"),
            after.format(thread=where),
            (f"\n{about}" if about else "", "$text-muted"),
        )

    def _arguments(self) -> Content:
        text = display(spread_json(self._request.arguments))
        more = len(text) - LONGEST_ARGUMENTS
        if more > 0:
            text = f"{text[:LONGEST_ARGUMENTS]}\n{more_characters(more)}"
        return Content(text)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id or "NO")

    def action_answer(self, answer: str) -> None:
        if monotonic() - self._opened_at >= TYPED_AHEAD:
            self.dismiss(Approval[answer])

    def action_look(self, step: int) -> None:
        self.query_one("#arguments", VerticalScroll).scroll_relative(y=step, animate=False)
