"""The rows of the traffic log, one line each, the newest at the end."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from chatkit_tui.controller.traffic import Entry, Kind, TrafficLog
from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.inspector import reading
from chatkit_tui.tui.inspector.line_list import LineList
from chatkit_tui.tui.transcript.wrap import clip, width_of

WIDE = 90
"""Cells from which ids have a column of their own."""

NARROW = 60
"""Below this many cells milliseconds and durations are left out."""

TINY = 44
"""Up to here hours are left out as well."""

_ID = 20
_NAME = 26

_DIGESTS_KEPT = 512


class TrafficList(LineList):
    """Follows the end while the user stands on it; holds still while paused."""

    class Moved(Message):
        """The user, or the end that is followed, came to another entry."""

    def __init__(self, log: TrafficLog) -> None:
        super().__init__(id="traffic")
        self._log = log
        self.shown: list[Entry] = []
        self.paused = False
        self.waiting = 0
        """Entries that came since it was paused."""
        self._seen = 0
        self._words: tuple[str, ...] = ()
        self._errors_only = False
        self._digest = lru_cache(_DIGESTS_KEPT)(
            lambda entry: reading.digest(entry, log.text(entry))
        )

    # -- what is shown -------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.shown)

    @property
    def current(self) -> Entry | None:
        """The entry the user stands on."""
        return self.shown[self.cursor] if self.shown else None

    @property
    def follows(self) -> bool:
        """Whether the user stands at the end."""
        return self.cursor >= self.count - 1

    def filter(self, words: str, *, errors_only: bool) -> None:
        """Show the entries with all of `words`, or only what failed among them."""
        self._words, self._errors_only = tuple(words.lower().split()), errors_only
        current, follows = self.current, self.follows
        entries = self._log.entries()
        if self.paused:
            entries = [entry for entry in entries if entry.number <= self._seen]
        else:
            self._seen = entries[-1].number if entries else self._seen
        self.shown = [entry for entry in entries if self._wants(entry)]
        self.cursor = self.count - 1
        if current is not None and not follows:
            earlier = sum(entry.number <= current.number for entry in self.shown)
            self.cursor = max(0, earlier - 1)
        self.rows_changed()
        self.call_after_refresh(self.reveal)
        self.post_message(self.Moved())

    def catch_up(self) -> None:
        """Show what came since, and forget what the log forgot; while paused, only count it."""
        fresh = self._log.entries(self._seen)
        if self.paused:
            self.waiting = len(fresh)
            self.refresh()
            return
        self.waiting = 0
        follows, current = self.follows, self.current
        if fresh:
            self._seen = fresh[-1].number
        first = self._log.first
        gone = next((n for n, each in enumerate(self.shown) if each.number >= first), self.count)
        del self.shown[:gone]
        self.shown += [entry for entry in fresh if self._wants(entry)]
        self.cursor = self.count - 1 if follows else max(0, self.cursor - gone)
        self.rows_changed()
        if follows:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        elif gone:
            self.scroll_to(y=max(0, self.scroll_offset.y - gone), animate=False, force=True)
        if self.current is not current:
            self.post_message(self.Moved())

    def _wants(self, entry: Entry) -> bool:
        return reading.is_wanted(entry, self._words, errors_only=self._errors_only)

    def moved(self) -> None:
        self.post_message(self.Moved())

    # -- drawing -------------------------------------------------------------------------------

    def draw(self, index: int, width: int) -> list[Segment]:
        entry = self.shown[index]
        row = self._digest(entry) if entry.kind is not Kind.ANSWER else _answer(entry)
        muted = self.style_of("muted")
        tone = self._tone(entry)
        time = reading.moment(entry.at)
        status, took, size = reading.figures(entry)
        if width < NARROW:
            tiny = width <= TINY
            time, right = time[3:8] if tiny else time[:8], status or ("" if tiny else size)
        elif width < WIDE:
            right = " ".join(filter(None, (status, took, size)))
        else:
            right = f"{_at_right(status, 7)} {took:>7} {size:>8}"
        left: list[Segment] = [
            Segment(f"{time} ", muted),
            Segment(f"{reading.ARROWS[entry.kind]} ", tone),
        ]
        room = width - sum(width_of(each.text) for each in left) - width_of(right) - 1
        left += self._words_of(row, room, width, tone, muted)
        gap = width - sum(width_of(each.text) for each in left) - width_of(right)
        return [*left, Segment(" " * max(0, gap)), Segment(right, tone if entry.failed else muted)]

    def _words_of(
        self, row: reading.Digest, room: int, width: int, tone: Style, muted: Style
    ) -> list[Segment]:
        name, note, identity = map(display_line, (row.name, row.note, row.id))
        if width < NARROW:
            name = name.removeprefix("thread.").removeprefix("chatkit.")
        if width < WIDE:
            name, identity = clip(name, room), f" {identity}" if identity else ""
            note = clip(f" {note}{identity}" if note else identity, room - width_of(name))
            return [Segment(name, tone), Segment(note, muted)]
        name = clip(name, _NAME)
        name += " " * (_NAME - width_of(name) + 1)
        identity = clip(identity, _ID)
        room -= width_of(name) + (_ID + 1 if identity else 0)
        note = clip(note, room)
        note += " " * (room - width_of(note) + 1)
        return [Segment(name, tone), Segment(note, muted), Segment(identity, muted)]

    def _tone(self, entry: Entry) -> Style:
        if entry.failed:
            return self.style_of("error")
        match entry.kind:
            case Kind.REQUEST | Kind.ANSWER:
                return self.style_of("sent")
            case Kind.LOCAL:
                return self.style_of("muted")
            case _:
                return Style()


def _answer(entry: Entry) -> reading.Digest:
    """Its body may be long, and the row says nothing of it."""
    return reading.Digest(entry.what, reading.outcome(entry, _), "")


def _at_right(text: str, cells: int) -> str:
    text = clip(text, cells)
    return " " * (cells - width_of(text)) + text
