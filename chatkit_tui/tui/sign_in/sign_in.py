"""SignIn: opens the screen when the controller says that the server wants other credentials."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ServerRejected,
    ServerUnavailable,
)
from chatkit_tui.profiles.keyring_access import ADVICE, KeyringUnusable
from chatkit_tui.profiles.secrets import KeyringSecret
from chatkit_tui.profiles.typed_credential import slot_for, typed_value, with_credential
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.profiles.profile import Profile
    from chatkit_tui.tui.sign_in.screen import Question
    from chatkit_tui.tui.view import ChatKitView


class SignIn:
    """The user of one view, asked by its controller or asking himself."""

    def __init__(self, view: ChatKitView, controller: ChatKitController) -> None:
        self._view = view
        self._controller = controller
        self._backend = view.session.backend
        self._kept = self._backend.signed_in_as
        """Who the user was at the start: what he types since then is in no configuration."""
        controller.signing_in.ask = self.ask

    async def ask(self, error: AuthRequired, what: str) -> bool:
        """Whether the user signed in; no, when there is nobody to ask any more."""
        from chatkit_tui.tui.screens.withdrawn import ask
        from chatkit_tui.tui.sign_in.screen import SignInScreen

        if not self._view.is_mounted:
            return False
        screen = SignInScreen(self._question(error, what), self._attempt)
        return await ask(self._view.app, screen, False)

    async def ask_again(self, failed: TurnError) -> None:
        """The user comes back to a refusal that he had put off: go on with what it ended."""
        signing_in, cause = self._controller.signing_in, failed.cause
        assert isinstance(cause, AuthRequired)
        if not await signing_in.cures(cause, what="", since=signing_in.times, insist=True):
            return
        self._view.alerts.card.dismiss()
        active = self._controller.active
        if failed.allow_retry:
            await self._controller.retry_after_item()
        elif active.thread_id is not None and active.state.thread is None:
            await self._controller.set_thread_id(active.thread_id)
        else:
            self._view.tell(_("You are signed in again."))

    def _question(self, error: AuthRequired, what: str) -> Question:
        from chatkit_tui.tui.sign_in.screen import Question
        from chatkit_tui.tui.sign_in.words import where_from

        profile = self._backend.signed_in_as
        if profile is None or profile.client_secret is not None:
            return Question(error, what, where_from(profile), takes_token=False)
        slot = None if self._kept is None else slot_for(self._kept)
        was_kept = slot is not None and isinstance(slot.secret, KeyringSecret)
        return Question(
            error, what, where_from(profile), True, may_be_kept=slot is not None, keep=was_kept
        )

    async def _attempt(self, line: str, keep: bool) -> None:
        """Try what was typed; what the server does not take is not used any further."""
        before = self._backend.signed_in_as
        if line and before is not None:
            self._backend.sign_in(with_credential(before, line))
        let_in = False
        try:
            let_in = await self._knock()
        finally:
            if before is not None and not let_in:
                self._backend.sign_in(before)
        if keep:
            await self._keep(line)

    async def _knock(self) -> bool:
        """True when the server lets the user in; raises why it does not."""
        try:
            await self._controller.knock()
        except ServerRejected as error:
            # Whoever is refused for another reason is in.
            if error.unsent or isinstance(error, ServerUnavailable):
                raise
        return True

    async def _keep(self, line: str) -> None:
        """Store what works as `login` does; that it cannot be stored is told, and no more."""
        profile: Profile | None = self._kept
        slot = None if profile is None else slot_for(profile, line)
        if slot is None:
            self._view.tell(_("It lasts for this session: it has no place in the profile."))
            return
        try:
            where = await asyncio.to_thread(slot.store_in_keyring, typed_value(line))
        except KeyringUnusable as error:
            why = _("It lasts for this session: {reason}").format(reason=f"{error}; {_(ADVICE)}.")
            self._view.tell(why, severity="warning")
        except ChatKitError as error:
            why = _("It lasts for this session: {reason}").format(reason=error)
            self._view.tell(why, severity="warning")
        else:
            self._view.tell(_("Stored in {place}.").format(place=where))
