"""Turns each change of a conversation into the smallest repaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from chatkit_tui.controller.changes import (
    ActiveChanged,
    ComposerFocused,
    ComposerSet,
    DirectoryChanged,
    EffectRequested,
    ErrorChanged,
    ErrorReported,
    HistoryToggled,
    Keep,
    LoadChanged,
    NoticeRaised,
    OptionsChanged,
    ProgressChanged,
    RowAdded,
    RowRemoved,
    RowsPrepended,
    RowsReset,
    RowUpdated,
    ThreadChanged,
    ToolCalled,
    TurnChanged,
)
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.composer.completion.sources import show_at_sign
from chatkit_tui.tui.composer.mentions import text_of_parts
from chatkit_tui.tui.key_hints import key_hints
from chatkit_tui.tui.sending import closed_because

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.view import ChatKitView

_STATES = {"locked": N_("locked"), "closed": N_("closed")}
"""States of a thread; those that are not known are said as the server calls them."""

RowChange = RowUpdated | RowAdded | RowRemoved | RowsPrepended | RowsReset


class Presenter:
    """Subscribed to the controller; touches only what a change is about."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        # Keys do something else elsewhere.
        view.watch(view.screen, "focused", self._focus_moved, init=False)

    def _focus_moved(self) -> None:
        if self._view.controller is not None:
            self.show_status(self._view.controller.active)

    def __call__(self, conversation: Conversation | None, change: Change) -> None:
        controller = self._view.controller
        if controller is None or not self._view.is_mounted:
            return
        active = controller.active
        match change:
            case ActiveChanged():
                self.show_active(active)
            case DirectoryChanged():
                self.show_thread(active)
            case OptionsChanged():
                self._view.configure(controller.options)
                show_at_sign(self._view, controller)
                self.show_thread(active)
            case _ if conversation is active:
                self._show_change(active, change)
            case TurnChanged() if conversation is not None:
                self._view.sender.turn_changed(conversation)
                self._show_background(conversation)
            case _:
                pass  # It is drawn when its conversation comes to the front.

    def _show_change(self, conversation: Conversation, change: Change) -> None:
        view, state = self._view, conversation.state
        match change:
            case RowUpdated() | RowAdded() | RowRemoved() | RowsPrepended() | RowsReset():
                self._show_rows(conversation, change)
            case ThreadChanged():
                self.show_thread(conversation)
            case ProgressChanged():
                view.activity.show_turn(conversation.turn, state.progress)
            case TurnChanged():
                view.activity.show_turn(conversation.turn, state.progress)
                view.sender.turn_changed(conversation)
            case NoticeRaised(notice=notice):
                view.banners.show_notice(notice)
            case ErrorChanged():
                view.alerts.show_error(conversation)
            case LoadChanged():
                self.show_start(conversation)
                self.show_status(conversation)
                view.sender.flush()
            case ComposerSet():
                self._set_composer(change)
            case ComposerFocused():
                view.composer.focus()
            case HistoryToggled(shown=shown):
                view.history.show(shown)
            case EffectRequested() | ToolCalled() | ErrorReported():
                pass  # For the integrator: the controller hands them out.
            case ActiveChanged() | DirectoryChanged() | OptionsChanged():
                pass  # Of the controller, not of a conversation.
            case _:
                assert_never(change)
        if view.questions.look(conversation):
            self.show_status(conversation)

    def _show_rows(self, conversation: Conversation, change: RowChange) -> None:
        transcript, rows = self._view.transcript, conversation.state.rows
        transcript.marks.whole = not conversation.state.has_older
        match change:
            case RowUpdated(key=key):
                row = _row(rows, key)
                if row is not None:
                    transcript.row_updated(row)
                return
            case RowAdded(index=index):
                transcript.row_added(index, rows[index])
            case RowRemoved(index=index):
                transcript.row_removed(index)
            case RowsPrepended(count=count):
                transcript.rows_prepended(rows[:count])
            case RowsReset():
                transcript.show(rows)
            case _:
                assert_never(change)
        self.show_start(conversation)

    def _set_composer(self, change: ComposerSet) -> None:
        text = change.text
        if change.content is not None:
            text = text_of_parts(change.content)
        if text is not None:
            self._view.composer.text = text
        if change.attachments is not None or change.files is not None:
            self._view.attaching.set(change.attachments, change.files)
        if change.reply is not None:
            self._view.composer.quote(change.reply)
        if not isinstance(change.selected_tool_id, Keep):
            self._view.composer.choose_tool(change.selected_tool_id)
        if change.selected_model_id is not None:
            self._view.composer.choose_model(change.selected_model_id)

    def show_active(self, conversation: Conversation) -> None:
        """Draw everything anew: another conversation is in front."""
        view, state = self._view, conversation.state
        view.alerts.clear()
        view.widget_actions.turn_to(conversation)
        view.transcript.marks.whole = not state.has_older
        view.transcript.show(state.rows)
        view.activity.show_turn(conversation.turn, state.progress)
        view.alerts.show_error(conversation)
        self.show_start(conversation)
        view.questions.look(conversation)
        self.show_thread(conversation)
        view.sender.turn_to(conversation)

    def show_thread(self, conversation: Conversation) -> None:
        """Draw what is known of the thread itself."""
        view = self._view
        thread = conversation.state.thread
        view.transcript.drawings.widgets.named(conversation.thread_id)
        view.header.title = (thread.title if thread else None) or _("New thread")
        self.show_status(conversation)

    def show_start(self, conversation: Conversation) -> None:
        """The start panel stands where there is nothing to read yet."""
        empty = not conversation.state.rows and not conversation.loading
        self._view.show_start_panel(empty)

    def show_status(self, conversation: Conversation) -> None:
        """Draw the status line, and close the composer when the thread is."""
        self._view.composer.close_with(closed_because(conversation.state.thread))
        status = self._view.status
        thread = conversation.state.thread
        loading = _("Loading the thread…")
        status.hints = loading if conversation.loading else key_hints(self._view)
        state = thread.status if thread is not None else None
        if state is None or state.type == "active":
            status.state = ""
        else:
            reason = getattr(state, "reason", None)
            words = _(_STATES.get(state.type, "")) or state.type
            status.state = f"{words}: {reason}" if reason else words

    def _show_background(self, conversation: Conversation) -> None:
        if conversation.turn.busy:
            return
        thread = conversation.state.thread
        title = thread.title if thread else None
        if conversation.state.error:
            words = _("{title} failed.") if title else _("another thread failed.")
        else:
            words = _("{title} is answered.") if title else _("another thread is answered.")
        goes = _("{key} goes there.").format(key="Ctrl+K")
        self._view.tell(f"{words.format(title=title)} {goes}")


def _row(rows: list[Row], key: str) -> Row | None:
    """The row of that key, sought from the end, where changes happen."""
    return next((row for row in reversed(rows) if row.key == key), None)
