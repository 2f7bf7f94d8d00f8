"""What stands between transcript and composer to be noticed: notices, and one error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction

from chatkit_tui.errors import AuthRequired
from chatkit_tui.tui.banners import Banners
from chatkit_tui.tui.errors.card import ErrorCard

if TYPE_CHECKING:
    from textual.widget import Widget

    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.tui.sign_in.sign_in import SignIn
    from chatkit_tui.tui.view import ChatKitView


class Alerts:
    """The two of them, as the view sees them."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self.banners = Banners(view)
        self.card = ErrorCard(view, self.banners)
        self.sign_in: SignIn | None = None
        """What is done about a refusal of credentials, once there is a server."""

    def show_error(self, conversation: Conversation) -> None:
        """Show why the last response of `conversation` failed, if it did."""
        state = conversation.state
        pending = (row.pending for row in reversed(state.rows) if row.pending is not None)
        given_back = any(each.error is not None for each in pending)
        self.card.show(state.error, given_back=given_back)

    def dismiss(self) -> bool:
        """Take away the error, or else the newest notice; False when there is neither."""
        return self.card.dismiss() or self.banners.dismiss()

    def clear(self) -> None:
        """Take all of them away."""
        self.card.dismiss()
        self.banners.clear()

    def keep_from_retrying(self) -> bool:
        """Whether what failed cannot simply be tried again; the user is told why, or signs in."""
        error = self.card.error
        if self.sign_in is not None and error is not None and isinstance(error.cause, AuthRequired):
            self._view.run(self.sign_in.ask_again(error))
            return True
        refusal = self.card.refusal
        if refusal is not None:
            self._view.tell(refusal, severity="warning")
        return refusal is not None

    def focus_next(self) -> None:
        """Go to the error, then to the notices, then back to the composer.

        Raises SkipAction where there is neither: the key means something else then.
        """
        stops = self._stops()
        if not stops:
            raise SkipAction()
        focused = next((index for index, stop in enumerate(stops) if stop.has_focus), -1)
        if focused + 1 < len(stops):
            stops[focused + 1].focus()
        else:
            self._view.composer.focus()

    def _stops(self) -> list[Widget]:
        stops: list[Widget] = []
        if self.card.error is not None:
            stops.append(self.card)
        if self.banners.shown:
            stops.append(self.banners)
        return stops
