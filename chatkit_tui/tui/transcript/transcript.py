"""The transcript of a conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic, thread_time
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from chatkit_tui.tui.terminal.output import DiffedOutput
from chatkit_tui.tui.transcript.item_view import GUTTER, ItemView
from chatkit_tui.tui.transcript.pacer import Pacer
from chatkit_tui.tui.widgets.operated_scroll import OperatedScroll

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

    from chatkit_tui.controller.forms.gestures import Gesture
    from chatkit_tui.controller.state import Row

SPIN_INTERVAL = 1 / 8
"""Seconds between two frames of a spinner."""


def _bind(key: str, action: str, description: str, *, priority: bool = False) -> Binding:
    id_ = f"transcript.{action}"
    return Binding(key, action, description, show=False, id=id_, priority=priority)


def _want(key: str, wanted: str, description: str) -> Binding:
    """A key that asks the owner for something."""
    return Binding(key, f"want('{wanted}')", description, show=False, id=f"transcript.{wanted}")


class Transcript(OperatedScroll):
    """Shows the rows of a conversation; follows while it is at the end.

    Changes of a row reach the screen when the pacer allows it, and not at all while the row is
    out of the window. The owner tells what changed: `show`, `row_added`, `row_updated`,
    `row_removed`, `rows_prepended`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("j,alt+down,tab", "cursor_next", "Next item"),
        _bind("k,alt+up,shift+tab", "cursor_previous", "Previous item"),
        _bind("g", "cursor_first", "First item"),
        _bind("G", "cursor_last", "Last item"),
        _bind("enter,space", "activate", "Open or fold the item"),
        _want("i", "compose", "To the composer"),
        _want("y", "copy", "Copy the message"),
        _want("c", "copy_code", "Copy a code block of it"),
        _want("Y", "copy_turn", "Copy question and answers"),
        _want("w", "write", "Write it to a file"),
        _want("r", "retry", "Have it answered again"),
        _want("e", "edit", "Edit the question and send it anew"),
        _want("q", "quote", "Quote the selection or the message"),
        _want("plus", "praise", "A good answer"),
        _want("minus", "blame", "A bad answer"),
        _want("o", "open", "Open links and sources"),
        _want("slash", "find", "Find in the thread"),
        _want("n", "find_next", "Next match, also of the last search"),
        _want("N", "find_previous", "Previous match; older pages are read"),
        _want("v", "raw", "The JSON of the item"),
        _want("d", "details", "Details of the error"),
        # First of all: the screen drops it too at Esc, and then the key would go on.
        _bind("escape", "drop_selection", "Drop the selection", priority=True),
        _bind("m", "toggle_raw", "Show the source of the thread, or the thread"),
        _want("a", "attachments", "Files of the thread"),
        _bind("t", "toggle_time_stamps", "Show when messages came, or do not"),
    ]

    unseen: reactive[int] = reactive(0, repaint=False, init=False)
    """Rows that came below the viewport while the end was not followed."""
    cursor: reactive[str | None] = reactive(None, repaint=False, init=False)
    """Key of the row the user stands on; marked while the transcript has the focus."""

    raw: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the source of items is shown: Markdown as it was written, JSON."""
    time_stamps: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether turns say at what time they came."""

    class OlderWanted(Message):
        """The beginning of what is loaded comes into view."""

    @dataclass
    class Activated(Message):
        """The user opened a row, by Enter or by a click. Rows that fold have folded already."""

        key: str

    @dataclass
    class ActionWanted(Message):
        """The user wants something done, with the row he stands on if `key` is not empty."""

        action: str
        key: str

    @dataclass
    class WidgetOperated(Message):
        """The user did something to the control `ref` of the widget in a row."""

        key: str
        ref: str
        gesture: Gesture

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._pacer = Pacer()
        self._dirty: set[str] = set()
        self._asked_for_older = False
        self._frame = 0
        self._spinning: Timer | None = None
        self.beat: Callable[[], Iterable[Widget]] = tuple
        """Called when the screen is drawn anew: what moves elsewhere, and was refreshed for it."""

    def on_mount(self) -> None:
        self._spinning = self.set_interval(SPIN_INTERVAL, self._spin, pause=True)

    # -- what the owner tells ------------------------------------------------------------------

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows, at their end; or the same ones anew, where the reader is."""
        self._dirty.clear()
        self._asked_for_older = False
        self.replace_rows(rows)
        if self.at_end:
            self.unseen = 0
        if self.cursor is not None and self.rows.index(self.cursor) is None:
            self.cursor = None

    def row_added(self, index: int, row: Row) -> None:
        """A row was inserted at `index`."""
        below = not self._following and index >= self.stage.window.last
        self.insert_rows(index, [row])
        if below and self.rows.heights[index]:
            self.unseen += 1

    def row_updated(self, row: Row) -> None:
        """The row's item is another one, or it is done. Reaches the screen when it is time."""
        index = self.rows.index(row.key)
        if index is None:
            return
        if self.marks.dated(row):
            self.marks_moved(index + 1, self._lead())
        window = self.stage.window
        if not window.first <= index < window.last:
            self.rows.changed(index, row)
            return
        self.rows.rows[index] = row
        self._dirty.add(row.key)
        wait = self._pacer.request(monotonic())
        if wait is not None and self.is_mounted:
            if wait:
                self.set_timer(wait, self._update)
            else:
                self.call_next(self._update)

    def row_removed(self, index: int) -> None:
        """The row at `index` is gone."""
        row = self.remove_row(index)
        self.drawings.widgets.forget(row.key)
        if self.cursor == row.key:
            self.cursor = None
            self.move_cursor(index, 1) or self.move_cursor(index - 1, -1)

    def rows_prepended(self, rows: Sequence[Row]) -> None:
        """Older rows stand before the others now; the reading position stays."""
        self._asked_for_older = False
        self.insert_rows(0, rows)

    def toggle(self, key: str) -> bool:
        """Unfold or fold a row; False if it does not fold."""
        index = self.rows.index(key)
        if index is None or not self.drawings.toggle(self.rows.rows[index]):
            return False
        self.rows.changed(index, self.rows.rows[index])
        # What is unfolded at the end grows downwards, so that its first line stays in view.
        self.hold()
        self.rearrange()
        return True

    # -- updates -------------------------------------------------------------------------------

    def _update(self) -> None:
        """Bring the rows that changed to the screen; a layout only if a height changed."""
        started = thread_time()
        self._pacer.begin(monotonic())
        heights = self.rows.heights
        changed: list[Widget] = []
        grown = False
        # A view that asks for its size may have everything placed, and then nothing is dirty.
        for key in tuple(self._dirty):
            index, view = self.rows.index(key), self.stage.view_of(key)
            if index is None:
                continue
            height = heights[index]
            if self.stage.measure(index) != height or view is None:
                grown = True
            else:
                painted = self.drawings[self.rows.rows[index]]
                selected = key == self.selected_key()
                view.show(key, painted, self.drawings.palette, selected=selected)
                changed.append(view)
        self._dirty.clear()
        self.keep_selection()
        self._turn_spinners()
        self.look()
        if self.draw_now(*changed, *self.beat(), grown=grown):
            self._note_cost(started)
        else:
            self.call_after_refresh(self._note_cost, started)

    def redraw_row(self, key: str) -> None:
        self._dirty.add(key)
        self._update()

    def operated(self, key: str, ref: str, gesture: Gesture) -> None:
        self.post_message(self.WidgetOperated(key, ref, gesture))

    def _note_cost(self, started: float) -> None:
        app = self.app
        output = app.output_rest if isinstance(app, DiffedOutput) else 0.0
        self._pacer.spent(monotonic(), thread_time() - started, output=output)

    def before_placing(self) -> None:
        for key in self._dirty:
            index = self.rows.index(key)
            if index is not None:
                self.rows.changed(index, self.rows.rows[index])
        self._dirty.clear()

    def position_changed(self, top: int) -> None:
        super().position_changed(top)
        if self.at_end:
            self.unseen = 0
        if top > 3 * self.viewport:
            self._asked_for_older = False
        elif len(self.rows) and top < self.viewport and not self._asked_for_older:
            self._asked_for_older = True
            self.call_next(self._ask_for_older)
        self._turn_spinners()
        if self.has_focus and self.cursor is None and len(self.rows):
            self.call_next(self._stand_somewhere)

    def _ask_for_older(self) -> None:
        # In its own call: a message made while the screen lays out would stop at the screen.
        self.post_message(self.OlderWanted())

    def _in_view(self) -> Iterable[ItemView]:
        return self.stage.on_screen(round(self.scroll_y), self.viewport)

    def _turn_spinners(self) -> None:
        if self._spinning is not None and any(view.spinning for view in self._in_view()):
            self._spinning.resume()

    def _spin(self) -> None:
        self._frame += 1
        turning = [view for view in self._in_view() if view.spinning]
        for view in turning:
            view.turn(self._frame)
        if not turning and self._spinning is not None:
            self._spinning.pause()

    # -- how rows are drawn --------------------------------------------------------------------

    def watch_raw(self, raw: bool) -> None:
        def change() -> None:
            self.drawings.raw = raw
            self.rows.replace(self.rows.rows)

        self.drop_selection()
        self.redraw(change)
        self.rearrange()

    def watch_time_stamps(self, stamps: bool) -> None:
        self.marks.stamps = stamps
        self.rearrange()

    def action_toggle_raw(self) -> None:
        self.raw = not self.raw

    def action_toggle_time_stamps(self) -> None:
        self.time_stamps = not self.time_stamps

    # -- the cursor ----------------------------------------------------------------------------

    def selected_key(self) -> str | None:
        return self.cursor if self.has_focus or self.inside is not None else None

    def watch_cursor(self) -> None:
        if self.inside not in (None, self.cursor):
            self.operator.go_back()
        self.rearrange()

    def on_focus(self) -> None:
        if self.cursor not in {view.key for view in self._in_view()}:
            # Who scrolled on, or got an answer meanwhile, would see no mark.
            self.cursor = None
        self._stand_somewhere()
        self.rearrange()

    def on_blur(self) -> None:
        self.rearrange()

    def move_cursor(self, start: int, step: int) -> bool:
        """Stand on the first row from `start` on that shows something; False if there is none."""
        index = start
        while 0 <= index < len(self.rows):
            if self.stage.measure(index):
                self.cursor = self.key_at(index)
                self.reveal(index)
                return True
            index += step
        return False

    def _cursor_index(self) -> int | None:
        return None if self.cursor is None else self.rows.index(self.cursor)

    def _stand_somewhere(self) -> None:
        """Who comes without a place stands on the last item in view."""
        views = list(self._in_view())
        if self.cursor is None and views:
            self.cursor = views[-1].key

    def action_cursor_next(self) -> None:
        index = self._cursor_index()
        if not self.move_cursor(len(self.rows) - 1 if index is None else index + 1, 1):
            self.go_to_end()

    def action_cursor_previous(self) -> None:
        index = self._cursor_index()
        if not self.move_cursor((len(self.rows) if index is None else index) - 1, -1):
            self.scroll_home()

    def scroll_to_previous(self, *, animate: bool = False) -> None:
        """Go to the item before, from wherever the focus is: at first to where the reader is."""
        self._walk(self.action_cursor_previous)

    def scroll_to_next(self, *, animate: bool = False) -> None:
        """Go to the item after."""
        self._walk(self.action_cursor_next)

    def _walk(self, step: Callable[[], None]) -> None:
        if self.has_focus:
            step()
        elif self.display:
            self.focus()

    def action_cursor_first(self) -> None:
        self.move_cursor(0, 1)
        self.scroll_home()

    def action_cursor_last(self) -> None:
        self.move_cursor(len(self.rows) - 1, -1)
        self.go_to_end()

    def action_activate(self) -> None:
        if self.cursor is None:
            raise SkipAction()
        if not self.operator.enter(self.cursor):
            self.activate(self.cursor)

    def action_drop_selection(self) -> None:
        if self.selection is None:
            raise SkipAction()
        self.drop_selection()

    def action_want(self, wanted: str) -> None:
        if self.cursor is None:
            self._stand_somewhere()
        self.post_message(self.ActionWanted(wanted, self.cursor or ""))

    def activate(self, key: str) -> None:
        """Fold or unfold the row if it folds, and tell the owner."""
        self.toggle(key)
        self.post_message(self.Activated(key))

    def on_click(self, event: Click) -> None:
        view, _ = self.screen.get_widget_at(*event.screen_offset)
        if isinstance(view, ItemView) and view.key:
            event.stop()
            place = event.screen_offset - view.region.offset
            if self.dragged or self.operator.clicked(view.key, place.y, place.x - GUTTER):
                return
            painted = self.drawings.last(view.key)
            if event.chain > 1 and not (painted is not None and painted.foldable):
                self.select_around(event.screen_offset, paragraph=event.chain > 2)
                return
            self.cursor = view.key
            self.activate(view.key)
