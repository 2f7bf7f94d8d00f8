"""What the terminal says of its background is heard, and never typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from chatkit_tui.tui.background import (
    BackgroundAnswers,
    BackgroundTold,
    dark_by_environment,
    is_dark,
)
from chatkit_tui.tui.paste_guard import PasteGuard
from chatkit_tui.tui.terminal import string_answers

ANSWERS = st.sampled_from(
    [
        "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]11;rgb:ffff/fafa/e0e0\x07",
        "\x1b]11;rgba:ff/ff/ff/ff\x1b\\",
    ]
)


def heard(parser: PasteGuard, *pieces: str) -> tuple[list[bool], str]:
    """Backgrounds that were told (whether dark), and what was typed."""
    told, typed = [], ""
    for piece in pieces:
        for event in [*parser.feed(piece), *parser.tick()]:
            if isinstance(event, BackgroundTold):
                told.append(event.dark)
            elif isinstance(event, events.Key):
                typed += event.character or f"<{event.key}>"
    return told, typed


@given(ANSWERS, st.lists(st.integers(0, 40), max_size=5))
def test_an_answer_is_heard_between_keys_however_it_is_cut(answer: str, cuts: list[int]) -> None:
    data = f"he{answer}\x1b[Allo"
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[a:b] for a, b in pairwise(edges)]
    assert heard(PasteGuard(), *pieces) == ([False], "he<up>llo")


def test_an_answer_that_makes_no_sense_or_breaks_off_types_nothing() -> None:
    assert heard(PasteGuard(), "\x1b]11;?nonsense\x07", "a") == ([], "a")
    assert heard(PasteGuard(), "\x1b]11;rgb:12", "hello") == ([], "hello")


def test_what_is_held_back_too_long_is_a_key_or_a_lost_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = BackgroundAnswers()
    held = ("\x1b", "]", "\x1b]11;rgb:12")
    for each in held[:2]:
        assert answers.without_answers(each) + answers.overdue() == ""
    monkeypatch.setattr(string_answers, "KEY_WITHIN", 0.0)
    assert answers.overdue() == "\x1b]"
    assert answers.without_answers(held[2]) + answers.overdue() == ""
    monkeypatch.setattr(string_answers, "LOST_WITHIN", 0.0)
    assert answers.overdue() == ""
    assert answers.without_answers("34/") == "34/"


def test_esc_waits_only_while_an_answer_is_due() -> None:
    answers = BackgroundAnswers()
    assert answers.without_answers("\x1b") == ""
    assert answers.without_answers("]11;rgb:00/00/00\x07\x1b") == "\x1b"
    assert [each.dark for each in answers.told()] == [True]


def test_a_colour_is_dark_or_light_in_every_spelling() -> None:
    assert is_dark("rgb:1e1e/1e1e/2e2e") is True
    assert is_dark("rgb:f/f/e") is False
    assert is_dark("rgba:fd/f6/e3/ff") is False
    assert is_dark("#fff") is None


def test_colorfgbg_is_the_second_best_word_and_dark_the_last() -> None:
    said = {"15;0": True, "0;15": False, "0;default;7": False, "12;8": True, "0;default": True}
    assert {each: dark_by_environment({"COLORFGBG": each}) for each in said} == said
    assert dark_by_environment({}) is True
