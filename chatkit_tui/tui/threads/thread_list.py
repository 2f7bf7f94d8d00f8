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
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.controller.changes import (
    ActiveChanged,
    DirectoryChanged,
    OptionsChanged,
    TurnChanged,
)
from chatkit_tui.display import display_line
from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen
from chatkit_tui.tui.threads.grouping import UNTITLED, by_day, matching
from chatkit_tui.tui.threads.rows import ListRow, row_of

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.tui.threads.news import ThreadNews

LOAD_AHEAD = 5
"""Rows before the end of the list at which the next page is asked for."""

PAGES_AT_A_TIME = 100
"""Pages that are read until the user presses another key: a list may have no end."""


def _bind(keys: str, action: str, description: str, id_: str) -> Binding:
    return Binding(keys, action, description, show=False, id=f"threads.{id_}", priority=True)


class ThreadList(Widget):
    """Typing filters; the list follows the arrows while the filter keeps the focus."""

    DEFAULT_CSS = Path(__file__).with_name("thread_list.tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Empty the filter, then back", id="threads.back"),
        _bind("ctrl+k,ctrl+c", "close", "Close the list", "close"),
        _bind("down", "move(1)", "Next thread", "down"),
        _bind("up", "move(-1)", "Previous thread", "up"),
        _bind("pagedown", "move(10)", "Further down", "page_down"),
        _bind("pageup", "move(-10)", "Further up", "page_up"),
        _bind("ctrl+end", "move(1000000)", "To the end of what is loaded", "end"),
        _bind("ctrl+home", "move(-1000000)", "To the newest thread", "home"),
        _bind("enter", "open", "Open the thread", "open"),
        _bind("ctrl+n", "new", "Begin a new thread", "new"),
        _bind("f2", "rename", "Rename the thread", "rename"),
        _bind("ctrl+d,delete", "delete", "Delete the thread", "delete"),
        _bind("f5", "reload", "Read the list anew", "reload"),
    ]

    @dataclass
    class Chosen(Message):
        """Go to this thread, or to a new one where it is None."""

        thread_id: str | None

    @dataclass
    class Deleted(Message):
        """The server has this thread no more."""

        thread_id: str

    class CloseWanted(Message):
        """The user is done with the list."""

    def __init__(self, controller: ChatKitController, news: ThreadNews, *, query: str = "") -> None:
        super().__init__()
        self._controller = controller
        self._news = news
        self._rows: list[ListRow] = []
        self._complaint: str | None = None
        self._pages_read = 0
        self._leave: Callable[[], None] | None = None
        self._filter = Input(
            query, placeholder=_("Filter threads"), id="thread-filter", select_on_focus=False
        )
        self._options = OptionList(id="thread-rows", markup=False)
        self._options.can_focus = False
        self._note_line = Static(id="thread-note", markup=False)

    def compose(self) -> ComposeResult:
        yield self._filter
        yield self._options
        yield self._note_line

    def on_mount(self) -> None:
        self._filter.focus()
        self._leave = self._controller.subscribe(self._changed)
        self.watch(self._options, "scroll_y", self._read_on, init=False)
        self.watch(self._filter, "has_focus", self._show_note, init=False)
        self.draw()
        self.action_reload()

    def on_unmount(self) -> None:
        if self._leave is not None:
            self._leave()

    @property
    def query_text(self) -> str:
        """What is typed into the filter."""
        return self._filter.value

    @property
    def in_hand(self) -> bool:
        """Whether keys go to the list."""
        return self.is_mounted and self._filter.has_focus

    def take_focus(self) -> None:
        """Let the next keys go to the filter."""
        self._filter.focus()

    def _changed(self, _conversation: object, change: Change) -> None:
        if isinstance(change, DirectoryChanged | TurnChanged | ActiveChanged | OptionsChanged):
            self.draw()
        if isinstance(change, OptionsChanged) and not self._controller.directory.listed:
            self.action_reload()  # There is another server now.

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._complaint = None
        self.run_worker(self._report(work), group="threads")

    async def _report(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ChatKitError as error:
            self._complaint = str(error)
        if self.is_mounted:
            self.draw()

    # -- what is shown -------------------------------------------------------------------------

    def draw(self) -> None:
        """Show what the directory holds now, the highlight on the thread it was on."""
        if not self.is_mounted:
            return
        rows = self._wanted_rows()
        if [row.thread_id for row in rows] == [row.thread_id for row in self._rows] and rows:
            for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
                if old != new:
                    self._options.replace_option_prompt_at_index(place, new.content())
            self._rows = rows
        else:
            self._replace_rows(rows)
        self._show_note()
        self.call_after_refresh(self._read_on)

    def _wanted_rows(self) -> list[ListRow]:
        front = self._controller.active.thread_id
        answering, unread = self._news.answering(), self._news.unread
        found = matching(self._controller.directory.threads, self.query_text)
        rows: list[ListRow] = []
        for day, threads in by_day(found, datetime.now().astimezone().date()):
            rows.append(ListRow(None, day))
            rows += [
                row_of(
                    thread,
                    front=thread.id == front,
                    answering=thread.id in answering,
                    unread=thread.id in unread,
                )
                for thread in threads
            ]
        return rows

    def _replace_rows(self, rows: list[ListRow]) -> None:
        options, current = self._options, self._current_id()
        self._rows = rows
        options.clear_options()
        options.add_options(Option(row.content(), disabled=row.thread_id is None) for row in rows)
        ids = [row.thread_id for row in rows]
        for wanted in (current, self._controller.active.thread_id):
            if wanted is not None and wanted in ids:
                options.highlighted = ids.index(wanted)
                return
        options.highlighted = 1 if rows else None

    def _show_note(self) -> None:
        if self.is_mounted:
            self._note_line.set_class(self._trouble is not None, "-error")
            self._note_line.update(Content(display_line(self._note())))

    @property
    def _trouble(self) -> str | None:
        error = self._controller.directory.error
        again = _("{key} tries again.").format(key="F5")
        return self._complaint if error is None else f"{error} {again}"

    def _note(self) -> str:
        directory = self._controller.directory
        count = sum(row.thread_id is not None for row in self._rows)
        if self._trouble is not None:
            return self._trouble
        if directory.loading and not count:
            return _("Loading…")
        hints = self._hints() if self.in_hand else ["Ctrl+K"]
        if not count:
            words = _("No thread matches") if self.query_text.strip() else _("No threads yet")
            return " · ".join([words, *(hints[-1:] if self.in_hand else hints)])
        how_many = f"{count}{'+' if directory.has_more else ''}"
        if not self.in_hand:
            # Of "1+" there are several.
            threads = plural("{count} thread", "{count} threads", count + directory.has_more)
            how_many = threads.format(count=how_many)
        return " · ".join([how_many, *hints])

    def _hints(self) -> list[str]:
        history = self._controller.options.history
        return [
            _("{key} open").format(key="Enter"),
            *([_("{key} rename").format(key="F2")] if history.show_rename else []),
            *([_("{key} delete").format(key="Ctrl+D")] if history.show_delete else []),
            _("{key} new").format(key="Ctrl+N"),
        ]

    def _read_on(self) -> None:
        """Ask for the next page where it would be seen, as it is while few threads match."""
        directory = self._controller.directory
        if not self.is_mounted or not directory.has_more or directory.loading or self._trouble:
            return
        options, count = self._options, len(self._rows)
        seen = max(options.scroll_y + options.size.height, options.highlighted or 0)
        if seen < count - LOAD_AHEAD or self._pages_read >= PAGES_AT_A_TIME:
            return
        self._pages_read += 1
        self._run(self._controller.list_threads(more=True))

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._pages_read = 0
        self._complaint = None
        self.draw()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._read_on()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def _current_id(self) -> str | None:
        highlighted = self._options.highlighted
        if highlighted is None or highlighted >= len(self._rows):
            return None
        return self._rows[highlighted].thread_id

    def _current(self) -> Thread | None:
        wanted, threads = self._current_id(), self._controller.directory.threads
        return next((thread for thread in threads if thread.id == wanted), None)

    # -- actions -------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Renaming and deleting are there where the options allow them."""
        history = self._controller.options.history
        match action:
            case "rename":
                return history.show_rename
            case "delete":
                return history.show_delete
            case _:
                return True

    def action_back(self) -> None:
        """Esc: the filter first, then the list."""
        if self.query_text:
            self._filter.value = ""
        else:
            self.action_close()

    def action_close(self) -> None:
        self.post_message(self.CloseWanted())

    def action_move(self, rows: int) -> None:
        """Move the highlight over threads; the names of days are passed by."""
        self._pages_read = 0
        options = self._options
        threads = [place for place, row in enumerate(self._rows) if row.thread_id is not None]
        if not threads:
            return
        here = options.highlighted
        at = threads.index(here) if here in threads else 0
        options.highlighted = threads[max(0, min(len(threads) - 1, at + rows))]
        if options.highlighted == threads[0]:
            options.scroll_home(animate=False)

    def action_open(self) -> None:
        wanted = self._current_id()
        if wanted is not None:
            self.post_message(self.Chosen(wanted))

    def action_new(self) -> None:
        self.post_message(self.Chosen(None))

    def action_reload(self) -> None:
        self._pages_read = 0
        self._run(self._controller.list_threads())

    def action_rename(self) -> None:
        current = self._current()
        if current is None:
            return

        def rename(title: str | None) -> None:
            if title is not None and title != current.title:
                self._run(self._controller.rename_thread(current.id, title))

        title = current.title or ""
        question = LineScreen(_("New title of the thread"), title, enter=_("{key} renames it"))
        self.app.push_screen(question, rename)

    def action_delete(self) -> None:
        current = self._current()
        if current is None:
            return

        def delete(sure: bool | None) -> None:
            if sure:
                self._run(self._delete(current.id))

        title = display_line(current.title or _(UNTITLED))
        question = _("Delete “{title}”? The server keeps no copy.").format(title=title)
        self.app.push_screen(ConfirmScreen(question, _("Delete")), delete)

    async def _delete(self, thread_id: str) -> None:
        await self._controller.delete_thread(thread_id)
        self.post_message(self.Deleted(thread_id))
