"""A list at the bottom of the screen to pick from, filtered while the user types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display_line
from chatkit_tui.translation import _

LONGEST = 400
"""Characters drawn of a line at most."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to pick: `value` is what it is known by, `about` says more; "" is nothing more."""

    value: str
    label: str
    about: str = ""
    disabled: bool = False

    def matches(self, words: list[str]) -> bool:
        """Whether each of `words`, in lower case, is somewhere in it."""
        here = f"{self.label} {self.about}".casefold()
        return all(word in here for word in words)


class FilterInput(Input):
    """Where the filter is typed; while it is empty digits pick, where there are numbers."""

    @dataclass
    class DigitTyped(Message):
        """A digit was typed first."""

        digit: int

    def __init__(self, numbered: bool) -> None:
        super().__init__(placeholder=_("Type to filter"), id="pick-filter", compact=True)
        self._numbered = numbered

    async def _on_key(self, event: events.Key) -> None:
        if self._numbered and not self.value and event.key in "123456789":
            event.stop()
            event.prevent_default()
            self.post_message(self.DigitTyped(int(event.key)))


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"pick.{id_}", priority=True)


class PickScreen(ModalScreen[str | None]):
    """Asks for one of `picks`; gives its value, or None when the user backs out."""

    CSS_PATH = Path(__file__).with_name("pick_screen.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("escape", "cancel", "Leave things as they were", "cancel"),
        _bind("enter", "take", "Take the marked one", "take"),
        _bind("up,ctrl+r", "move(-1)", "One up: older in the history", "up"),
        _bind("down", "move(1)", "One down", "down"),
        _bind("pageup", "move(-5)", "Five up", "page_up"),
        _bind("pagedown", "move(5)", "Five down", "page_down"),
    ]

    def __init__(
        self,
        title: str,
        picks: Sequence[Pick],
        *,
        numbered: bool = False,
        marked: str | None = None,
    ) -> None:
        """`marked` is the value to begin at; `numbered` lets digits pick while nothing is typed."""
        super().__init__()
        self._title = title
        self._numbered = numbered
        self._marked = marked
        self.picks = list(picks)
        self._shown: list[Pick] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="pick"):
            yield Static(self._title, id="pick-title", markup=False)
            choices = OptionList(id="pick-list", markup=False)
            choices.can_focus = False
            yield choices
            yield FilterInput(self._numbered)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.show_picks(marked=self._marked)

    def show_picks(self, *, marked: str | None = None) -> None:
        """Draw what matches the filter, marking `marked` or what suits best."""
        words = self.query_one(Input).value.casefold().split()
        self._shown = [pick for pick in self.picks if pick.matches(words)]
        choices = self.query_one(OptionList)
        choices.clear_options()
        numbered = self._numbered and not words
        choices.add_options(
            Option(_line(pick, number if numbered else None), disabled=pick.disabled)
            for number, pick in enumerate(self._shown, 1)
        )
        values = [pick.value for pick in self._shown]
        choices.highlighted = values.index(marked) if marked in values else self.first_marked()

    def first_marked(self) -> int | None:
        """What is marked when nothing else is known: the first that can be taken."""
        able = (at for at, pick in enumerate(self._shown) if not pick.disabled)
        return next(able, None)

    @property
    def shown(self) -> list[Pick]:
        """What matches the filter."""
        return self._shown

    @on(Input.Changed)
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self.show_picks()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.take(event.option_index)

    @on(FilterInput.DigitTyped)
    def _digit_typed(self, event: FilterInput.DigitTyped) -> None:
        event.stop()
        if 0 < event.digit <= len(self._shown):
            self.take(event.digit - 1)

    def action_move(self, step: int) -> None:
        choices = self.query_one(OptionList)
        able = [at for at, pick in enumerate(self._shown) if not pick.disabled]
        if not able:
            return
        here = able.index(choices.highlighted) if choices.highlighted in able else 0
        choices.highlighted = able[min(max(0, here + step), len(able) - 1)]

    def action_take(self) -> None:
        marked = self.query_one(OptionList).highlighted
        if marked is not None:
            self.take(marked)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def take(self, at: int) -> None:
        """Give what is shown at a place, if it can be taken."""
        if not self._shown[at].disabled:
            self.dismiss(self._shown[at].value)


def _line(pick: Pick, number: int | None) -> Content:
    label = display_line(pick.label[:LONGEST])
    if number is not None:
        label = f"{number}  {label}" if number < 10 else f"   {label}"
    return Content.assemble(
        label, (f"  {display_line(pick.about[:LONGEST])}" if pick.about else "", "$text-muted")
    )
