"""How much may be under way to a terminal."""

from __future__ import annotations

import pytest

from chatkit_tui.tui.terminal.answers import UNKNOWN_MODE, UnknownModeAnswers
from chatkit_tui.tui.terminal.line import (
    LEAST_UNDER_WAY,
    LONGEST_REST,
    NO_ANSWER,
    QUESTION,
    Line,
)


class Time:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def write(line: Line, characters: int) -> bool:
    """Write a frame, all of which the kernel takes; whether its end is asked for."""
    asked = line.question(characters) == QUESTION
    line.hand(characters)
    line.took(characters, 0.0)
    return asked


def answering(time: Time) -> Line:
    line = Line(time)
    line.begin()
    line.answered(time.now)
    return line


def test_a_terminal_that_draws_slowly_gets_a_frame_when_it_has_drawn_the_last(time: Time) -> None:
    line = answering(time)
    assert line.room > 50_000
    assert write(line, 5_000)
    assert line.is_full
    time.now += 0.6
    line.answered(time.now)
    assert not line.is_full
    assert LEAST_UNDER_WAY <= line.room < 2_000
    assert not write(line, 100)
    assert write(line, 1_500)
    assert line.is_full
    time.now += 0.2
    line.answered(time.now)
    assert not line.is_full


def test_a_line_that_is_only_long_is_not_taken_for_slow(time: Time) -> None:
    line = answering(time)
    for _ in range(16):
        assert not write(line, 30)
    for characters in (30, 3_000, 8_000, 20_000):
        assert not line.is_full
        assert write(line, characters)
        time.now += 0.15
        line.answered(time.now)
    assert line.room > 20_000


def test_a_terminal_that_stops_answering_is_written_to_all_the_same(time: Time) -> None:
    line = answering(time)
    write(line, 5_000)
    time.now += NO_ANSWER / 2
    assert line.is_full
    time.now += NO_ANSWER
    assert not line.is_full
    assert not write(line, 5_000)
    assert not line.is_full


def test_what_the_kernel_does_not_take_is_not_added_to(time: Time) -> None:
    line = Line(time)
    line.hand(10_000)
    assert line.is_full
    line.took(10_000, 0.0)
    assert not line.is_full


def test_a_silent_terminal_that_made_us_wait_gets_time_to_empty_its_buffer(time: Time) -> None:
    line = Line(time)
    line.hand(1_000)
    line.took(1_000, 0.125)
    assert line.is_full
    time.now += 1.0
    assert line.is_full
    time.now += 1.5
    assert not line.is_full
    assert line.room < 2_000
    write(line, 2_000)
    assert line.is_full
    time.now += 0.2
    assert not line.is_full


def test_after_others_had_the_terminal_nothing_is_known_of_it(time: Time) -> None:
    line = answering(time)
    write(line, 5_000)
    sessions = line.sessions
    line.begin()
    assert line.sessions == sessions + 1
    assert not line.is_full
    assert not write(line, 5_000)


@pytest.mark.parametrize("cut", range(len(UNKNOWN_MODE) + 1))
def test_an_answer_is_heard_wherever_it_is_cut(cut: int) -> None:
    answers = UnknownModeAnswers()
    data = f"a\x1b[A{UNKNOWN_MODE}b"
    told = [*answers.told(data[: 4 + cut]), *answers.told(data[4 + cut :]), *answers.told("c")]
    assert len(told) == 1


def test_what_can_wait_does_not_fill_the_buffer_of_a_silent_terminal(time: Time) -> None:
    line = Line(time)
    line.begin()
    written = 0
    for _ in range(1_000):
        if not line.rest:
            write(line, 600)
            written += 600
        time.now += 0.01
    # 8 KB/s are drawn meanwhile.
    assert 60_000 < written < 8_000 * 10
    write(line, 50_000)
    assert line.rest <= LONGEST_REST
    line.answered(time.now)
    assert line.rest == 0.0
