"""What may pass the gate between strings from outside and the screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.display import display, display_line

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs"]),
        st.sampled_from("\r\n\t\x1b\x9b\u200d\u200c\ufe0f\ufe0e\u2028\u202e\U000e0041 a中"),
    )
)

HONEST = st.text(
    st.characters(
        categories=["L", "N", "P", "S", "Zs"],
        exclude_characters="\u115f\u1160\u3164\uffa0",
        include_characters="\n",
    )
)


@given(HOSTILE)
def test_nothing_that_drives_a_terminal_passes(text: str) -> None:
    shown = display(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    shown.encode()


@given(HOSTILE)
def test_applying_it_twice_changes_nothing_more(text: str) -> None:
    assert display(display(text)) == display(text)
    assert display_line(display_line(text)) == display_line(text)


@given(HONEST)
def test_honest_text_passes_as_it_is(text: str) -> None:
    assert display(text) == text


@given(HOSTILE)
def test_a_line_stays_a_line(text: str) -> None:
    assert "\n" not in display_line(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x9b31m", "‹9B›31m"),
        ("a\x7fb\x00c", "a␡b␀c"),
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("\u2066isolated\u2069 \u200fmark\u061c", "isolated mark"),
        ("tags\U000e0041\U000e0042\U000e007f", "tags"),
        ("zero\u200b\ufeff\u2060width\u3164", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_becomes_of_hostile_text(text: str, shown: str) -> None:
    assert display(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "👩\u200d👩\u200d👧\u200d👦",
        "❤\ufe0f\u200d🔥",
        "क्\u200dष",
        "e\u0301 and ไทย",
        "[bold]not markup[/]",
    ],
)
def test_scripts_and_emoji_that_need_joiners_keep_them(text: str) -> None:
    assert display(text) == text


def test_joiners_with_nothing_to_join_are_dropped() -> None:
    assert display("a\u200d\u200d\u200d\u200cb") == "a\u200db"
    assert display("\u200da \ufe0fb") == "a b"
    assert display("a\ufe0f\ufe0e\ufe0f") == "a\ufe0f"


def test_tabs_reach_the_next_stop_in_cells() -> None:
    assert display("a\tb\n\tc") == "a   b\n    c"
    assert display("中\tb") == "中  b"
    assert display("e\u0301\tb") == "e\u0301   b"


def test_a_line_of_several_lines() -> None:
    assert display_line("  A title\r\n\tof two lines \n") == "A title of two lines"
