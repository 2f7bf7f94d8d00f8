"""What operating a widget leads to: problems are shown, actions run, failures can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.forms.gestures import Act, Gesture
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.view import ChatKitView
    from chatkit_tui.tui.widgets.state import WidgetState


class WidgetActions:
    """Does what `Transcript.WidgetOperated` asks for, and shows in the widget what comes of it."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view

    def turn_to(self, conversation: Conversation) -> None:
        """Another conversation is in front: its widgets are as the user left them."""
        transcript = self._view.transcript
        if transcript.inside is not None:
            transcript.operator.go_back()
        transcript.drawings.widgets.turn_to(conversation.thread_id)

    def operate(self, key: str, ref: str, gesture: Gesture) -> None:
        """The user did something to the control `ref` of the widget in a row."""
        from chatkit_tui.controller.forms.gestures import Act, Refusal, consequence
        from chatkit_tui.protocol.widgets.tree import tree_of
        from chatkit_tui.tui.widgets.problems import show_problems

        controller = self._view.controller
        row = None if controller is None else _widget(controller.active, key)
        if controller is None or row is None:
            return
        state = self._view.transcript.drawings.widgets.of(key)
        rules = controller.options.widgets.form_values
        outcome = consequence(tree_of(_raw(row)), ref, gesture, state.values, rules)
        acts = [each for each in outcome if isinstance(each, Act)]
        if state.waits(ref) or any(state.waits(act.ref) for act in acts):
            return
        if acts:
            self._begin(controller, row, state, acts)
        for refusal in (each for each in outcome if isinstance(each, Refusal)):
            show_problems(self._view.transcript, key, refusal.problems)

    def _begin(
        self, controller: ChatKitController, row: Row, state: WidgetState, acts: Sequence[Act]
    ) -> None:
        conversation = controller.active
        for act in acts:
            for name in act.collisions:
                conversation.report(_taken(name))
        state.failure = ""
        if any(act.submits for act in acts):
            state.problems.clear()
        # At once, so that a second press that waits already finds it.
        busy = frozenset[str]().union(*(act.busy for act in acts))
        state.busy |= busy
        self._show(row.key, state)
        self._view.run(self._run(conversation, row, state, acts, busy))

    async def _run(
        self,
        conversation: Conversation,
        row: Row,
        state: WidgetState,
        acts: Sequence[Act],
        busy: frozenset[str],
    ) -> None:
        from chatkit_tui.controller.failures import STOPPED

        try:
            for act in acts:
                error = await conversation.run_action(act.action, row.item.id)
                if error is not None:
                    state.failure = "" if error.code == STOPPED else error.message
                    return
        except CommandRefused:
            raise  # Nothing was tried: the widget is as it was.
        except ChatKitError as error:
            state.failure = error.message
            raise
        finally:
            state.busy -= busy
            self._settle(conversation, row.key, state)

    def _settle(self, conversation: Conversation, key: str, state: WidgetState) -> None:
        """After an action: what was typed stays as long as the field it was typed into."""
        from chatkit_tui.protocol.widgets.tree import tree_of

        row = _widget(conversation, key)
        if row is not None:
            state.keep_only({node.ref for node in tree_of(_raw(row)).walk()})
        self._show(key, state)

    def _show(self, key: str, state: WidgetState) -> None:
        state.touch()
        if self._view.transcript.drawings.widgets.get(key) is state:
            self._view.transcript.redraw_row(key)


def _widget(conversation: Conversation, key: str) -> Row | None:
    """The row of that key, if a widget is in it."""
    from chatkit_tui.protocol.items import WidgetItem

    rows = (row for row in reversed(conversation.state.rows) if row.key == key)
    row = next(rows, None)
    return row if row is not None and isinstance(row.item, WidgetItem) else None


def _raw(row: Row) -> object:
    return getattr(row.item, "widget", None)


def _taken(name: str) -> ChatKitError:
    words = _(
        'The field "{name}" was left out: the payload of the action has something in its place.'
    )
    return ChatKitError(words.format(name=name))
