"""What the parts of a view say to it, and what it does then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from chatkit_tui.tui.composer.composer import Composer
from chatkit_tui.tui.composer.queue_panel import QueuePanel
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.telling import TellingView

if TYPE_CHECKING:
    from chatkit_tui.tui.attachments.attaching import Attaching
    from chatkit_tui.tui.attachments.strip import AttachmentStrip
    from chatkit_tui.tui.find.finder import Finder
    from chatkit_tui.tui.item_actions import ItemActions
    from chatkit_tui.tui.sending import Sender
    from chatkit_tui.tui.start_panel import StartPanel
    from chatkit_tui.tui.transcript.transcript import Transcript
    from chatkit_tui.tui.widgets.actions import WidgetActions


class HeedingView(TellingView):
    """Brings the messages of the parts to those who can do something about them."""

    composer: Composer
    sender: Sender
    attaching: Attaching
    finder: Finder
    item_actions: ItemActions
    widget_actions: WidgetActions
    transcript: Transcript

    # -- the composer --------------------------------------------------------------------------

    @on(Composer.Submitted)
    def _submitted(self, event: Composer.Submitted) -> None:
        event.stop()
        if self.furnished:
            self.transcript.go_to_end()
        self.sender.submit(event.prompt)

    @on(Composer.Changed)
    def _typed(self, event: Composer.Changed) -> None:
        event.stop()
        self.sender.written()

    @on(Composer.ToolChanged)
    def _tool_changed(self, event: Composer.ToolChanged) -> None:
        if self.controller is not None:
            self.run(self.controller.set_composer_value(selected_tool_id=event.tool_id))

    def on_attachment_strip_wanted(self, event: AttachmentStrip.Wanted) -> None:
        event.stop()
        self.attaching.do(event.what, event.attached)

    @on(Composer.RecallWanted)
    def _recall(self, event: Composer.RecallWanted) -> None:
        event.stop()
        if event.step > 0 or not self.sender.take_back():
            self.composer.recall(event.step)

    @on(QueuePanel.EditWanted)
    def _edit_queued(self, event: QueuePanel.EditWanted) -> None:
        self.sender.edit_queued(event.prompt)

    @on(QueuePanel.DropWanted)
    def _drop_queued(self, event: QueuePanel.DropWanted) -> None:
        self.sender.drop_queued(event.prompt)

    @on(QueuePanel.Left)
    def _queue_left(self) -> None:
        self.sender.flush()

    @on(TextInput.EndWanted)
    def _to_end(self, event: TextInput.EndWanted) -> None:
        event.stop()
        if self.furnished:
            self.transcript.scroll_end(animate=False)

    @on(TextInput.KeysWanted)
    def _show_keys(self, event: TextInput.KeysWanted) -> None:
        from chatkit_tui.tui.own_keys import OwnKeys, show_keys

        if not isinstance(self.app, OwnKeys):
            event.stop()
            show_keys(self.app, {})

    # -- what is read --------------------------------------------------------------------------

    def on_start_panel_chosen(self, event: StartPanel.Chosen) -> None:
        event.stop()
        self.composer.focus()
        self.composer.submit(event.prompt)

    def on_transcript_action_wanted(self, event: Transcript.ActionWanted) -> None:
        event.stop()
        if not self.finder.do(event.action):
            self.item_actions.do(event.action, event.key)

    def on_transcript_widget_operated(self, event: Transcript.WidgetOperated) -> None:
        event.stop()
        self.widget_actions.operate(event.key, event.ref, event.gesture)

    def on_transcript_older_wanted(self, event: Transcript.OlderWanted) -> None:
        event.stop()
        if self.controller is not None and self.controller.active.state.has_older:
            self.run(self.controller.load_older_items())
