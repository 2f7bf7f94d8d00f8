"""The control that has the keys, and the text that is typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, NULL_SPACING, Offset, Region
from textual.layout import WidgetPlacement

from chatkit_tui.controller.forms.values import value_of
from chatkit_tui.tui.transcript.item_view import GUTTER
from chatkit_tui.tui.widgets.control import Control
from chatkit_tui.tui.widgets.control_keys import ControlKeys
from chatkit_tui.tui.widgets.field_editor import clean
from chatkit_tui.tui.widgets.walking import TYPED

if TYPE_CHECKING:
    from chatkit_tui.tui.widgets.drawn_widgets import DrawnWidgets

ABOVE = 1
"""Order of the editor among what a transcript places: above its views."""


@dataclass(slots=True)
class Held:
    """A control that has the keys, as it was drawn last."""

    key: str
    """Of the row of its widget."""
    control: Control
    began: str = ""
    """What stood in the field when it was come to, or when it was told that it is another text."""
    saved: str = ""
    """What is typed, as far as the state of the widget knows of it."""
    typed: bool = False
    """An editor stands over it."""

    def changed(self) -> bool:
        """Whether the field holds another text than the one that was told last."""
        before, self.began = self.began, self.saved
        return before != self.saved


class Holder:
    """Keeps the keys with one control; what is typed goes to the state of its widget at once."""

    def __init__(self, widgets: DrawnWidgets, keys: ControlKeys) -> None:
        self._widgets = widgets
        self._keys = keys
        self.held: Held | None = None

    def hold(self, key: str, control: Control) -> bool:
        """Take the keys of a control; True if its cells are others than those before."""
        before = self.held
        same = before is not None and (before.key, before.control.ref) == (key, control.ref)
        held = before if before is not None and same else Held(key, control)
        moved = not same or _cells(held.control) != _cells(control)
        self.held = held
        held.control = control
        self._keys.display = True
        if control.kind not in TYPED or self._widgets.waits(key, control):
            held.typed = False
            self._keys.take()
        else:
            text = self._text(key, control)
            if not held.typed or text != held.saved:
                held.typed = True
                held.began = held.saved = text
                self._keys.edit(control, text, self._widgets.style_of(key, control))
        return moved

    def drop(self) -> None:
        """Have no keys any more."""
        self.held = None
        self._keys.display = False

    @property
    def has_focus(self) -> bool:
        """Whether the keys come here."""
        focused = self._keys.screen.focused
        return focused is not None and self._keys in focused.ancestors_with_self

    @property
    def caret_row(self) -> int:
        """In which row of the field the caret is; the first one where there is none."""
        editor = self._keys.editor
        return editor.caret_row if editor is not None and self.held and self.held.typed else 0

    def put_caret(self, row: int, column: int) -> None:
        """Put the caret to a place in the field."""
        self._keys.put_caret(Offset(column, row))

    def save(self) -> bool:
        """Let the state of the widget hold what is typed; True if it did not yet."""
        held = self.held
        if held is None or not held.typed or self._keys.editor is None:
            return False
        text = self._keys.editor.typed
        if text == held.saved:
            return False
        held.saved = text
        ref, state = held.control.ref, self._widgets.state(held.key)
        state.values[ref] = text
        wrong = state.problems.pop(ref, None)
        # A line has its cells, whatever stands in them; lines grow.
        if wrong is not None or self._keys.editor.multiline:
            self._widgets.redraw(held.key)
        return True

    def placements(self) -> list[WidgetPlacement]:
        """Where the editor stands, in rows of the whole transcript."""
        held = self.held
        if held is None or not held.typed:
            return []
        control = held.control
        row = self._widgets.row_of(held.key, control)
        if row is None:
            return []
        region = Region(GUTTER + control.column, row, control.width, control.height)
        return [WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, self._keys, ABOVE)]

    def _text(self, key: str, control: Control) -> str:
        value = value_of(control.node, self._widgets.state(key).values)
        return clean(value) if isinstance(value, str) else ""


def _cells(control: Control) -> tuple[int, int, int, int]:
    return control.row, control.column, control.width, control.height
