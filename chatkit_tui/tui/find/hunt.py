"""Finds its way from match to match through a thread, older pages of it included.

A thread may have ten thousand items. What is counted is the source of an item (`counting`), a few
milliseconds at a time; an item is drawn only when it is gone to (`visits`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from chatkit_tui.translation import _
from chatkit_tui.tui.find.pattern import Pattern
from chatkit_tui.tui.find.standing import Standing, Step
from chatkit_tui.tui.find.visits import Choose, Current, Visits, first, last

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.find.painted_text import Part
    from chatkit_tui.tui.view import ChatKitView

SLICE = 0.006
"""Seconds that may pass before others get their turn."""

OLDER_AFTER = 0.6
"""Seconds without a key until older pages are read for a pattern that nothing matches."""

RECOUNT_AFTER = 0.2
"""Seconds after a change of the rows until it is counted."""


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
        self._visits = Visits(view.transcript, self._breathe)
        self._origin = self._transcript.standpoint
        self._note = ""
        self._steps: list[Step] = []
        self._stale = False
        self._awake = False
        self._recount_waits = False
        self._too_early = False
        """The thread was not loaded yet when its nearest match was looked for."""
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
        return self._visits.counts.pattern

    @property
    def on_match(self) -> bool:
        """Whether there is a current match."""
        return self._visits.current is not None

    @property
    def standing(self) -> Standing:
        return Standing(
            self._visits.number(),
            sum(self._visits.counts.counts.values()),
            self._conversation.state.has_older,
            self._awake and self._older_read is None,
            self._older_read,
            self._note,
        )

    def look_for(self, text: str, *, move: bool) -> None:
        """Look for another pattern; go to its nearest match if `move`."""
        self._give_up()
        pattern = Pattern(text)
        self._visits.look_for(pattern)
        self._note = ""
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
        self._note = _("stopped")
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
        self._transcript.held = False
        self._visits.look_for(Pattern(""))

    # -- doing it, one thing at a time ---------------------------------------------------------

    def _give_up(self) -> None:
        self._generation += 1
        self._steps.clear()
        self._older_read = None
        self._nudge.set()

    def _recount(self) -> None:
        self._recount_waits = False
        self._stale = bool(self.pattern)
        if self._too_early and self.pattern:
            self._steps.append(Step.SETTLE)
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
        visits, keys = self._visits, self._visits.row_keys()
        visits.forget_others(keys)
        # Now, and not in the end: what changes meanwhile is to be counted again.
        self._stale = False
        try:
            for number, key in enumerate(keys):
                if (row := visits.row(key)) is not None:
                    await visits.count(row)
                if self._steps:
                    raise _Superseded  # It is gone on with after them.
                if not number % 1000:
                    self._told()
        except _Superseded:
            self._stale = bool(self.pattern)
            raise

    # -- where to go ---------------------------------------------------------------------------

    async def _take(self, step: Step) -> None:
        self._note = ""
        current = self._visits.current
        if step is Step.OLDER:
            if not await self._settle():
                await self._look_in_older()
        elif step is Step.SETTLE or current is None or self._visits.row(current.key) is None:
            if await self._settle():
                return
            if step is not Step.SETTLE:
                await self._look_in_older()
            elif self._conversation.state.has_older:
                generation = self._generation
                self._view.set_timer(OLDER_AFTER, lambda: self._still_nothing(generation))
        else:
            await self._walk(current, step.value)
            self._origin = self._transcript.standpoint

    def _still_nothing(self, generation: int) -> None:
        if generation == self._generation and not self.on_match:
            self._steps.append(Step.OLDER)
            self._wake()

    async def _settle(self) -> bool:
        """Go to the match nearest to the origin: one in view, else above, else below."""
        keys, heights = self._visits.row_keys(), self._transcript.rows.heights
        self._too_early = not keys
        if not keys:
            return False
        height = self._transcript.viewport
        index = None if self._origin.key is None else self._transcript.rows.index(self._origin.key)
        top = heights.offset(index) + self._origin.line if index is not None else heights.total
        top = max(0, min(top, heights.total - height))
        begin, end = heights.at_row(top), heights.at_row(top + height - 1)

        def in_view(index: int, places: Sequence[Part]) -> int | None:
            rows = [heights.offset(index) + place.row for place in places]
            return next((n for n, row in enumerate(rows) if top <= row < top + height), None)

        def above(index: int, places: Sequence[Part]) -> int | None:
            rows = [heights.offset(index) + place.row for place in places]
            return next((n for n in reversed(range(len(rows))) if rows[n] < top), None)

        shown = keys[begin : end + 1]
        ways: tuple[tuple[list[str], Choose, bool], ...] = (
            (shown, in_view, False),
            (shown, in_view, True),
            (keys[begin::-1], above, True),
            (keys[begin:], first, True),
        )
        for where, choose, unfold in ways:
            for key in where:
                if await self._visits.visit(key, choose, unfold=unfold):
                    return True
        self._transcript.stand_at(self._origin)
        return False

    async def _walk(self, current: Current, direction: int) -> None:
        """Go to the next match, or the previous one; around at the ends."""
        wanted = current.ordinal + direction

        def beside(_index: int, places: Sequence[Part]) -> int | None:
            return wanted if 0 <= wanted < len(places) else None

        if await self._visits.visit(current.key, beside):
            return
        keys, at = self._visits.row_keys(), self._transcript.rows.index(current.key)
        if at is None:
            return
        ahead, around = (keys[at + 1 :], keys) if direction > 0 else (keys[:at][::-1], keys[::-1])
        choose = first if direction > 0 else last
        for key in ahead:
            if await self._visits.visit(key, choose):
                return
        if direction < 0 and self._conversation.state.has_older:
            if await self._look_in_older() or self._conversation.state.has_older:
                return
            around = self._visits.row_keys()[::-1]
        self._note = _("from the top") if direction > 0 else _("from the end")
        for key in around:
            if await self._visits.visit(key, choose):
                return

    async def _look_in_older(self) -> bool:
        """Read older pages until one has a match, and go there."""
        try:
            while self._conversation.state.has_older:
                self._older_read = self._older_read or 0
                self._told()
                before = set(self._visits.row_keys())
                await self._read_page()
                new = [key for key in self._visits.row_keys() if key not in before]
                self._older_read += len(new)
                for key in reversed(new):
                    if await self._visits.visit(key, last):
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
