"""Puts the questions of the thread in front to the user, and sends what he answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.translation import _
from chatkit_tui.tui.key_hints import key_hints

if TYPE_CHECKING:
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.state import Row
    from chatkit_tui.protocol.items import StructuredInputItem
    from chatkit_tui.tui.questions.answers import Answers
    from chatkit_tui.tui.questions.panel import QuestionsPanel
    from chatkit_tui.tui.view import ChatKitView

Place = tuple[str | None, str]
"""Thread id and row key of questions."""


class Questioner:
    """The panel is there while questions wait and nothing runs; answers are kept meanwhile."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._panel: QuestionsPanel | None = None
        self._place: Place | None = None
        self._item: StructuredInputItem | None = None
        self._answers: dict[Place, Answers] = {}
        self._sending: set[Place] = set()
        self._responded: Conversation | None = None
        self._hints = ""

    @property
    def hints(self) -> str:
        """What can be done with the question in front; "" while there is none to be seen."""
        shown = self._panel is not None and self._view.composer.closed_because is None
        return self._hints if shown else ""

    def look(self, conversation: Conversation) -> bool:
        """Something changed in the conversation in front, or it is another one.

        True when the questions came, went, or became others.
        """
        busy = conversation.turn.busy
        if busy and self._panel is None:
            self._responded = conversation
            return False
        from chatkit_tui.tui.questions.asked import asked

        row = asked(conversation.state)
        place = None if row is None else (conversation.thread_id, row.key)
        if busy and place not in self._sending:
            row = place = None
        before = self._item
        if place != self._place:
            self._leave(conversation)
        if row is not None and place is not None:
            self._put(conversation, row, place)
        self._responded = None
        return self._item is not before

    def _put(self, conversation: Conversation, row: Row, place: Place) -> None:
        from chatkit_tui.protocol.items import StructuredInputItem

        item = row.item
        assert isinstance(item, StructuredInputItem)
        if self._panel is None:
            self._item, self._place = item, place
            self._begin(conversation, item, place)
        elif item is not self._item:
            self._item = item
            self._panel.answers.ask(item.inputs)
            self._panel.show()
        elif not conversation.turn.busy:
            self._panel.call_after_refresh(self._panel.fit)

    def _begin(self, conversation: Conversation, item: StructuredInputItem, place: Place) -> None:
        from chatkit_tui.tui.questions.answers import Answers
        from chatkit_tui.tui.questions.panel import QuestionsPanel

        answers = self._answers.setdefault(place, Answers(item.inputs))
        answers.ask(item.inputs)
        composer = self._view.composer
        focused = composer.has_focus_within
        # Whoever is in the middle of a sentence must not answer with the rest of it.
        interrupted = focused and self._responded is conversation and bool(composer.text.strip())
        self._panel = QuestionsPanel(
            answers,
            send=lambda: self._send(conversation, place),
            hint=self._show_hints,
            gate=interrupted,
            focused=focused,
        )
        composer.take_over(self._panel)
        if self._view.sender.has_queued:
            self._view.tell(_("What you queued waits until the questions are answered."))

    def _leave(self, conversation: Conversation) -> None:
        """Take the panel away; what was answered is forgotten once it is not asked any more."""
        from chatkit_tui.tui.questions.asked import is_waiting

        if self._panel is None or self._place is None:
            return
        self._view.composer.give_back()
        thread_id, key = self._place
        if thread_id == conversation.thread_id:
            rows = conversation.state.rows
            if not any(row.key == key and is_waiting(row.item) for row in rows):
                self._answers.pop(self._place, None)
        self._panel = self._place = self._item = None

    def _show_hints(self, hints: str) -> None:
        self._hints = hints
        if self.hints:
            self._view.status.hints = key_hints(self._view)

    # -- sending -------------------------------------------------------------------------------

    def _send(self, conversation: Conversation, place: Place) -> None:
        self._sending.add(place)
        self._view.run(self._submit(conversation, place))

    async def _submit(self, conversation: Conversation, place: Place) -> None:
        _thread_id, key = place
        row = next((row for row in conversation.state.rows if row.key == key), None)
        try:
            if row is not None:
                await conversation.submit(row.item.id, self._answers[place].by_id())
        finally:
            self._sending.discard(place)
            if self._panel is not None and self._place == place:
                self._panel.show_failed()
