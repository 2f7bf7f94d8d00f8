"""Between the composer's text, its menu, and those who know what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from chatkit_tui.options import Entity
from chatkit_tui.tui.composer.completion.choices import Choice, Phase, Result, Search, fitting
from chatkit_tui.tui.composer.completion.menu import CompletionMenu
from chatkit_tui.tui.composer.completion.trigger import Kind, Trigger, find_trigger
from chatkit_tui.tui.composer.text_input import TextInput


class Source(Protocol):
    """Knows what can be chosen behind a character, and what choosing it does."""

    kind: Kind

    @property
    def open(self) -> bool:
        """Whether there is anything to choose from."""

    async def find(self, query: str) -> Sequence[Choice]:
        """What can be chosen for a query. Raises ChatKitError."""

    def choose(self, value: Any, insert: Callable[[Entity], None]) -> Sequence[Choice] | None:
        """Something was chosen: what can be chosen next, None where that is all.

        `insert` puts an entity where the query stood, at once or later.
        """


class Completer:
    """Looks at the text before the caret, shows what fits it, and takes the keys of the menu."""

    def __init__(self, field: TextInput, menu: CompletionMenu) -> None:
        self._field = field
        self._menu = menu
        self._sources: dict[Kind, Source] = {}
        self._search = Search(self._show)
        self._trigger: Trigger | None = None
        self._result = Result(Phase.FOUND)
        self._nested: Sequence[Choice] | None = None
        self._refused: Trigger | None = None
        """Where the user closed the menu; it opens again for another word."""
        self._choose_first = False
        """Enter was pressed before the answer was there."""

    def offer(self, *sources: Source) -> None:
        """Let these be asked from now on."""
        self._sources = {source.kind: source for source in sources}
        self.look()

    def look(self) -> None:
        """The text or the caret is another one."""
        trigger = self._trigger_now()
        if trigger == self._trigger:
            return
        begun = self._trigger is None or trigger is None or trigger.kind is not self._trigger.kind
        self._trigger = trigger
        if trigger is None:
            self._close()
            return
        self._choose_first = False
        if self._nested is not None:
            self._show(Result(Phase.FOUND, matching(self._nested, trigger.query)))
        else:
            find = self._sources[trigger.kind].find
            self._search.begin(find, trigger.query, at_once=begun or trigger.kind is Kind.COMMAND)

    def _trigger_now(self) -> Trigger | None:
        field = self._field
        row, column = field.cursor_location
        if not field.has_focus or field.selection.start != field.selection.end:
            return None
        line = field.document.get_line(row)
        trigger = find_trigger(line, row, column, field.spans(line))
        if trigger is None:
            self._refused = None
            return None
        source = self._sources.get(trigger.kind)
        if source is None or not source.open or self._is_refused(trigger):
            return None
        return trigger

    def _is_refused(self, trigger: Trigger) -> bool:
        return self._refused is not None and replace(trigger, query="") == self._refused

    def _show(self, result: Result) -> None:
        self._result = result
        if self._trigger is None:
            return
        self._menu.show(result)
        if self._choose_first and result.settled:
            self._choose_first = False
            if result.choices:
                self.choose(self._menu.chosen)

    def _close(self) -> None:
        self._search.end()
        self._nested = None
        self._choose_first = False
        self._result = Result(Phase.FOUND)
        self._menu.hide()

    def take_key(self, key: str) -> bool:
        """Whether a key was meant for the menu; then it has been dealt with."""
        self.look()
        if self._trigger is None:
            return False
        match key:
            case "up" | "down" if self._result.choices:
                self._menu.move(1 if key == "down" else -1)
            case "enter" | "tab" if not self._result.settled:
                self._choose_first = True
            case "enter" | "tab" if self._result.choices:
                self.choose(self._menu.chosen)
            case "escape":
                self._refused = replace(self._trigger, query="")
                self._trigger = None
                self._close()
            case _:
                return False
        return True

    def choose(self, value: Any) -> None:
        """Do what was chosen, in the place of the query."""
        trigger = self._trigger
        if trigger is None or value is None:
            return
        source = self._sources[trigger.kind]
        start = (trigger.row, trigger.start)
        if isinstance(value, Entity):
            self._put(start, self._field.cursor_location, value)
            return
        # What is inserted later goes where the query stood.
        self._field.replace("", start, self._field.cursor_location)
        following = source.choose(value, lambda entity: self._put(start, start, entity))
        self._trigger = None
        self._close()
        if following:
            self._nested = following
            self._field.replace(trigger.kind.value, start, start)
            self.look()

    def nest(self, choices: Sequence[Choice]) -> None:
        """Let the user go on choosing among these."""
        self._nested = choices
        self._field.focus()
        self._field.replace("/", (0, 0), (0, 0))
        self._field.move_cursor((0, 1))
        self.look()

    def _put(self, start: tuple[int, int], end: tuple[int, int], entity: Entity) -> None:
        self._field.put_entity(entity, start, end)
        self._trigger = None
        self._close()


def matching(choices: Sequence[Choice], query: str) -> list[Choice]:
    """Those choices that fit a query; first whose names begin with it, last whose names lack it."""
    begins = query.casefold()

    def rank(choice: Choice) -> tuple[bool, bool]:
        name = choice.title.casefold().removeprefix("/")
        return not name.startswith(begins), begins not in name

    return sorted(fitting(choices, query), key=rank)
