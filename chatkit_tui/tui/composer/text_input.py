"""The text area of the composer: keys that send, break lines and edit."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location, Selection

from chatkit_tui.tui.composer.pasted import PastedTexts

if TYPE_CHECKING:
    from chatkit_tui.options import Entity
    from chatkit_tui.tui.composer.mentions import Mentions

_UNTYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def typeable(text: str) -> str:
    """Text as it could have been typed: line feeds for every line end, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return _UNTYPED.sub(lambda match: "\n" if match[0] in "\u2028\u2029" else "", text)


def _edit(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"composer.{id_}")


class TextInput(TextArea, inherit_bindings=False):
    """A text area in which Enter sends and every way to break a line works."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text-input--pasted"}
    DEFAULT_CSS = "TextInput > .text-input--pasted { color: $text-accent; text-style: bold; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Send", id="composer.send"),
        _edit("ctrl+j,shift+enter,alt+enter,ctrl+enter", "newline", "New line", "newline"),
        _edit("up", "up", "Line up, then earlier messages", "up"),
        _edit("down", "down", "Line down, then later messages", "down"),
        _edit("left", "cursor_left", "Character left", "left"),
        _edit("right", "cursor_right", "Character right", "right"),
        _edit("ctrl+left", "cursor_word_left", "Word left", "word_left"),
        _edit("ctrl+right", "cursor_word_right", "Word right", "word_right"),
        _edit("home,ctrl+a", "cursor_line_start", "Start of line", "line_start"),
        _edit("end,ctrl+e", "line_end", "End of line; when empty, follow the chat", "end"),
        _edit("shift+left", "cursor_left(True)", "Select left", "select_left"),
        _edit("shift+right", "cursor_right(True)", "Select right", "select_right"),
        _edit("shift+home", "cursor_line_start(True)", "Select to start", "select_start"),
        _edit("shift+end", "cursor_line_end(True)", "Select to end", "select_end"),
        _edit("f7", "select_all", "Select all", "select_all"),
        _edit("backspace", "delete_left", "Delete left", "delete_left"),
        _edit("delete", "delete_right", "Delete right", "delete_right"),
        _edit("ctrl+d", "delete_or_quit", "Delete right; quit when empty", "delete_or_quit"),
        _edit("ctrl+w,alt+backspace", "delete_word_left", "Delete word left", "delete_word_left"),
        _edit("alt+delete", "delete_word_right", "Delete word right", "delete_word_right"),
        _edit("ctrl+u", "delete_to_start_of_line", "Delete to start of line", "delete_to_start"),
        _edit("ctrl+x", "cut", "Cut the selection", "cut"),
        _edit("ctrl+v", "paste", "Paste", "paste"),
        _edit("ctrl+g", "edit_outside", "Edit in $VISUAL; Ctrl+X Ctrl+E too", "editor"),
        _edit("f4", "open_pasted", "Open a folded paste", "open_pasted"),
        _edit("ctrl+underscore", "undo", "Undo", "undo"),
        _edit("ctrl+y", "redo", "Redo", "redo"),
    ]

    @dataclass
    class Submitted(Message):
        """Enter was pressed; `text` stood in the composer, which is empty now."""

        text: str

    @dataclass
    class HistoryWanted(Message):
        """Up at the first line (`step` -1) or down at the last (+1)."""

        step: int

    class StartErased(Message):
        """Backspace was pressed before the first character."""

    class EndWanted(Message):
        """End was pressed where there is no text to move in."""

    class EditorWanted(Message):
        """The text is to be edited in the user's own editor."""

    class KeysWanted(Message):
        """A question mark was typed into the empty composer."""

    class QuitWanted(Message):
        """Ctrl+D was pressed in the empty composer."""

    def __init__(self, **settings: Any) -> None:
        self._pasted = PastedTexts()
        self._known_mentions: Mentions | None = None
        """The entities in the text, from the first one on."""
        self.take_key: Callable[[str], bool] = lambda key: False
        """Is asked for each key whether it is for somebody else."""
        self.take_paste: Callable[[str], Awaitable[bool]] | None = None
        """Is asked for each paste whether it is no text to insert."""
        self._after_ctrl_x = False
        """Ctrl+X was pressed with nothing to cut; Ctrl+E now asks for the editor, as in shells."""
        super().__init__(**settings)

    # -- pasted texts --------------------------------------------------------------------------

    @property
    def full_text(self) -> str:
        """The text with what was folded in it."""
        text = self.text
        if self._known_mentions is not None:
            text = self._known_mentions.unfold(text)
        return self._pasted.unfold(text)

    def load_full_text(self, text: str) -> None:
        """Replace the text; pastes of this run and mentions are folded in it again."""
        text = typeable(text)
        if "](entity:" in text:
            text = self._mentions.refold(text)
        self.load_text(self._pasted.refold(text))

    @property
    def _mentions(self) -> Mentions:
        if self._known_mentions is None:
            from chatkit_tui.tui.composer.mentions import Mentions

            self._known_mentions = Mentions()
        return self._known_mentions

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where what is one thing begins and ends in a line: folded pastes, chips of entities."""
        mentions = self._known_mentions
        chips = mentions.spans(line) if mentions is not None else []
        return sorted(self._pasted.spans(line) + chips)

    def put_entity(self, entity: Entity, start: Location, end: Location) -> None:
        """Put an entity in the place of what stands there, and the caret behind it."""
        result = self.replace(f"{self._mentions.chip(entity)} ", start, end)
        self.move_cursor(result.end_location)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end in self.spans(line.plain):
            line.stylize(self.get_component_rich_style("text-input--pasted"), start, end)
        return line

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit; one that touches a folded paste takes it as a whole."""
        (top, first), (bottom, last) = edit.top, edit.bottom
        over_top, over_bottom = self._fold_over(edit.top), self._fold_over(edit.bottom)
        if over_top is not None:
            first = over_top[0] if edit.top != edit.bottom else over_top[1]
        if over_bottom is not None:
            last = over_bottom[1]
        return super().edit(replace(edit, from_location=(top, first), to_location=(bottom, last)))

    def validate_selection(self, selection: Selection) -> Selection:
        """Keep the caret out of folded pastes: it steps over them."""
        return Selection(
            self._step_over(selection.start, self.selection.start),
            self._step_over(selection.end, self.selection.end),
        )

    def action_open_pasted(self) -> None:
        """Put the pasted text itself in the place of what it was folded to."""
        found = self._fold_to_open()
        if found is None:
            return
        row, start, end = found
        label = self.document.get_line(row)[start:end]
        self.replace(self._pasted.open(label), (row, start), (row, end))

    def _fold_to_open(self) -> tuple[int, int, int] | None:
        """Row, start and end of the fold at the caret, else the last before it, else the first."""
        row, column = self.cursor_location
        folds = [
            (at, start, end)
            for at, line in enumerate(self.document.lines)
            for start, end in self._pasted.spans(line)
        ]
        before = [fold for fold in folds if (fold[0], fold[1]) <= (row, column)]
        return before[-1] if before else next(iter(folds), None)

    def _fold_over(self, location: Location) -> tuple[int, int] | None:
        """The columns of the fold that `location` lies within, its edges apart."""
        row, column = location
        if row >= self.document.line_count:
            return None
        folds = self.spans(self.document.get_line(row))
        return next(((start, end) for start, end in folds if start < column < end), None)

    def _step_over(self, location: Location, came_from: Location) -> Location:
        fold = self._fold_over(location)
        if fold is None:
            return location
        (row, column), (start, end) = location, fold
        if came_from in ((row, start), (row, end)):
            return (row, end if came_from == (row, start) else start)
        return (row, start if column - start < end - column else end)

    # -- keys ----------------------------------------------------------------------------------

    def allow_focus(self) -> bool:
        """Not while something else stands in the composer's place."""
        return super().allow_focus() and all(each.display for each in self.ancestors_with_self)

    def action_submit(self) -> None:
        """Send; a backslash right before the caret breaks the line instead."""
        row, column = self.cursor_location
        if column and self.document[row][column - 1] == "\\":
            self.delete((row, column - 1), (row, column))
            self.insert("\n")
            return
        text = self.full_text
        if text.strip():
            # Now, and not when the message arrives: the keys that follow belong to the next text.
            self.load_text("")
        self.post_message(self.Submitted(text))

    def action_newline(self) -> None:
        self.insert("\n")

    def action_up(self) -> None:
        if self.cursor_at_first_line and not self._above_caret():
            self.post_message(self.HistoryWanted(-1))
        else:
            self.action_cursor_up()

    def action_down(self) -> None:
        if self.cursor_at_last_line and not self._below_caret():
            self.post_message(self.HistoryWanted(1))
        else:
            self.action_cursor_down()

    def action_line_end(self) -> None:
        if self.text:
            self.action_cursor_line_end()
        else:
            self.post_message(self.EndWanted())

    def action_cut(self) -> None:
        self._after_ctrl_x = not self.selected_text
        if self.selected_text:
            super().action_cut()

    def action_edit_outside(self) -> None:
        self.post_message(self.EditorWanted())

    def action_delete_left(self) -> None:
        if self.selection == Selection.cursor((0, 0)):
            self.post_message(self.StartErased())
        else:
            super().action_delete_left()

    def action_delete_or_quit(self) -> None:
        if self.text:
            self.action_delete_right()
        else:
            self.post_message(self.QuitWanted())

    def _above_caret(self) -> bool:
        """Whether a wrapped part of the first line stands above the caret."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y > 0

    def _below_caret(self) -> bool:
        """Whether a wrapped part of the last line stands below the caret."""
        last = self.wrapped_document.location_to_offset(self.document.end).y
        return self.wrapped_document.location_to_offset(self.cursor_location).y < last

    async def _on_paste(self, event: events.Paste) -> None:
        """One paste is one insert, and never sends; the text area's own handler runs after this."""
        if self.take_paste is not None and await self.take_paste(event.text):
            event.prevent_default()
            return
        event.text = self._pasted.fold(typeable(event.text))

    def action_paste(self) -> None:
        """Insert what was copied or cut here before."""
        text = self._pasted.fold(typeable(self.app.clipboard))
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)

    async def _on_key(self, event: events.Key) -> None:
        """Run this widget's bindings in the order in which keys were pressed, then type the rest.

        Textual looks bindings up only when a key has bubbled to the app; by then the letters typed
        after it are in the text, and "a", Enter, "b" in quick succession would send "ab".
        """
        if self.take_key(event.key):
            event.stop()
            event.prevent_default()
            return
        if event.character == "?" and not self.text:
            event.stop()
            event.prevent_default()
            self.post_message(self.KeysWanted())
            return
        begun, self._after_ctrl_x = self._after_ctrl_x, False
        if begun and event.key == "ctrl+e":
            event.stop()
            event.prevent_default()
            self.action_edit_outside()
            return
        active = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if active is not None and active.node is self:
            event.stop()
            event.prevent_default()
            await self.run_action(active.binding.action)
