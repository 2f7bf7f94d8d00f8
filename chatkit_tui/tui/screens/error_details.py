"""All that is known of an error."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from chatkit_tui.translation import _
from chatkit_tui.tui.errors.report import paint_report, report_of
from chatkit_tui.tui.screens.page import Leaf, PageScreen
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.tui.view import ChatKitView


class ErrorDetailsScreen(PageScreen):
    """Status, code, ids, times and the server's own words; `y` copies them as a report."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5", "retry", "Try again", id="details.retry"),
        Binding("d", "close", "Back", show=False, id="details.close"),
    ]

    def __init__(self, view: ChatKitView, error: TurnError) -> None:
        leaf = Leaf(
            heading=_("What went wrong"),
            painter=partial(paint_report, error),
            text=report_of(error),
            name=_("the report"),
            file_name="chatkit-error.md",
        )
        super().__init__(view, leaf)
        self._error = error

    @property
    def hint(self) -> str:
        """`r` only where the server allows another try."""
        hint = super().hint
        retry = _("{key} retry").format(key="r")
        return SEPARATOR.join([retry, hint]) if self._error.allow_retry else hint

    def action_retry(self) -> None:
        self.dismiss(None)
        self.view.action_retry()
