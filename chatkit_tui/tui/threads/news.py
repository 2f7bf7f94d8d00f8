"""Which threads were answered while another one was in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import ActiveChanged, TurnChanged

if TYPE_CHECKING:
    from collections.abc import Collection

    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation


class ThreadNews:
    """Subscribed to a controller for as long as that lives."""

    def __init__(self, controller: ChatKitController) -> None:
        self._controller = controller
        self._unread: set[str] = set()
        controller.subscribe(self._changed)

    @property
    def unread(self) -> Collection[str]:
        """The ids of threads answered in the background and not looked at since."""
        return self._unread

    def answering(self) -> set[str | None]:
        """The ids of threads in which a response runs."""
        return {each.thread_id for each in self._controller.conversations if each.turn.busy}

    def _changed(self, conversation: Conversation | None, change: Change) -> None:
        active = self._controller.active
        if isinstance(change, ActiveChanged):
            self._unread.discard(active.thread_id or "")
        elif isinstance(change, TurnChanged) and conversation not in (None, active):
            assert conversation is not None
            if not conversation.turn.busy and conversation.thread_id is not None:
                self._unread.add(conversation.thread_id)
