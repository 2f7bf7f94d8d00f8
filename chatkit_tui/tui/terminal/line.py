"""Whether the terminal keeps up with what is written to it.

Between the program and the eyes there are buffers: the kernel's, and with ssh those of the network,
which take whatever they get and give it out when the line allows. A screen that is drawn behind
them is old. So it is measured how much is under way:

- A terminal that answers is asked, now and then behind a frame, whether it supports synchronized
  output; the answer says that it has drawn so far. As much may be under way as it draws in a
  moment, and a frame that is larger is written in parts.
- For others there is the time that writing takes once the kernel's buffer is full. From then on it
  is reckoned how much of the buffer is left. Until then, what can wait is written at a speed at
  which not even a slow line fills the buffer, for what is typed would come behind all that.

Characters stand for bytes; nearly all are one.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

QUESTION = "\x1b[?2026$p"
"""Asks for a mode that Textual asks for too, and whose answer it understands."""

ASKED_EVERY = 500
"""Characters between two questions."""

MOMENT = 0.15
"""Seconds of drawing that may be under way."""

LEAST_UNDER_WAY, MOST_UNDER_WAY = 1_200, 64_000
"""Characters that may be under way to the slowest and to the fastest terminal."""

SPEED_AT_FIRST = 12_000.0
"""Characters a second that a terminal is believed to draw until it has answered."""

WAITING = 4_000
"""Characters in our own hands beyond which no frame is added to them."""

SHORTEST = 0.005
"""Seconds that cannot be told from none."""

NO_ANSWER = 5.0
"""Seconds after which an answer will not come."""

BLOCKED = 0.03
"""Seconds of writing that show a full buffer."""

KERNEL_BUFFER = 20_000
"""Characters in the buffer of a pseudo-terminal that is full."""

SLOW = 7_000.0
"""Characters a second that surely every terminal draws, more or less."""

LONGEST_REST = 1.0
"""Seconds that nothing has to be waited with for fear of a slow terminal."""

REMEMBERED = 60.0
"""Seconds for which a terminal that made us wait is called slow."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was handed over before a question, and when it was put."""

    handed: int
    under_way: int
    """What of it was not drawn yet, as far as that is sure."""
    at: float


class Line:
    """What is under way to a terminal. `took` is called by the thread that writes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.sessions = 0
        """How often the terminal was taken; between two of them others had it."""
        self._begin()

    def begin(self) -> None:
        """The terminal was taken, and it may be another one."""
        self.sessions += 1
        self._begin()

    def _begin(self) -> None:
        self._handed = 0
        self._taken = 0
        self._answers = False
        self._asked: deque[_Asked] = deque()
        self._drawn = 0
        self._drawn_at = self._clock()
        self._speed: float | None = None
        self._round_trip: float | None = None
        """What a question takes that finds the line empty; that is not drawing."""
        self._buffer = _Buffer()
        self._drawn_surely = 0.0
        """When a slow terminal has drawn all that it was given."""

    def hand(self, characters: int) -> None:
        """So much is written now."""
        self._handed += characters
        self._drawn_surely = max(self._drawn_surely, self._clock()) + characters / SLOW

    def took(self, characters: int, seconds: float) -> None:
        """So much went to the kernel, within that time."""
        self._taken += characters
        self._buffer.take(characters, seconds, self._clock())

    def question(self, characters: int) -> str:
        """What to write behind a frame of so many characters, to learn when it is drawn."""
        before = self._asked[-1].handed if self._asked else self._drawn
        handed = self._handed + characters
        if not self._answers or handed - before < ASKED_EVERY:
            return ""
        under_way = handed - before if self._asked else characters
        self._asked.append(_Asked(handed, under_way, self._clock()))
        return QUESTION

    def answered(self, at: float) -> None:
        """The terminal answered at that time a question of ours, or the first one of Textual's."""
        self._answers = True
        if not self._asked:
            return
        asked = self._asked.popleft()
        if asked.under_way < ASKED_EVERY:
            took = at - asked.at
            self._round_trip = took if self._round_trip is None else min(took, self._round_trip)
        else:
            # A slow line is believed in slowly: the terminal may have been busy once.
            self._speed = max(self._speed_of(asked, at), (self._speed or 0.0) / 2)
        self._drawn, self._drawn_at = asked.handed, at

    def _speed_of(self, asked: _Asked, at: float) -> float:
        """Characters a second, if what was asked is answered now."""
        seconds = at - max(asked.at + (self._round_trip or 0.0), self._drawn_at)
        return asked.under_way / max(seconds, SHORTEST)

    @property
    def _speed_now(self) -> float:
        """What is believed, as long as the answer that is due does not tell otherwise."""
        speed = SPEED_AT_FIRST if self._speed is None else self._speed
        return min(speed, self._speed_of(self._asked[0], self._clock())) if self._asked else speed

    @property
    def room(self) -> int:
        """Characters that a frame may have. The first one has all that it needs."""
        if self._answers:
            return MOST_UNDER_WAY if self._speed is None else _moment_of(self._speed_now)
        return self._buffer.room

    @property
    def room_for_what_can_wait(self) -> int:
        """Characters that a frame may have which nobody asked for by a key."""
        return self.room if self._answers else min(self.room, LEAST_UNDER_WAY)

    @property
    def rest(self) -> float:
        """Seconds for which what can wait is better not written."""
        if self._answers:
            return 0.0
        return min(max(0.0, self._drawn_surely - self._clock() - MOMENT), LONGEST_REST)

    @property
    def is_full(self) -> bool:
        """Whether a frame that is written now would be old before it is seen."""
        if self._handed - self._taken > WAITING:
            return True
        if not self._asked:
            return not self._answers and self._buffer.is_full(self._clock())
        if self._clock() - self._asked[0].at > NO_ANSWER and self._handed == self._taken:
            # It answered once and does not now, as after a multiplexer changed terminals.
            self._answers = False
            self._asked.clear()
            return False
        return self._handed - self._drawn > _moment_of(self._speed_now)


def _moment_of(speed: float) -> int:
    return int(min(max(speed * MOMENT, LEAST_UNDER_WAY), MOST_UNDER_WAY))


class _Buffer:
    """A buffer that does not tell how full it is."""

    def __init__(self) -> None:
        self._speed: float | None = None
        """Characters a second that leave it, once it has been full."""
        self._full_at = 0.0
        self._empty_at = 0.0

    def take(self, characters: int, seconds: float, now: float) -> None:
        if seconds > BLOCKED:
            self._speed, self._full_at = characters / seconds, now
            self._empty_at = now + KERNEL_BUFFER / self._speed
        elif self._speed is not None:
            if now - self._full_at > REMEMBERED:
                self._speed = None
            else:
                self._empty_at = max(self._empty_at, now) + characters / self._speed

    @property
    def room(self) -> int:
        return MOST_UNDER_WAY if self._speed is None else _moment_of(self._speed)

    def is_full(self, now: float) -> bool:
        return self._speed is not None and self._empty_at - now > MOMENT
