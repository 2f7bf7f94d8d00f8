"""From changes to the web component's events."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

from chatkit_tui.controller import changes
from chatkit_tui.controller.failures import STOPPED
from chatkit_tui.controller.state import TurnPhase
from chatkit_tui.errors import ChatKitError

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.emitter import Emitter
    from chatkit_tui.controller.state import TurnError


class WebEvents:
    """Emits what a change means to a listener of the web component.

    Details have the names they have there, and `threadId`, since several conversations may run.
    """

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter
        self._responding: WeakSet[Conversation] = WeakSet()
        self._loading: WeakSet[Conversation] = WeakSet()

    def tell(self, conversation: Conversation, change: Change) -> None:
        """Emit what `change` of `conversation` is about, if anything."""
        thread_id = conversation.thread_id
        match change:
            case changes.TurnChanged():
                self._turn_changed(conversation)
            case changes.LoadChanged():
                self._load_changed(conversation)
            case changes.ErrorChanged(error=error) if error is not None:
                self._failed(error, thread_id)
            case changes.ErrorReported(error=cause):
                self._emitter.emit("chatkit.error", error=cause, threadId=thread_id)
            case changes.EffectRequested(name=name, data=data):
                self._emitter.emit("chatkit.effect", name=name, data=data, threadId=thread_id)
            case changes.ToolCalled(item=item):
                call = {"name": item.name, "callId": item.call_id}
                self._emitter.emit("chatkit.log", name="tool.called", data=call, threadId=thread_id)
            case _:
                pass

    def _turn_changed(self, conversation: Conversation) -> None:
        turn, thread_id = conversation.turn, conversation.thread_id
        data = {"phase": turn.phase.value, "delivery": turn.delivery.value, "attempt": turn.attempt}
        self._emitter.emit("chatkit.log", name="turn", data=data, threadId=thread_id)
        if turn.phase is TurnPhase.RESPONDING and conversation not in self._responding:
            self._responding.add(conversation)
            self._emitter.emit("chatkit.response.start", threadId=thread_id)
        elif not turn.busy and conversation in self._responding:
            self._responding.discard(conversation)
            self._emitter.emit("chatkit.response.end", threadId=thread_id)

    def _load_changed(self, conversation: Conversation) -> None:
        if conversation.loading and conversation not in self._loading:
            self._loading.add(conversation)
            self._emitter.emit("chatkit.thread.load.start", threadId=conversation.thread_id)
        elif not conversation.loading and conversation in self._loading:
            self._loading.discard(conversation)
            self._emitter.emit("chatkit.thread.load.end", threadId=conversation.thread_id)

    def _failed(self, error: TurnError, thread_id: str | None) -> None:
        if error.code == STOPPED:
            return
        cause = error.cause or ChatKitError(error.message, request_id=error.request_id)
        self._emitter.emit("chatkit.error", error=cause, threadId=thread_id)
