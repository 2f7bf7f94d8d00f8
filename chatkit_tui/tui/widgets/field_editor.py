"""The text that is typed into a field of a widget: Textual's own editors, placed over the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import Input, TextArea

from chatkit_tui.controller.forms.values import editable
from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.widgets.controls import Input as InputComponent
from chatkit_tui.tui.composer.text_input import typeable
from chatkit_tui.tui.widgets.fields import is_secret

if TYPE_CHECKING:
    from textual.events import Paste

    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.widgets.walking import Direction

_NUMBERS = r"[-+0-9.,eE]*"
"""What browsers let be typed where a number is wanted."""


def clean(text: str) -> str:
    """A server's text so that it can be edited: nothing in it drives a terminal."""
    return display(typeable(text))


def placeholder_of(node: Node) -> str:
    """What a field says while it is empty."""
    props = editable(node.component) or node.component
    return display_line(getattr(props, "placeholder", None) or "")


def selects_all(node: Node) -> bool:
    """Whether what is in a field is to be typed over."""
    props = editable(node.component) or node.component
    return bool(getattr(props, "auto_select", False))


class LineEditor(Input):
    """Edits the one line of a field."""

    multiline = False
    caret_row = 0

    def __init__(self, entered: Callable[[], None]) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._entered = entered

    def on_mount(self) -> None:
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.value

    @property
    def selected_text(self) -> str:
        """What is selected, to be copied; never of a password."""
        return "" if self.password else super().selected_text

    def load(self, node: Node, text: str) -> None:
        """Edit another field, the caret at its end."""
        component = node.component
        number = isinstance(component, InputComponent) and component.input_type == "number"
        self.restrict = None
        self.password = is_secret(node)
        self.placeholder = placeholder_of(node)
        with self.prevent(Input.Changed):
            self.value = text
        self.restrict = _NUMBERS if number else None
        self.cursor_position = len(text)
        if selects_all(node):
            self.action_select_all()

    def put_caret(self, place: Offset) -> None:
        """Put the caret where the mouse was pressed."""
        position = cells = 0
        for character in self.value:
            cells += 1 if self.password else cell_len(character)
            if cells > place.x + self.scroll_offset.x:
                break
            position += 1
        self.cursor_position = position

    async def action_submit(self) -> None:
        self._entered()

    def _on_paste(self, event: Paste) -> None:
        # Textual's own handler runs after this and takes the first line only.
        event.text = " ".join(typeable(event.text).split("\n"))


class LinesEditor(TextArea):
    """Edits a field of several lines; the arrows leave it at its first line and its last."""

    multiline = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+j,shift+enter,alt+enter,ctrl+enter",
            "newline",
            "New line, as Enter does too",
            show=False,
            id="widget.newline",
        ),
    ]

    def __init__(self, left: Callable[[Direction], None]) -> None:
        """`left` is told the direction in which there are no more lines."""
        super().__init__(compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self._left = left

    def on_mount(self) -> None:
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.text

    def load(self, node: Node, text: str) -> None:
        """Edit another field, the caret at its end."""
        self.placeholder = placeholder_of(node)
        with self.prevent(TextArea.Changed):
            self.load_text(text)
        self.move_cursor(self.document.end)
        if selects_all(node):
            self.select_all()

    def put_caret(self, place: Offset) -> None:
        """Put the caret where the mouse was pressed."""
        wrapped = place + Offset(0, self.scroll_offset.y)
        self.move_cursor(self.wrapped_document.offset_to_location(wrapped))

    @property
    def caret_row(self) -> int:
        """In which of the rows that are seen the caret is."""
        caret = self.wrapped_document.location_to_offset(self.cursor_location)
        return max(0, caret.y - self.scroll_offset.y)

    def action_newline(self) -> None:
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        if not select and self.wrapped_document.location_to_offset(self.cursor_location).y == 0:
            self._left("up")
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        here = self.wrapped_document.location_to_offset(self.cursor_location).y
        if not select and here >= self.wrapped_document.height - 1:
            self._left("down")
        else:
            super().action_cursor_down(select)

    async def _on_paste(self, event: Paste) -> None:
        event.text = typeable(event.text)
