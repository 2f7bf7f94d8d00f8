"""What has the focus while the user is inside a widget, and says what keys do there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Input, TextArea

from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.field_editor import LineEditor, LinesEditor

if TYPE_CHECKING:
    from rich.style import Style
    from textual.geometry import Offset

    from chatkit_tui.tui.widgets.operator import Operator
    from chatkit_tui.tui.widgets.walking import Direction

NUMBERED = 9
"""Rows of a list that can be pressed by their number."""


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"widget.{id_}")


class ControlKeys(Widget, can_focus=True):
    """Takes the keys of the control that has them; over a field, with an editor in it.

    It is one for all controls of all widgets of a transcript, and seen only as that editor.
    """

    DEFAULT_CSS = Path(__file__).with_name("operator.tcss").read_text(encoding="utf-8")

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("tab", "step(1)", "Next control", "next"),
        _bind("shift+tab", "step(-1)", "Control before", "previous"),
        _bind("down,j", "move('down')", "Control below", "down"),
        _bind("up,k", "move('up')", "Control above", "up"),
        _bind("left", "move('left')", "Control to the left", "left"),
        _bind("right", "move('right')", "Control to the right", "right"),
        _bind("home", "first", "First control", "first"),
        _bind("end", "last", "Last control", "last"),
        _bind("enter,space", "press", "Press, tick, choose or open it", "press"),
        _bind("delete,backspace", "clear", "Choose nothing", "clear"),
        *(
            _bind(str(n), f"row({n})", "Choose that row of a list", f"row_{n}")
            for n in range(1, NUMBERED + 1)
        ),
        _bind("escape", "leave", "Back to the transcript", "leave"),
    ]

    def __init__(self, operator: Operator) -> None:
        super().__init__()
        self._operator = operator
        self._line = LineEditor(operator.entered)
        self._lines = LinesEditor(self._walked_out)
        self.editor: LineEditor | LinesEditor | None = None
        """What is typed into now; None while no field has the keys."""

    def compose(self) -> ComposeResult:
        yield from (self._line, self._lines)

    # -- what is typed into --------------------------------------------------------------------

    def edit(self, control: Control, text: str, style: Style) -> None:
        """Let a field be typed into, in the colours it is drawn with."""
        lines = control.kind is ControlKind.LINES
        editor = self._lines if lines else self._line
        self.editor = editor
        self._line.display, self._lines.display = not lines, lines
        for rule, color in (("background", style.bgcolor), ("color", style.color)):
            editor.styles.clear_rule(rule)
            if color is not None and color.triplet is not None:
                setattr(editor.styles, rule, Color.from_rich_color(color))
        editor.load(control.node, text)
        self.screen.set_focus(editor, scroll_visible=False)

    def take(self) -> None:
        """Take the keys of a control that is not typed into."""
        self.editor = None
        self._line.display = self._lines.display = False
        self.screen.set_focus(self, scroll_visible=False)

    def put_caret(self, place: Offset) -> None:
        """Put the caret where the mouse was pressed, when the editor has its size."""
        if self.editor is not None:
            self.call_after_refresh(self.editor.put_caret, place)

    def _walked_out(self, direction: Direction) -> None:
        self._operator.move(direction)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._operator.save()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._operator.save()

    # -- keys ----------------------------------------------------------------------------------

    def on_blur(self) -> None:
        self._operator.focus_moved()

    def on_descendant_blur(self) -> None:
        self._operator.focus_moved()

    def action_step(self, step: int) -> None:
        self._operator.step(1 if step > 0 else -1)

    def action_move(self, direction: Direction) -> None:
        self._operator.move(direction)

    def action_first(self) -> None:
        self._operator.to_first()

    def action_last(self) -> None:
        self._operator.to_last()

    def action_press(self) -> None:
        self._operator.operate()

    def action_clear(self) -> None:
        self._operator.clear()

    def action_row(self, number: int) -> None:
        self._operator.press_row(number)

    def action_leave(self) -> None:
        self._operator.go_back()
