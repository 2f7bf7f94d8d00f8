"""A page of widgets, a list of pages beside it, and what its controls would send."""

from __future__ import annotations

import asyncio
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from chatkit_tui.controller.forms.gestures import Act, Gesture, Refusal, consequence
from chatkit_tui.controller.forms.values import name_of
from chatkit_tui.display import display, display_line
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.status import SEPARATOR, Header, StatusLine
from chatkit_tui.tui.terminal.prompt_screen import PromptScreen
from chatkit_tui.tui.transcript.transcript import Transcript
from chatkit_tui.tui.widget_preview.book import item_of, rows_of
from chatkit_tui.tui.widget_preview.hints import hints_of
from chatkit_tui.tui.widget_preview.pictures import pictures_of
from chatkit_tui.tui.widget_preview.remarks import remarks_on
from chatkit_tui.tui.widget_preview.sent import as_line, sent_by
from chatkit_tui.tui.widget_preview.sent_panel import SentPanel
from chatkit_tui.tui.widget_preview.transcript import PreviewTranscript
from chatkit_tui.tui.widgets.problems import show_problems

if TYPE_CHECKING:
    from chatkit_tui.controller.forms.gestures import Rules
    from chatkit_tui.controller.state import Row
    from chatkit_tui.protocol.items import WidgetItem
    from chatkit_tui.tui.clipboard import Clipboard
    from chatkit_tui.tui.widget_preview.book import Book, Stamp
    from chatkit_tui.widget_files.reading import WidgetFile

LOOK_EVERY = 0.5
"""Seconds between two looks whether a file has changed."""

WIDTHS = (None, 80, 60, 40)
"""Columns that can be tried; None for all there are."""

NARROW = 72
"""Columns; with fewer there is no room for a list of pages."""

LOW = 18
"""Rows; with fewer the actions take none before there are some."""

MOST_REMARKS = 3
"""Sentences about a file that are shown at once."""


def _bind(key: str, action: str, description: str, id_: str = "") -> Binding:
    return Binding(key, action, description, show=False, id=f"previewer.{id_ or action}")


class WidgetPreviewScreen(PromptScreen[None]):
    """Shows one page after the other; what is typed in one is there when it is come back to."""

    # A default screen's CSS_PATH is not read.
    DEFAULT_CSS = Path(__file__).with_name("screen.tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("n", "turn(1)", "Next page", "next_page"),
        _bind("p", "turn(-1)", "Page before", "previous_page"),
        _bind("w", "width", "Try another width"),
        _bind("t", "theme", "Try light and dark"),
        _bind("r", "reload", "Read the file again"),
        _bind("x", "reset", "Forget what was typed and chosen"),
        _bind("a", "actions", "To the actions, and back"),
        _bind("y", "copy", "Copy the last action as JSON"),
        _bind("escape", "back", "Back to the widget, to the list of pages"),
        _bind("q", "app.leave", "Quit", "leave"),
    ]

    def __init__(
        self, book: Book, sent: list[dict[str, Any]], *, watch: bool, rules: Rules
    ) -> None:
        super().__init__()
        self._book = book
        self._sent = sent
        self._watching = watch
        self._rules = rules
        self._index = 0
        self._file: WidgetFile | None = None
        self._stamp: Stamp = ()
        self._columns: int | None = None
        self.transcript = PreviewTranscript(id="previewer-widgets")
        self.transcript.auto_scroll = False
        self._head = Header(id="previewer-head")
        self._trouble = Static(id="previewer-trouble", markup=False)
        self._panel = SentPanel(id="previewer-sent")
        self._status = StatusLine(id="previewer-status")
        self._list = OptionList(id="previewer-pages", compact=True)

    def compose(self) -> ComposeResult:
        yield self._head
        with Horizontal(id="previewer-body"):
            yield self._list
            yield self.transcript
        yield from (self._trouble, self._panel, self._status)

    async def on_mount(self) -> None:
        self._trouble.display = False
        titles = [self._book.title(index) for index in range(len(self._book.paths))]
        self._list.add_options([Content(display_line(title)) for title in titles])
        self._list.set_class(len(titles) < 2, "-single")
        self.watch(self.app, "theme", self._say_where, init=False)
        self.watch(self, "focused", self._say_keys, init=False)
        await self._read()
        if len(titles) > 1 and self.size.width >= NARROW:
            self._list.highlighted = 0
            self._list.focus()
        else:
            self.transcript.focus()
        if self._watching:
            self.set_interval(LOOK_EVERY, self._look)

    def on_resize(self) -> None:
        self.set_class(self.size.width < NARROW, "-slim")
        self.set_class(self.size.height < LOW, "-low")
        if self.focused is self._list and self.size.width < NARROW:
            self.transcript.focus()
        self.call_after_refresh(self._say_where)

    # -- the file ------------------------------------------------------------------------------

    async def _read(self) -> None:
        """Show the page as its file is now; if that cannot be, what was shown stays."""
        index = self._index
        stamp = await asyncio.to_thread(self._book.stamp, index)
        file, problem = await asyncio.to_thread(self._tried, index)
        if index != self._index:
            return  # Another page was turned to meanwhile.
        self._stamp = stamp
        if file is not None:
            self._show(index, file)
        else:
            if not self._shows(index):
                self._file = None
                self.transcript.show([])
            self._say_trouble([problem], is_error=True)
        self._say_where()

    def _tried(self, index: int) -> tuple[WidgetFile | None, str]:
        """The file of a page, or what is wrong with it."""
        try:
            return self._book.read(index), ""
        except ConfigurationError as error:
            return None, error.message

    def _shows(self, index: int) -> bool:
        rows = self.transcript.rows.rows
        return bool(rows) and rows[0].key.startswith(f"{index}.")

    def _show(self, index: int, file: WidgetFile) -> None:
        rows = self.transcript.rows.rows
        if self._shows(index) and len(rows) == len(file.widgets):
            for row, widget in zip(list(rows), file.widgets, strict=True):
                self._renew(row, item_of(widget))
        else:
            self.transcript.operator.leave()
            folder = self._book.paths[index].parent
            self.transcript.drawings.gallery = pictures_of(self, folder)
            self.transcript.drawings.widgets.turn_to(str(index))
            self.transcript.show(rows_of(index, file))
            self.transcript.scroll_home()
            self.transcript.cursor = f"{index}.0" if file.widgets else None
        self._file = file
        self._say_trouble(list(chain.from_iterable(map(remarks_on, file.widgets))))

    def _renew(self, row: Row, item: WidgetItem) -> None:
        """Another state of the same widget: what was typed stays where its field is still there."""
        if row.item == item:
            return
        state = self.transcript.drawings.widgets.get(row.key)
        if state is not None:
            state.keep_only({node.ref for node in tree_of(item.widget).walk()})
        row.item = item
        row.revision += 1
        self.transcript.row_updated(row)

    async def _look(self) -> None:
        stamp = await asyncio.to_thread(self._book.stamp, self._index)
        if stamp != self._stamp:
            await self._read()

    # -- what is said --------------------------------------------------------------------------

    @cached_property
    def clipboard(self) -> Clipboard:
        """The way of all copies."""
        from chatkit_tui.tui.clipboard import Clipboard

        return Clipboard(self)

    def copy(self, text: str, what: str = "") -> None:
        """Copy `text` where the user can paste it, and say what became of `what`."""
        self.run_worker(self.clipboard.deliver(text, what), group="copies")

    def tell(
        self, text: str, *, severity: Literal["information", "warning"] = "information"
    ) -> None:
        """A passing word to the user."""
        self.notify(display(text), severity=severity, markup=False)

    def _say_trouble(self, sentences: list[str], *, is_error: bool = False) -> None:
        more = len(sentences) - MOST_REMARKS
        shown = [f"{'✕' if is_error else '!'} {display_line(each)}" for each in sentences]
        if more > 0:
            shown[MOST_REMARKS:] = ["  " + _("… and {count} more").format(count=more)]
        self._trouble.display = bool(shown)
        self._trouble.set_class(is_error, "-error")
        self._trouble.update(Content("\n".join(shown)))

    def _say_where(self) -> None:
        path = self._book.paths[self._index]
        self._head.title = self._file.name if self._file is not None else path.name
        slim = self.size.width < NARROW
        words = [] if self._book.is_gallery or slim else [path.name]
        if len(self._book.paths) > 1:
            place = _("{number} of {count}")
            words.append(place.format(number=self._index + 1, count=len(self._book.paths)))
        if not slim or self._columns:
            columns = self.transcript.size.width
            words.append(plural("{count} column", "{count} columns", columns).format(count=columns))
        self._head.server = SEPARATOR.join(words)
        note = self._file.note if self._file is not None else ""
        self._status.state = SEPARATOR.join([_("watched")] * self._watching + [note] * bool(note))
        self._say_keys()

    def _say_keys(self) -> None:
        self._status.hints = hints_of(self, several=len(self._book.paths) > 1)

    # -- what is done --------------------------------------------------------------------------

    @on(Transcript.WidgetOperated)
    def _operated(self, event: Transcript.WidgetOperated) -> None:
        event.stop()
        self._operate(event.key, event.ref, event.gesture)

    def _operate(self, key: str, ref: str, gesture: Gesture) -> None:
        place = self.transcript.rows.index(key)
        if place is None:
            return
        state = self.transcript.drawings.widgets.of(key)
        root = tree_of(self.transcript.rows.rows[place].item.as_json()["widget"])
        for each in consequence(root, ref, gesture, state.values, self._rules):
            match each:
                case Act():
                    self._send(each)
                    state.failure = ""
                    if each.submits:
                        state.problems.clear()
                    self.transcript.operator.widgets.redraw(key)
                case Refusal():
                    show_problems(self.transcript, key, each.problems)
                    named = {node.ref: name_of(node.component) for node in root.walk()}
                    self._panel.refuse({named[ref]: why for ref, why in each.problems.items()})

    def _send(self, act: Act) -> None:
        sent = sent_by(act)
        self._sent.append(sent)
        self._panel.add(sent, len(self._sent))

    @on(OptionList.OptionHighlighted)
    async def _walked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        await self._turn_to(event.option_index)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.transcript.focus()

    async def _turn_to(self, index: int) -> None:
        if index != self._index:
            self.transcript.operator.go_back() if self.transcript.inside else None
            self._index = index
            await self._read()

    def action_turn(self, by: int) -> None:
        self._list.highlighted = (self._index + by) % len(self._book.paths)

    def action_width(self) -> None:
        room = self.size.width - (self._list.outer_size.width if self._list.display else 0)
        later = WIDTHS[WIDTHS.index(self._columns) + 1 :]
        self._columns = next((each for each in later if each is not None and each < room), None)
        self.transcript.styles.max_width = self._columns
        self.call_after_refresh(self._say_where)

    def action_theme(self) -> None:
        dark = self.app.current_theme.dark
        self.app.wear("light" if dark else "dark")  # type: ignore[attr-defined]

    async def action_reload(self) -> None:
        await self._read()

    def action_reset(self) -> None:
        operator = self.transcript.operator
        if self.transcript.inside is not None:
            operator.go_back()
        for row in list(self.transcript.rows.rows):
            self.transcript.drawings.widgets.forget(row.key)
            operator.widgets.redraw(row.key)

    def action_actions(self) -> None:
        self.set_focus(self.transcript if self._panel.has_focus else self._panel)

    def action_copy(self) -> None:
        if self._sent:
            self.copy(as_line(self._sent[-1]), _("the action"))
        else:
            self.tell(_("There is no action yet."), severity="warning")

    def action_back(self) -> None:
        if self.focused is self.transcript and self._list.display:
            self.set_focus(self._list)
        else:
            self.set_focus(self.transcript)
