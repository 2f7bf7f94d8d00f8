"""ChatKitView: one conversation with one server, as a widget."""

from __future__ import annotations

import asyncio
import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from chatkit_tui.backend import Backend, OptionsBackend
from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _
from chatkit_tui.tui.activity import ActivityLine
from chatkit_tui.tui.attachments.attaching import Attaching
from chatkit_tui.tui.composer.composer import Composer
from chatkit_tui.tui.composer.draft_keeper import DraftKeeper
from chatkit_tui.tui.composer.prompt_memory import PromptMemory
from chatkit_tui.tui.composer.text_input import TextInput
from chatkit_tui.tui.find.finder import Finder
from chatkit_tui.tui.first_thread import FirstThread
from chatkit_tui.tui.heeding import HeedingView
from chatkit_tui.tui.item_actions import ItemActions
from chatkit_tui.tui.own_boxes import ChatBox
from chatkit_tui.tui.questions.questioner import Questioner
from chatkit_tui.tui.sending import Sender
from chatkit_tui.tui.session import Session
from chatkit_tui.tui.status import Header, StatusLine
from chatkit_tui.tui.threads.history import ThreadHistory
from chatkit_tui.tui.view_language import ViewLanguage
from chatkit_tui.tui.view_theme import ViewTheme
from chatkit_tui.tui.widgets.actions import WidgetActions

if TYPE_CHECKING:
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.profiles.drafts import DraftStore
    from chatkit_tui.profiles.prompt_history import PromptHistory
    from chatkit_tui.settings import ImagesKind
    from chatkit_tui.tui.clipboard import Clipboard
    from chatkit_tui.tui.dictation.dictation import Dictation
    from chatkit_tui.tui.external_editor import ExternalEditor
    from chatkit_tui.tui.status import Side

log = logging.getLogger(__name__)

CLOSE_WITHIN = 3.0
"""Seconds that closing the connections may take before the program ends without it."""


def _bind(key: str, action: str, description: str, id_: str, *, show: bool = False) -> Binding:
    return Binding(key, action, description, show=show, id=f"view.{id_}", priority=True)


class ChatKitView(HeedingView):
    """Transcript, composer and what stands between them, bound to a controller."""

    DEFAULT_CLASSES = "chatkit-view"
    DEFAULT_CSS = Path(__file__).with_name("view.tcss").read_text(encoding="utf-8")
    SCOPED_CSS = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back_out", "Dismiss, stop, or leave the composer", id="view.back_out"),
        _bind("ctrl+c", "interrupt", "Copy, clear, stop; twice quits", "interrupt"),
        _bind("ctrl+n", "new_thread", "New thread", "new_thread"),
        _bind("ctrl+k", "threads", "Threads", "threads"),
        _bind("ctrl+f", "find", "Find in the thread", "find"),
        _bind("ctrl+o", "attach", "Attach files", "attach"),
        _bind("f6", "header('left')", "The action at the left of the header", "header_left"),
        _bind("f8", "header('right')", "The action at the right of the header", "header_right"),
        Binding("f2", "dictate", "Dictate; again to end it", id="composer.dictate"),
        Binding("f5", "retry", "Try the last message again", id="view.retry"),
        Binding("tab", "to_alerts", "To the error, to the notices, and back", id="view.alerts"),
        _bind("pageup", "scroll('page_up')", "Scroll up", "page_up"),
        _bind("pagedown", "scroll('page_down')", "Scroll down", "page_down"),
        _bind("shift+up", "scroll('up')", "Scroll up a line", "line_up"),
        _bind("shift+down", "scroll('down')", "Scroll down a line", "line_down"),
        Binding("alt+up", "scroll('to_previous')", "To the item before", id="view.previous"),
        Binding("alt+down", "scroll('to_next')", "To the item after", id="view.next"),
        _bind("ctrl+home", "scroll('home')", "To the oldest message shown", "home"),
        _bind("ctrl+end", "scroll('end')", "To the end, and follow", "end"),
    ]

    class Painted(Message):
        """The composer is on the screen and takes keys."""

    class Ready(Message):
        """There is a server to talk to."""

    class QuitWanted(Message):
        """Ctrl+C was pressed with nothing left to interrupt."""

    def __init__(
        self,
        source: ChatKitOptions | Backend,
        *,
        drafts: DraftStore | None = None,
        prompts: PromptHistory | None = None,
    ) -> None:
        """`source` is where to connect to; without `drafts` and `prompts` nothing is kept."""
        super().__init__()
        backend = source if isinstance(source, Backend) else OptionsBackend(source)
        self.session = Session(backend)
        self.language = ViewLanguage(self)
        self.drafts = DraftKeeper(drafts, backend.server_key)
        self.header = Header(id="header")
        self.body = ChatBox(id="body")
        self.activity = ActivityLine()
        memory = PromptMemory(prompts, backend.server_key)
        self.composer = Composer(_("Message the assistant"), memory)
        self.status = StatusLine(id="status")
        self.time_stamps = True
        """Whether the transcript says when messages came, to begin with."""
        self.images: ImagesKind = "auto"
        """How pictures are drawn."""
        self.furnished = False
        """Whether there is a transcript, a start panel and banners."""
        self.attaching = Attaching(self)
        self.composer.why_not = self.attaching.why_not
        self.sender = Sender(self.composer, self.drafts, self.attaching, self.run)
        self.first_thread = FirstThread(self)
        self.history = ThreadHistory(self)
        self.item_actions = ItemActions(self)
        self.widget_actions = WidgetActions(self)
        self.finder = Finder(self)
        self.questions = Questioner(self)
        self.theme = ViewTheme(self)

    def compose(self) -> ComposeResult:
        yield from (self.header, self.body, self.activity, self.composer, self.status)

    @cached_property
    def clipboard(self) -> Clipboard:
        from chatkit_tui.tui.clipboard import Clipboard

        return Clipboard(self)

    @cached_property
    def dictation(self) -> Dictation:
        from chatkit_tui.tui.dictation.dictation import Dictation

        return Dictation(self)

    @cached_property
    def editor(self) -> ExternalEditor:
        from chatkit_tui.tui.external_editor import ExternalEditor

        return ExternalEditor(self)

    @on(TextInput.EditorWanted)
    def _edit_outside(self, event: TextInput.EditorWanted) -> None:
        event.stop()
        self.run(self.editor.edit())

    # -- life ----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.theme.configure(self.session.backend.theme)
        self.first_thread.show_title()
        self.header.server = self.session.backend.label
        self.composer.focus()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.post_message(self.Painted())
        self.run(self.open())

    async def open(self) -> None:
        """After the first paint: bring the draft, furnish what was not shown, then connect."""
        await self.first_thread.find()
        await self.furnish()
        self.attaching.begin()
        await self.connect()

    async def furnish(self) -> None:
        """Mount what an empty screen does not need; the composer is usable meanwhile."""
        from chatkit_tui.tui.alerts import Alerts
        from chatkit_tui.tui.start_panel import StartPanel
        from chatkit_tui.tui.transcript.pill import Pill
        from chatkit_tui.tui.transcript.transcript import Transcript

        self.transcript = Transcript(id="transcript")
        self.transcript.time_stamps = self.time_stamps
        self.transcript.beat = self.activity.beat
        self.watch(self.transcript, "raw", self._show_mode, init=False)
        self.start_panel = StartPanel(self.composer.begin)
        self.alerts = Alerts(self)
        self.banners = self.alerts.banners
        self.show_start_panel(False)
        await self.body.mount_all([self.transcript, self.start_panel, Pill(self.transcript)])
        await self.mount(self.banners, self.alerts.card, before=self.composer)
        self.furnished = True

    async def connect(self) -> None:
        """Start the backend, then go where the user wanted to be."""
        waiting = _("Waiting for {server}").format(server=self.session.backend.label)
        self.activity.show_startup(waiting)
        try:
            controller = await self.session.start()
        except ChatKitError as error:
            self.alerts.card.report(error, allow_retry=True)
            return
        finally:
            self.activity.show_startup(None)
        self.configure(controller.options)
        from chatkit_tui.tui.arrival import arrive
        from chatkit_tui.tui.binding import bind

        presenter = bind(self, controller)
        arrived = await self.report(arrive(self, controller, self.first_thread.id))
        self.sender.connect(controller, hold=not arrived)
        presenter.show_start(controller.active)
        presenter.show_status(controller.active)
        self.post_message(self.Ready())

    def configure(self, options: ChatKitOptions) -> None:
        """Let `options` take effect on what is drawn."""
        self.language.configure(options.locale)
        self.theme.configure(options.theme)
        self.history.configure()
        self.header.configure(options.header)
        self.start_panel.show(options.start_screen)
        self.transcript.auto_scroll = options.thread.auto_scroll
        self.composer.configure(options.composer, options.disclaimer)

    async def on_unmount(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                await self.attaching.close()
                if "dictation" in vars(self):
                    await self.dictation.close()
                await self.drafts.flush()
                await self.composer.memory.flush()
                await self.session.close()
        except (TimeoutError, ChatKitError) as error:
            log.warning("Closing was cut short: %r", error)

    def copy(self, text: str, what: str = "") -> None:
        """Copy `text` where the user can paste it, and say what became of `what`."""
        self.run(self.clipboard.deliver(text, what))

    def _show_mode(self, raw: bool) -> None:
        self.status.mode = _("source ({key})").format(key="m") if raw else ""

    def show_start_panel(self, empty: bool) -> None:
        """Swap the transcript for the start panel while there is nothing to read."""
        self.start_panel.display = empty
        self.transcript.display = not empty

    def on_resize(self) -> None:
        self.history.resized()

    # -- actions -------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Actions wait until there is something to act on."""
        if self.history.keeps(action):
            return False
        early = action == "new_thread" or not hasattr(ChatKitView, f"action_{action}")
        return self.furnished or early

    def action_scroll(self, how: str) -> None:
        if self.furnished:
            getattr(self.transcript, f"scroll_{how}")(animate=False)

    def action_back_out(self) -> None:
        """Esc: a search, an error or a notice, then the response, then the composer."""
        if self.dictation.back_out():
            return
        if self.finder.back_out() or self.alerts.dismiss() or self.composer.drop_quote():
            return
        if self.controller is not None and self.controller.active.turn.busy:
            self.run(self.controller.stop())
        elif self.composer.has_focus_within and self.start_panel.take_focus():
            pass
        elif self.composer.has_focus_within and self.transcript.display:
            self.transcript.focus()
        else:
            self.composer.focus()

    def action_interrupt(self) -> None:
        """Ctrl+C: copy a selection, clear a text, stop a response, or ask to quit."""
        field, focused = self.composer.field, self.screen.focused
        selected = getattr(focused, "selected_text", "") or self.screen.get_selected_text()
        if selected:
            self.copy(selected)
            self.screen.clear_selection()
        elif field is not None and field.text:
            self.composer.clear()
        elif self.controller is not None and self.controller.active.turn.stoppable:
            self.run(self.controller.stop())
        else:
            self.post_message(self.QuitWanted())

    def action_to_alerts(self) -> None:
        self.alerts.focus_next()

    def action_new_thread(self) -> None:
        self.composer.focus()
        self.first_thread.leave()
        if self.controller is not None:
            self.run(self.controller.set_thread_id(None))

    def action_retry(self) -> None:
        if self.alerts.keep_from_retrying():
            return
        if self.controller is None:
            self.alerts.clear()
            self.run(self.connect())
        else:
            self.run(self.controller.retry_after_item())

    @on(Header.ActionWanted)
    def _header_clicked(self, event: Header.ActionWanted) -> None:
        event.stop()
        self.action_header(event.side)

    def action_header(self, side: Side) -> None:
        from chatkit_tui.tui.header_action import press

        if self.controller is not None:
            self.run(press(self.controller.options.header, side))

    def action_attach(self) -> None:
        self.run(self.attaching.choose())

    def action_attachments(self) -> None:
        self.run(self.attaching.look_through())

    def action_dictate(self) -> None:
        self.run(self.dictation.press())

    def action_transcribe(self) -> None:
        self.run(self.dictation.ask_for_file())

    def action_find(self) -> None:
        self.finder.open()

    def action_threads(self) -> None:
        self.history.toggle()
