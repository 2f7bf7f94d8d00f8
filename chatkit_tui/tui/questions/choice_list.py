"""A question and its options as one list, scrolled as one: the question is read, options taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import clamp
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from chatkit_tui.tui.questions.lines import NUMBERED, Line


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"choices.{id_}")


class ChoiceList(OptionList, inherit_bindings=False):
    """Draws lines of which some can be taken; `marked` counts only those."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("up", "up", "Option up", "up"),
        _bind("down", "down", "Option down, then your own words", "down"),
        _bind("home", "first", "First option", "first"),
        _bind("end", "last", "Last option", "last"),
        *(
            _bind(str(n), f"number({n})", "Choose that one", f"number_{n}")
            for n in range(1, NUMBERED + 1)
        ),
        _bind("space", "want('toggle')", "Choose; once more takes it back, of several", "toggle"),
        _bind("enter", "want('enter')", "Choose and go on", "enter"),
        _bind("delete", "want('clear')", "Take your answer back", "clear"),
        _bind("left,backspace", "want('back')", "Back to the question before", "back"),
    ]

    @dataclass
    class Wanted(Message):
        """The user wants `what` done: "toggle", "enter", "number", "click", "clear", "back" or
        "below".

        `place` is that of the line he means, among those that can be taken; -1 where there is none.
        """

        what: str
        place: int

    def __init__(self, typed: Callable[[str], None]) -> None:
        """`typed` gets the characters that mean nothing here."""
        super().__init__(id="question-lines", markup=False, compact=True)
        self._typed = typed
        self._first = 0

    def show(self, lines: Sequence[Line], marked: int) -> None:
        """Draw `lines` from their beginning, the mark on the one at `marked`."""
        self._first = sum(not line.can_take for line in lines)
        self.clear_options()
        self.add_options(Option(line.visual, disabled=not line.can_take) for line in lines)
        self.can_focus = self._first < len(lines)
        self.scroll_home(animate=False)
        if self.can_focus and marked:
            self.highlighted = min(self._first + marked, len(lines) - 1)
            self.call_after_refresh(self.scroll_to_highlight)
        elif self.can_focus:
            # Without scrolling to it: a long question is read from its beginning.
            self.set_reactive(OptionList.highlighted, self._first)
            self.refresh()

    def redraw(self, lines: Sequence[Line]) -> None:
        """Draw the same lines as they are now, where they are."""
        for index, line in enumerate(lines):
            self._replace_option_prompt(index, line.visual)

    @property
    def marked(self) -> int:
        """The place of the marked line, among those that can be taken; -1 where there is none."""
        return -1 if self.highlighted is None else self.highlighted - self._first

    @marked.setter
    def marked(self, place: int) -> None:
        self.highlighted = clamp(self._first + place, self._first, self.option_count - 1)

    # -- keys ----------------------------------------------------------------------------------

    def _on_show(self, event: events.Show) -> None:
        """Stay where it is: the question is read before the first option."""
        super()._on_show(event)
        event.prevent_default()

    def action_up(self) -> None:
        """To the option above; a line at a time through what is too long, the question too."""
        top = self._index_to_line.get(self.highlighted or 0, 0)
        if self.marked <= 0 or top < self.scroll_offset.y:
            self.scroll_up(animate=False)
        else:
            self.marked -= 1

    def action_down(self) -> None:
        """To the option below, a line at a time through what is too long, and out of the list."""
        index = self.highlighted or 0
        bottom = self._index_to_line.get(index, 0) + self._heights.get(index, 0)
        if bottom > self.scroll_offset.y + self.size.height:
            self.scroll_down(animate=False)
        elif index + 1 >= self.option_count:
            self._want("below", -1)
        else:
            self.marked += 1

    def action_number(self, number: int) -> None:
        if number <= self.option_count - self._first:
            self.marked = number - 1
            self._want("number", number - 1)

    def action_want(self, what: str) -> None:
        self._want(what, self.marked)

    def action_select(self) -> None:
        """A click."""
        self._want("click", self.marked)

    def _want(self, what: str, place: int) -> None:
        self.post_message(self.Wanted(what, place))

    async def _on_key(self, event: events.Key) -> None:
        """Run this list's bindings in the order in which keys were pressed, and type the rest."""
        active = self.screen.active_bindings.get(event.key)
        if event.is_printable and self.screen.focused is not self:
            # A word was begun, and its next letter was on the way when the focus moved.
            event.stop()
            self._typed(event.character or "")
        elif active is not None and active.node is self:
            event.stop()
            event.prevent_default()
            await self.run_action(active.binding.action)
        elif event.is_printable and event.character and not event.character.isdigit():
            event.stop()
            self._typed(event.character)
