"""Finds its way from match to match through a thread, older pages of it included.

A thread may have ten thousand items. What is counted is the source of an item (`counting`), a few
milliseconds at a time; an item is drawn only when it is gone to; then what is seen counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.tui.find.counting import HitCounts
from chatkit_tui.tui.find.highlights import Highlights
from chatkit_tui.tui.find.pattern import Pattern
from chatkit_tui.tui.transcript.long_text import Joined

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.state import Row
    from chatkit_tui.tui.find.highlights import Highlighted
    from chatkit_tui.tui.find.painted_text import Part
    from chatkit_tui.tui.view import ChatKitView

SLICE = 0.006
"""Seconds that may pass before others get their turn."""

OLDER_AFTER = 0.6
"""Seconds without a key until older pages are read for a pattern that nothing matches."""

RECOUNT_AFTER = 0.2
"""Seconds after a change of the rows until it is counted."""


class Step(Enum):
    """What the user wants."""

    SETTLE = 0
    """The match nearest to where he was when he began."""
    NEXT = 1
    PREVIOUS = -1
    OLDER = 2
    """A match among what is older than everything shown."""


@dataclass(frozen=True, slots=True)
class Current:
    """The match that is stood on: the row's key, and which of its matches."""

    key: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a hunt is: what the bar shows."""

    number: int = 0
    """Of the current match, from the oldest one shown; 0 for none."""
    total: int = 0
    has_older: bool = False
    counting: bool = False
    older_read: int | None = None
    """Items of older pages read so far, while that goes on."""
    note: str = ""


Choose = Callable[[int, Sequence["Part"]], int | None]
"""Picks one of the matches of the row at an index."""


class _Superseded(Exception):
    """The user wants something else by now."""


class Hunt:
    """Looks for one pattern after the other in the thread in front, until `end`.

    `told` is called whenever `standing` may have changed.
    """

    def __init__(
        self, view: ChatKitView, controller: ChatKitController, told: Callable[[], None]
    ) -> None:
        self._view = view
        self._controller = controller
        self._conversation = controller.active
        self._transcript = view.transcript
        self._told = told
        self._counts = HitCounts(hyperlinks=view.transcript.drawings.palette.hyperlinks)
        self._highlights = Highlights(Pattern(""))
        self._current: Current | None = None
        self._origin = self._transcript.standpoint
        self._unfolded: str | None = None
        """A row that was unfolded for a match in it, and is folded again when it is left."""
        self._note = ""
        self._steps: list[Step] = []
        self._stale = False
        self._awake = False
        self._recount_waits = False
        self._generation = 0
        """Grows when what is going on is to be given up."""
        self._working_for = 0
        self._turn_began = 0.0
        self._older_read: int | None = None
        self._nudge = asyncio.Event()
        self._page_failed = False

    # -- what the owner wants ------------------------------------------------------------------

    @property
    def pattern(self) -> Pattern:
        return self._counts.pattern

    @property
    def on_match(self) -> bool:
        """Whether there is a current match."""
        return self._current is not None

    @property
    def standing(self) -> Standing:
        counts, rows = self._counts.counts, self._transcript.rows
        number, current = 0, self._current
        index = None if current is None else rows.index(current.key)
        if current is not None and index is not None:
            before = (rows.index(key) for key in counts)
            number = current.ordinal + 1
            number += sum(
                count
                for count, place in zip(counts.values(), before, strict=True)
                if place is not None and place < index
            )
        return Standing(
            number,
            sum(counts.values()),
            self._conversation.state.has_older,
            self._awake and self._older_read is None,
            self._older_read,
            self._note,
        )

    def look_for(self, text: str, *, move: bool) -> None:
        """Look for another pattern; go to its nearest match if `move`."""
        self._give_up()
        pattern = Pattern(text)
        self._counts.look_for(pattern)
        self._highlights = Highlights(pattern)
        self._current, self._note = None, ""
        self._transcript.drawings.highlight = self._highlights if pattern else None
        self._transcript.rearrange()
        self._stale = bool(pattern)
        if pattern and move:
            self._steps.append(Step.SETTLE)
        elif move:
            self._transcript.stand_at(self._origin)
        self._wake()

    def step(self, step: Step) -> None:
        """Go to the next or the previous match."""
        if not self.pattern:
            return
        if self._older_read is not None:
            if step is Step.PREVIOUS:
                return  # That is what is going on.
            self._give_up()
        self._steps.append(step)
        self._wake()

    def stop_reading(self) -> bool:
        """Read no more older pages; False if that does not go on."""
        if self._older_read is None:
            return False
        self._give_up()
        self._note = "stopped"
        self._told()
        return True

    def rows_changed(self) -> None:
        """Count again before long."""
        if self.pattern and not self._recount_waits:
            self._recount_waits = True
            self._view.set_timer(RECOUNT_AFTER, self._recount)

    def end(self) -> None:
        """Take the marks away."""
        self._give_up()
        self._counts.look_for(Pattern(""))
        self._transcript.drawings.highlight = None
        self._transcript.rearrange()

    # -- doing it, one thing at a time ---------------------------------------------------------

    def _give_up(self) -> None:
        self._generation += 1
        self._steps.clear()
        self._older_read = None
        self._nudge.set()

    def _recount(self) -> None:
        self._recount_waits = False
        self._stale = bool(self.pattern)
        self._wake()

    def _wake(self) -> None:
        self._told()
        if not self._awake and (self._steps or self._stale):
            self._awake = True
            self._view.run(self._work())

    async def _work(self) -> None:
        try:
            while self._steps or self._stale:
                self._working_for = self._generation
                self._turn_began = monotonic()
                try:
                    if self._steps:
                        await self._take(self._steps.pop(0))
                    else:
                        await self._count_all()
                except _Superseded:
                    continue
                self._told()
        finally:
            self._awake = False
            self._told()

    async def _breathe(self) -> None:
        """Let others have their turn if it is time, and see whether this is still wanted."""
        if monotonic() - self._turn_began > SLICE:
            await asyncio.sleep(0)
            self._turn_began = monotonic()
        if self._working_for != self._generation:
            raise _Superseded

    async def _count_all(self) -> None:
        keys = self._keys()
        self._counts.keep_only(keys)
        if self._current is not None and self._row(self._current.key) is None:
            self._current = None
        for number, key in enumerate(keys):
            if (row := self._row(key)) is not None:
                await self._count(row)
            if self._steps:
                return  # It is gone on with after them.
            if not number % 1000:
                self._told()
        # Only now: what was superseded is begun again.
        self._stale = False

    async def _count(self, row: Row) -> int:
        for _ in self._counts.count(row):
            await self._breathe()
        await self._breathe()
        return self._counts.counts.get(row.key, 0)

    def _keys(self) -> list[str]:
        return [row.key for row in self._transcript.rows.rows]

    def _row(self, key: str) -> Row | None:
        rows = self._transcript.rows
        index = rows.index(key)
        return None if index is None else rows.rows[index]

    # -- where to go ---------------------------------------------------------------------------

    async def _take(self, step: Step) -> None:
        self._note = ""
        current = self._current
        if step is Step.OLDER:
            if not await self._settle():
                await self._look_in_older()
        elif step is Step.SETTLE or current is None or self._row(current.key) is None:
            if await self._settle():
                return
            if step is not Step.SETTLE:
                await self._look_in_older()
            elif self._conversation.state.has_older:
                self._view.set_timer(OLDER_AFTER, lambda: self._still_nothing(self._working_for))
        else:
            await self._walk(current, step.value)
            self._origin = self._transcript.standpoint

    def _still_nothing(self, generation: int) -> None:
        if generation == self._generation and self._current is None:
            self._steps.append(Step.OLDER)
            self._wake()

    async def _settle(self) -> bool:
        """Go to the match nearest to the origin: one in view, else above, else below."""
        keys, heights = self._keys(), self._transcript.rows.heights
        if not keys:
            return False
        height = self._transcript.viewport
        index = None if self._origin.key is None else self._transcript.rows.index(self._origin.key)
        top = heights.offset(index) + self._origin.line if index is not None else heights.total
        top = max(0, min(top, heights.total - height))
        first, last = heights.at_row(top), heights.at_row(top + height - 1)

        def in_view(index: int, places: Sequence[Part]) -> int | None:
            rows = [heights.offset(index) + place.row for place in places]
            return next((n for n, row in enumerate(rows) if top <= row < top + height), None)

        def above(index: int, places: Sequence[Part]) -> int | None:
            rows = [heights.offset(index) + place.row for place in places]
            return next((n for n in reversed(range(len(rows))) if rows[n] < top), None)

        shown = keys[first : last + 1]
        ways: tuple[tuple[list[str], Choose, bool], ...] = (
            (shown, in_view, False),
            (shown, in_view, True),
            (keys[first::-1], above, True),
            (keys[first:], _first, True),
        )
        for where, choose, unfold in ways:
            for key in where:
                if await self._visit(key, choose, unfold=unfold):
                    return True
        self._transcript.stand_at(self._origin)
        return False

    async def _walk(self, current: Current, direction: int) -> None:
        """Go to the next match, or the previous one; around at the ends."""
        wanted = current.ordinal + direction

        def beside(_index: int, places: Sequence[Part]) -> int | None:
            return wanted if 0 <= wanted < len(places) else None

        if await self._visit(current.key, beside):
            return
        keys, at = self._keys(), self._transcript.rows.index(current.key)
        if at is None:
            return
        ahead, around = (keys[at + 1 :], keys) if direction > 0 else (keys[:at][::-1], keys[::-1])
        choose = _first if direction > 0 else _last
        for key in ahead:
            if await self._visit(key, choose):
                return
        if direction < 0 and self._conversation.state.has_older:
            if await self._look_in_older() or self._conversation.state.has_older:
                return
            around = self._keys()[::-1]
        self._note = "from the top" if direction > 0 else "from the end"
        for key in around:
            if await self._visit(key, choose):
                return

    async def _look_in_older(self) -> bool:
        """Read older pages until one has a match, and go there."""
        try:
            while self._conversation.state.has_older:
                self._older_read = self._older_read or 0
                self._told()
                before = set(self._keys())
                await self._read_page()
                new = [key for key in self._keys() if key not in before]
                self._older_read += len(new)
                for key in reversed(new):
                    if await self._visit(key, _last):
                        return True
                if not new or self._page_failed:
                    return False
        finally:
            self._older_read = None
        return False

    async def _read_page(self) -> None:
        """Wait for the next older page, or for the user to want something else."""
        self._nudge = asyncio.Event()
        self._page_failed = False
        self._view.run(self._load_page(self._nudge))
        await self._nudge.wait()
        self._turn_began = monotonic()
        await self._breathe()

    async def _load_page(self, read: asyncio.Event) -> None:
        # In a task of its own, which goes on when the user does not want to wait for it.
        try:
            await self._controller.load_older_items()
        except Exception:
            self._page_failed = True
            raise
        finally:
            read.set()

    # -- being there ---------------------------------------------------------------------------

    async def _visit(self, key: str, choose: Choose, *, unfold: bool = True) -> bool:
        """Go to one of the matches in a row, if it has the one that is chosen."""
        row = self._row(key)
        if row is None:
            return False
        counted = await self._count(row)
        if not counted:
            return False
        places = await self._places(row)
        unfolded = unfold and len(places) < counted and self._unfold(row)
        if unfolded:
            places = await self._places(row)
        index = self._transcript.rows.index(key)
        if index is None:
            return False
        if unfold:
            self._counts.correct(row, len(places))
        ordinal = choose(index, places)
        if ordinal is None:
            if unfolded:
                self._transcript.toggle(key)
            return False
        self._fold_again(key)
        if unfolded:
            self._unfolded = key
        self._current = Current(key, ordinal)
        self._highlights.current = (key, places[ordinal])
        self._transcript.cursor = key
        self._transcript.reveal_line(index, places[ordinal].row)
        self._transcript.rearrange()
        return True

    async def _places(self, row: Row) -> list[Part]:
        """Where the matches in a row begin, as it is drawn now."""
        known = self._drawn(row)
        if known is None or not isinstance(known.painted.lines, Joined):
            return [match[0] for match in known.matches] if known is not None else []
        while known.painted.unfinished:
            self._draw_on()
            await self._breathe()
            again = self._drawn(row)
            if again is None or again.painted is known.painted:
                break
            known = again
        places: list[Part] = []
        for match in self._highlights.find(known.painted, known.palette):
            places.append(match[0])
            await self._breathe()
        return places

    def _drawn(self, row: Row) -> Highlighted | None:
        self._transcript.drawings[row]
        return self._highlights.of(row.key)

    def _draw_on(self) -> None:
        """Lay out more of the long texts that are not laid out to their end."""
        rows = self._transcript.rows
        for key in self._transcript.drawings.go_on():
            if (index := rows.index(key)) is not None:
                rows.changed(index, rows.rows[index])

    def _unfold(self, row: Row) -> bool:
        painted = self._transcript.drawings[row]
        return painted.foldable and not painted.unfolded and self._transcript.toggle(row.key)

    def _fold_again(self, left_for: str) -> None:
        """Fold what was unfolded for a match that is left."""
        key = self._unfolded
        if key is None or key == left_for:
            return
        self._unfolded = None
        row = self._row(key)
        if row is not None and self._transcript.drawings[row].unfolded:
            self._transcript.toggle(key)


def _first(_index: int, places: Sequence[Part]) -> int | None:
    return 0 if places else None


def _last(_index: int, places: Sequence[Part]) -> int | None:
    return len(places) - 1 if places else None
