"""Patterns: what is JavaScript's and Python's, what is only one's, and what would take for ever."""

from __future__ import annotations

from time import monotonic

import pytest

from chatkit_tui.controller.forms.pattern import LONGEST_TEXT, fits

BOTH = [
    ("[0-9]{5}", "10115", "1011", "101155", "10115\n"),
    (r"\d{2,}", "12", "1", "١٢"),
    (r"a|bc", "bc", "abc", "c"),
    (r"^[A-Z]\w*$", "Ada", "ada", "Ada\n"),
    (r"[a-z0-9._%+-]+@[a-z]+\.[a-z]{2,}", "a.b@example.org", "a.b@example"),
    (r"(?<y>\d)-\k<y>", "1-1", "1-2"),
    (r"(\w)\1", "aa", "ab"),
    (r"(?=.*\d)(?!.*x).{3,}", "ab1", "abc", "ax1"),
    (r"(?<=a)b|ab", "ab", "b"),
    (r"\p{Lu}\p{L}*", "Ägypten", "ägypten"),
    (r"\u0041\x42\u{43}", "ABC", "abc"),
    (r"[\u{1F600}-\u{1F64F}]", "😀", "x"),
    (r"[^]{2}", "\n\n", "\n"),
    (r"[\w\-]+", "a-b", "a b"),
    (r"[\]\\^]+", r"]\^", "a"),
    (r"a\/b\.c", "a/b.c", "a/bxc"),
    (r"a??b{1,2}?", "abb", "abbb"),
    (r"(?:[ab]{2}-?){2,9999}x{0,65535}", "ab-ba", "ab-a"),
]
"""A pattern, what fits it, and what doesn't."""


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case[0])
def test_a_pattern_is_asked_of_the_whole_value(case: tuple[str, ...]) -> None:
    pattern, good, *bad = case
    assert fits(pattern, good)
    assert [text for text in bad if fits(pattern, text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "[a", "*", "a**", "a++", "a{2}+", "a{", "a{x}", "}", "]", r"\Z", r"\A", r"\y"),
        *(r"(?P<n>a)", "(?#note)", "(?>a)", "(?R)", "(?1)", "(a)(?(1)b|c)", "(?:a){e<=1}"),
        *(
            r"\p{Nothing=Here}",
            r"\k<none>",
            r"\N{DIGIT ONE}",
            "[[:alpha:]]",
            "[[]|x",
            "[a--b]",
            "\\",
        ),
        *("(" * 1_999, "(?:" * 600 + ")" * 600, "x" * 5_000),
        *(r"\w{20001}", "(?:a{150}){150}", "(((x|y){30,}){30,40}){30}?"),
    ],
)
def test_what_is_no_pattern_is_ignored(pattern: str) -> None:
    assert fits(pattern, "anything goes")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(a|aa)+$b", "a" * 5_000),
        (r"(\w+\s?)*\d", "many words " * 200),
        (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 3_000),
        (r".*.*.*.*.*x", "y" * LONGEST_TEXT),
        ("a*" * 900, "a" * 900 + "b"),
    ],
)
def test_no_pattern_holds_up_the_program(pattern: str, text: str) -> None:
    started = monotonic()
    fits(pattern, text)
    assert monotonic() - started < 2
