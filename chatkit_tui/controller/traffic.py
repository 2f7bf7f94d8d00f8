"""TrafficLog: what went over the wire and what it set off, for whoever wants to look into it.

It is always on, so it costs next to nothing: texts are kept as they are at hand, and nothing is
parsed, measured or formatted before somebody looks.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from time import time
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.listeners import Listeners
from chatkit_tui.transport.masking import KnownSecrets

if TYPE_CHECKING:
    from chatkit_tui.transport.event_stream import StreamMessage
    from chatkit_tui.transport.watching import RequestRecord

MOST_ENTRIES = 2_000
"""The oldest ones go first."""

SMALL = 2_048
"""Characters (bytes of a body). Texts up to here are bounded by their number alone, 4 MiB."""

MOST_LARGE = 4 * 1024 * 1024
"""Characters of all larger texts together."""

LONGEST_TEXT = 1024 * 1024
"""Characters that are kept of one text."""

_LONGEST_DETAIL = 2_000
_MOST_DETAILS = 20
"""How much of what a local event says is kept."""

Raw = str | bytes | Mapping[str, Any] | None
"""A text as it was at hand."""


class Kind(Enum):
    """What an entry is about."""

    REQUEST = auto()
    """A request went out; the text is its body."""
    ANSWER = auto()
    """Its answer ended, or there was none; the text is its body, where it was no stream."""
    EVENT = auto()
    """An event of a stream."""
    LOCAL = auto()
    """Something that happened here, as integrators are told it."""


_EVENT = Kind.EVENT
"""A member of an enum takes long to look up."""


@dataclass(slots=True, eq=False)
class Entry:
    """One line of the log. Its text is had, without secrets, from `TrafficLog.text`."""

    number: int
    """Grows by one from entry to entry, never given twice."""
    kind: Kind
    at: float
    """Epoch seconds."""
    what: str
    """The operation, the event's type, or the name of a local event; "" for what has none."""
    raw: Raw = field(default=None, repr=False)
    left_out: int = 0
    """Characters (bytes of a body) at the end of the text that were not kept."""
    problem: str | None = None
    """Why nothing could be made of an event."""
    record: RequestRecord | None = None
    """What is known of the request; it grows until the answer has ended."""

    @property
    def failed(self) -> bool:
        """Whether it is, or tells of, something that went wrong."""
        record = self.record
        if record is not None:
            refused = bool(record.statuses) and record.statuses[-1] >= 400
            return refused or record.error is not None
        return self.problem is not None or self.what in _FAILURES


_FAILURES = frozenset({"error", "chatkit.error"})


_Line = tuple[Kind, float, str, Raw, int, str | None, "RequestRecord | None"]
"""An entry without its number, as it is kept: a tuple is made four times as fast."""


class TrafficLog:
    """The newest entries; one for all threads and servers of a controller."""

    def __init__(self) -> None:
        self.secrets = KnownSecrets()
        """What no text of this log shows."""
        self._lines: deque[_Line] = deque(maxlen=MOST_ENTRIES)
        self._number = 0
        """Of the newest entry."""
        self._large: deque[tuple[int, int]] = deque()
        """Number and length of the entries with a large text."""
        self._large_total = 0
        self._listeners: Listeners[[]] = Listeners("the traffic")
        self._watchers = 0

    # -- reading -------------------------------------------------------------------------------

    @property
    def first(self) -> int:
        """The number of the oldest entry; of the next one when there is none."""
        return self._number - len(self._lines) + 1

    def entries(self, after: int = 0) -> list[Entry]:
        """The entries that are kept, oldest first; those behind the one numbered `after`."""
        wanted = min(self._number - after, len(self._lines))
        newest = [line for line, _ in zip(reversed(self._lines), range(wanted), strict=False)]
        return [
            Entry(number, *line)
            for number, line in enumerate(reversed(newest), self._number - wanted + 1)
        ]

    def text(self, entry: Entry) -> str:
        """What an entry holds, as it went over the wire but for secrets; "" where it has none."""
        raw = entry.raw
        if isinstance(raw, bytes):
            raw = raw.decode("utf-8", "replace")
        elif isinstance(raw, Mapping):
            raw = json.dumps(raw, ensure_ascii=False)
        return self.secrets.mask(raw) if raw else ""

    def subscribe(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Call `listener` whenever there is a new entry or fewer; returns the way out."""
        self._watchers += 1
        leave = self._listeners.add(listener)

        def left() -> None:
            nonlocal leave
            self._watchers -= leave is not _gone
            leave()
            leave = _gone

        return left

    def clear(self) -> None:
        """Forget all entries."""
        self._lines.clear()
        self._large.clear()
        self._large_total = 0
        self._listeners()

    # -- writing -------------------------------------------------------------------------------

    def heard(self, message: StreamMessage) -> None:
        """An event of a stream came. This is run for every word of an answer."""
        raw, event = message.raw, message.event
        what = "" if event is None else event.type
        if len(raw) > SMALL or self._watchers:
            self._add(Kind.EVENT, what, raw, message.problem)
            return
        self._number += 1
        self._lines.append((_EVENT, time(), what, raw, 0, message.problem, None))

    def began(self, record: RequestRecord, body: bytes | None) -> None:
        """A request goes out (see `Watcher`)."""
        self._add(Kind.REQUEST, record.what, body, None, record)

    def ended(self, record: RequestRecord, body: bytes | None) -> None:
        """An answer ended (see `Watcher`)."""
        self._add(Kind.ANSWER, record.what, body, None, record)

    def happened(self, name: str, detail: Mapping[str, Any]) -> None:
        """Integrators are told of `name`."""
        self._add(Kind.LOCAL, name, _shortened(detail), None)

    def _add(
        self,
        kind: Kind,
        what: str,
        raw: Raw,
        problem: str | None,
        record: RequestRecord | None = None,
    ) -> None:
        left_out = 0
        if isinstance(raw, str | bytes) and len(raw) > SMALL:
            left_out = max(0, len(raw) - LONGEST_TEXT)
            raw = raw[:LONGEST_TEXT]
            self._make_room(len(raw))
        self._number += 1
        self._lines.append((kind, time(), what, raw, left_out, problem, record))
        self._listeners()

    def _make_room(self, length: int) -> None:
        """Drop what is too old for another large text to be kept."""
        self._large.append((self._number + 1, length))
        self._large_total += length
        gone = 0
        while self._large_total > MOST_LARGE or self._large[0][0] < self.first:
            gone, freed = self._large.popleft()
            self._large_total -= freed
        while self.first <= gone:
            self._lines.popleft()


def _gone() -> None:
    """The way out that has been taken."""


def _shortened(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What a local event says, as far as it is short; servers can put anything into it."""
    return {name: _short(value, depth=1) for name, value in list(detail.items())[:_MOST_DETAILS]}


def _short(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping) and depth:
        some = zip(value.items(), range(_MOST_DETAILS), strict=False)
        return {str(name)[:_LONGEST_DETAIL]: _short(each, depth - 1) for (name, each), _ in some}
    if isinstance(value, Mapping | list | tuple):
        return "…"
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_DETAIL else text[:_LONGEST_DETAIL] + "…"
