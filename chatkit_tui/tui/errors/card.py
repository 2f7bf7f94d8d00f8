"""The error card: what failed, what to do next, and an id to quote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from chatkit_tui.controller.failures import STOPPED, turn_error
from chatkit_tui.errors import AuthRequired, CommandRefused
from chatkit_tui.translation import _
from chatkit_tui.tui.errors.advice import advice
from chatkit_tui.tui.errors.report import facts_of, report_of, words
from chatkit_tui.tui.own_boxes import ChatColumn
from chatkit_tui.tui.transcript.transcript import Transcript

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.errors import ChatKitError
    from chatkit_tui.tui.banners import Banners
    from chatkit_tui.tui.view import ChatKitView

LONGEST = 1_200
"""Characters of the server's words on the card; the details have all of them."""

LONGEST_FACT = 80
"""Characters of a code or an id on the card; the details have more of them."""

SUCCESS = "200 OK"

NARROW = 50
"""Cells below which the keys have shorter names."""

_ON_THE_CARD = ("Status", "Code", "Request id")


def _bind(key: str, action: str, description: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"error.{action}")


class ErrorCard(ChatColumn, can_focus=True):
    """Shown while there is an error nobody has dismissed. It never takes the focus by itself:
    who is typing goes on typing."""

    DEFAULT_CSS = Path(__file__).with_name("card.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("r", "retry", "Try again"),
        _bind("d,enter", "details", "Details"),
        _bind("y", "copy", "Copy a report"),
        _bind("escape", "dismiss", "Dismiss"),
        Binding("down,j", "scroll_words(1)", "Scroll", show=False, id="error.down"),
        Binding("up,k", "scroll_words(-1)", "Scroll", show=False, id="error.up"),
    ]

    def __init__(self, view: ChatKitView, banners: Banners) -> None:
        super().__init__(id="error")
        self._view = view
        self._banners = banners
        self._error: TurnError | None = None
        self._given_back = False
        self._scroll = VerticalScroll(Static(id="error-text", markup=False), id="error-words")
        self._scroll.can_focus = False

    def compose(self) -> ComposeResult:
        yield self._scroll
        yield Static(id="error-keys", markup=False)

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self._show_keys)

    @property
    def error(self) -> TurnError | None:
        """What is shown."""
        return self._error

    # -- what the view tells -------------------------------------------------------------------

    def show(self, error: TurnError | None, *, given_back: bool = False) -> None:
        """Show another error, None for none; `given_back` if its message is the user's again."""
        had_focus = self.has_focus
        self._error, self._given_back = error, given_back
        self.set_class(error is not None, "-shown")
        self._banners.make_room(error is not None)
        if error is None:
            if had_focus:
                self._view.composer.focus()
            return
        self.set_class(error.code == STOPPED, "-calm")
        self.query_one("#error-text", Static).update(self._content(error))
        self._scroll.scroll_home(animate=False)
        self._show_keys()

    def report(self, error: ChatKitError, *, allow_retry: bool = False) -> None:
        """Show what a command raised, unless the conversation has shown it already."""
        if self._error is None or self._error.cause is not error:
            self.show(turn_error(error, allow_retry=allow_retry))

    def dismiss(self) -> bool:
        """Take the card away; False when there is none."""
        if self._error is None:
            return False
        self.show(None)
        return True

    @property
    def refusal(self) -> str | None:
        """Why what failed cannot simply be tried again; None if it can, or nothing failed."""
        if self._error is None or self._error.allow_retry:
            return None
        step = advice(self._error, given_back=self._given_back)
        return " ".join(filter(None, (_("This cannot be tried again as it is."), step)))

    def require(self) -> ErrorCard:
        """The card; raises CommandRefused while there is no error."""
        if self._error is None:
            raise CommandRefused(_("Nothing failed that there are details of."))
        return self

    # -- what is seen --------------------------------------------------------------------------

    def _content(self, error: TurnError) -> Content:
        text = words(error)
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}…"
        calm = error.code == STOPPED
        mark = ("■ ", "$text-primary") if calm else ("✖ ", "$text-error")
        parts = [Content.assemble(mark, (text, "bold"))]
        if step := advice(error, given_back=self._given_back):
            parts.append(Content(step))
        if not calm:
            known = dict(facts_of(error))
            # An error within an answer: the answer itself began well.
            known = {name: value for name, value in known.items() if value != SUCCESS}
            facts = [f"{_(name)} {_short(known[name])}" for name in _ON_THE_CARD if name in known]
            if facts:
                parts.append(Content.styled(" · ".join(facts), "$text-muted"))
        return Content("\n").join(parts)

    def _show_keys(self) -> None:
        """The keys that work where the focus is."""
        error = self._error
        if error is None:
            return
        focused = self.screen.focused
        details = _("{key} details").format(key="d")
        dismiss = _("{key} dismiss").format(key="Esc")
        if focused is self:
            copy = _("{key} copy report") if self.size.width > NARROW else _("{key} copy")
            keys = [details, copy.format(key="y"), dismiss]
        elif isinstance(focused, Transcript):
            keys = [details, dismiss]
        else:
            keys = [_("{key} more").format(key="Tab"), dismiss]
        signed_out = isinstance(error.cause, AuthRequired)
        if error.allow_retry or signed_out:
            here = focused is self or isinstance(focused, Transcript)
            again = _("{key} sign in") if signed_out else _("{key} retry")
            keys.insert(0, again.format(key="r" if here else "F5"))
        self.query_one("#error-keys", Static).update(Content(" · ".join(keys)))

    # -- what the user does --------------------------------------------------------------------

    def action_retry(self) -> None:
        self._view.action_retry()

    def action_details(self) -> None:
        from chatkit_tui.tui.screens.error_details import ErrorDetailsScreen

        if self._error is not None:
            self.app.push_screen(ErrorDetailsScreen(self._view, self._error))

    def action_copy(self) -> None:
        if self._error is not None:
            self._view.copy(report_of(self._error), _("the report"))

    def action_dismiss(self) -> None:
        self.dismiss()

    def action_scroll_words(self, step: int) -> None:
        self._scroll.scroll_relative(y=step, animate=False)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_FACT else f"{value[: LONGEST_FACT - 1]}…"
