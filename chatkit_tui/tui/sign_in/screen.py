"""The screen of a user who is signed out: a token, another try, or not now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static

from chatkit_tui.errors import AuthRequired, ChatKitError
from chatkit_tui.translation import _
from chatkit_tui.tui.screens.withdrawn import WithdrawnScreen
from chatkit_tui.tui.sign_in.words import said, who_refused

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.worker import Worker

TYPED_AHEAD = 0.5
"""Seconds without a key after which what is typed is meant for this screen."""

Attempt = Callable[[str, bool], Awaitable[None]]
"""Tries what was typed, "" for what there is already, and keeps it if told to."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who refused what, and what helps: a token, where `keep` is whether it was kept before."""

    error: AuthRequired
    what: str
    where_from: str
    takes_token: bool
    may_be_kept: bool = False
    keep: bool = False


class KeepBox(Checkbox):
    """A box whose state is seen without colours, too."""

    def on_mount(self) -> None:
        self._mark()

    def watch_value(self) -> None:
        self._mark()
        super().watch_value()

    def _mark(self) -> None:
        self.BUTTON_INNER = "X" if self.value else " "


class SignInScreen(WithdrawnScreen[bool]):
    """True when the server lets the user in again. Words that were on their way into the composer
    while it opens are not taken for a token."""

    CSS_PATH = Path(__file__).with_name("screen.tcss")
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stop trying, or not now", id="sign_in.leave"),
        Binding("f5", "again", "Try again as it is", id="sign_in.again"),
        Binding("down", "app.focus_next", "Next field", show=False, id="sign_in.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="sign_in.previous"),
    ]

    def __init__(self, question: Question, attempt: Attempt) -> None:
        super().__init__()
        self._question = question
        self._attempt = attempt
        self._trying: Worker[None] | None = None
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        question = self._question
        with VerticalScroll(id="sign-in", can_focus=False):
            yield Static(_("Signed out"), id="sign-in-title", markup=False)
            yield Static(Content(said(question.error)), id="sign-in-said", markup=False)
            facts = who_refused(question.error, question.what)
            yield Static(Content(facts), id="sign-in-facts", markup=False)
            yield Static(Content(question.where_from), id="sign-in-source", markup=False)
            if question.takes_token:
                label = _("Another token, or “Header: value”")
                yield Static(label, classes="label", markup=False)
                yield Input(password=True, id="sign-in-token")
            if question.may_be_kept:
                yield KeepBox(_("Keep it in the keyring"), question.keep, compact=True)
            yield Static(id="sign-in-message", markup=False)
            with Horizontal(id="sign-in-buttons"):
                if question.takes_token:
                    yield Button(_("Sign in"), id="sign-in-go", variant="primary", compact=True)
                yield Button(f"{_('Try again')} F5", id="sign-in-again", compact=True)
                yield Button(_("Not now"), id="sign-in-leave", compact=True)

    # -- opening -------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._settling = self.set_timer(TYPED_AHEAD, self._settled)

    def _settled(self) -> None:
        self._settling = None
        self.query_one("#sign-in-token, #sign-in-again").focus()

    def on_key(self, event: events.Key) -> None:
        if self._settling is not None and event.key != "escape":
            event.stop()
            event.prevent_default()
            self._settling.reset()

    # -- trying --------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Button.Pressed, "#sign-in-go")
    def _go(self) -> None:
        line = self.query_one("#sign-in-token", Input).value.strip()
        keep = any(box.value for box in self.query(KeepBox))
        self._try(line, bool(line) and keep)

    @on(Button.Pressed, "#sign-in-again")
    def action_again(self) -> None:
        self._try("", False)

    def _try(self, line: str, keep: bool) -> None:
        if self._trying is None:
            self._say(_("Asking the server…"))
            self._trying = self.run_worker(self._tried(line, keep), group="sign in")

    async def _tried(self, line: str, keep: bool) -> None:
        try:
            await self._attempt(line, keep)
        except AuthRequired as error:
            self.query_one("#sign-in-facts", Static).update(Content(who_refused(error, "")))
            self._say(_("Refused again.") + f" {said(error)}", trouble=True)
            for field in self.query(Input):
                field.clear()
        except ChatKitError as error:
            self._say(str(error), trouble=True)
        else:
            self.withdraw(True)
        finally:
            self._trying = None

    def _say(self, text: str, *, trouble: bool = False) -> None:
        from chatkit_tui.display import display

        message = self.query_one("#sign-in-message", Static)
        message.add_class("-told")
        message.set_class(trouble, "-error")
        message.update(Content(display(text)))
        self.call_after_refresh(message.scroll_visible, animate=False)

    @on(Button.Pressed, "#sign-in-leave")
    def action_leave(self) -> None:
        """Esc: what is being asked, then the screen."""
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None
            self._say(_("Stopped."))
        else:
            self.dismiss(False)
