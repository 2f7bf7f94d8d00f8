"""The list of threads: filter as you type, open, rename, delete."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.controller.changes import DirectoryChanged
from chatkit_tui.display import display_line
from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.protocol.threads import Thread

LOAD_AHEAD = 5
"""Rows before the end of the list at which the next page is asked for."""


@dataclass(frozen=True)
class Choice:
    """Where to go: a thread, or a new one when `thread_id` is None."""

    thread_id: str | None


class ThreadsScreen(ModalScreen[Choice | None]):
    """Typing filters; the list follows the arrows while the filter keeps the focus."""

    CSS_PATH = Path(__file__).with_name("threads.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+k", "cancel", "Back", id="threads.cancel"),
        Binding("down", "move(1)", "Next", show=False, id="threads.down", priority=True),
        Binding("up", "move(-1)", "Previous", show=False, id="threads.up", priority=True),
        Binding("pagedown", "move(10)", "Further down", id="threads.page_down", priority=True),
        Binding("pageup", "move(-10)", "Further up", id="threads.page_up", priority=True),
        Binding("enter", "open", "Open", id="threads.open", priority=True),
        Binding("ctrl+n", "new", "New thread", id="threads.new", priority=True),
        Binding("f2,ctrl+r", "rename", "Rename", id="threads.rename", priority=True),
        Binding("ctrl+d,ctrl+delete", "delete", "Delete", id="threads.delete", priority=True),
    ]

    def __init__(self, controller: ChatKitController) -> None:
        super().__init__()
        self._controller = controller
        self._listed: list[Thread] = []
        self._leave: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="threads"):
            yield Input(placeholder="Filter threads", id="filter")
            yield OptionList(id="list", markup=False)
            yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        if not self.is_current:
            return  # Dismissed before it was ever shown.
        self.query_one("#list").can_focus = False
        self._leave = self._controller.subscribe(self._changed)
        self._draw()
        self._run(self._controller.list_threads())

    def on_unmount(self) -> None:
        if self._leave is not None:
            self._leave()

    def _changed(self, _conversation: object, change: Change) -> None:
        if isinstance(change, DirectoryChanged):
            self._draw()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(self._report(work), group="threads")

    async def _report(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ChatKitError as error:
            self._note(str(error))
        else:
            self._draw()

    def _note(self, text: str) -> None:
        self.query_one("#note", Static).update(Content(display_line(text)))

    # -- the list ------------------------------------------------------------------------------

    @on(Input.Changed)
    def _filter(self) -> None:
        self._draw()

    def _draw(self) -> None:
        """List the threads that match, keeping the highlight on the thread it was on."""
        options = self.query_one("#list", OptionList)
        current = self._current()
        words = self.query_one("#filter", Input).value.casefold().split()
        directory = self._controller.directory
        self._listed = [
            thread
            for thread in directory.threads
            if all(word in (thread.title or "").casefold() for word in words)
        ]
        active = self._controller.active.thread_id
        options.clear_options()
        options.add_options(Option(_line(thread, active)) for thread in self._listed)
        ids = [thread.id for thread in self._listed]
        wanted = current.id if current is not None else active
        if ids:
            options.highlighted = ids.index(wanted) if wanted in ids else 0
        self._note(self._summary(bool(words)))

    def _summary(self, filtered: bool) -> str:
        directory = self._controller.directory
        if directory.error is not None:
            return str(directory.error)
        if directory.loading and not self._listed:
            return "Loading…"
        if not self._listed:
            return "No thread matches" if filtered else "No threads yet"
        more = "+" if directory.has_more else ""
        return f"{len(self._listed)}{more} · Enter open · F2 rename · Ctrl+D delete · Ctrl+N new"

    def _current(self) -> Thread | None:
        highlighted = self.query_one("#list", OptionList).highlighted
        if highlighted is None or highlighted >= len(self._listed):
            return None
        return self._listed[highlighted]

    @on(OptionList.OptionHighlighted)
    def _near_end(self, event: OptionList.OptionHighlighted) -> None:
        directory = self._controller.directory
        near = event.option_index >= len(self._listed) - LOAD_AHEAD
        if near and directory.has_more and not directory.loading:
            self._run(self._controller.list_threads(more=True))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    # -- actions -------------------------------------------------------------------------------

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_move(self, rows: int) -> None:
        options = self.query_one("#list", OptionList)
        if options.option_count:
            target = (options.highlighted or 0) + rows
            options.highlighted = max(0, min(options.option_count - 1, target))

    def action_open(self) -> None:
        current = self._current()
        if current is not None:
            self.dismiss(Choice(current.id))

    def action_new(self) -> None:
        self.dismiss(Choice(None))

    def action_rename(self) -> None:
        current = self._current()
        if current is None:
            return

        def rename(title: str | None) -> None:
            if title is not None and title != current.title:
                self._run(self._controller.rename_thread(current.id, title))

        self.app.push_screen(LineScreen("New title of the thread", current.title or ""), rename)

    def action_delete(self) -> None:
        current = self._current()
        if current is None:
            return

        def delete(sure: bool | None) -> None:
            if sure:
                self._run(self._controller.delete_thread(current.id))

        title = display_line(current.title or "Untitled")
        question = f"Delete “{title}”? The server keeps no copy."
        self.app.push_screen(ConfirmScreen(question, "Delete"), delete)


def _line(thread: Thread, active: str | None) -> Content:
    mark = "●" if thread.id == active else " "
    title = display_line(thread.title or "Untitled")
    status = f" [{display_line(thread.status.type)}]" if thread.status.type != "active" else ""
    return Content.assemble(
        (mark, "$accent"), " ", title, (status, "$warning"), ("  " + _when(thread.created), "dim")
    )


def _when(created: datetime | None) -> str:
    """The day a thread was begun, as short as it is still plain."""
    if created is None:
        return ""
    local = created.astimezone()
    today = datetime.now().astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local:%d %b}"
    return f"{local:%d %b %Y}"
