"""What matches what: case, accents, letters that change their length, white space."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatkit_tui.tui.find import counting, item_text
from chatkit_tui.tui.find.counting import HitCounts
from chatkit_tui.tui.find.pattern import Pattern
from tests.support.rows import rows_of, user_item

LETTERS = [
    "a",
    "A",
    "s",
    "S",
    "e",
    "é",
    "e\u0301",
    "É",
    "ß",
    "ẞ",
    "İ",
    "I",
    "i",
    "ı",
    "ﬁ",
    "ς",
    "Σ",
]
OTHERS = [
    "か",
    "が",
    "か\u3099",
    "각",
    "\u1100\u1161\u11a8",
    "й",
    "и",
    "👍🏽",
    "-",
    " ",
    "\n",
    "\u00a0",
]

clusters = st.lists(st.sampled_from(LETTERS + OTHERS), max_size=30)


def found(pattern: str, text: str) -> list[str]:
    wanted = Pattern(pattern)
    return [text[begin:end] for begin, end in wanted.find(wanted.folding.fold(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("needle", "Needle NEEDLE needle", ["Needle", "NEEDLE", "needle"]),
        ("Needle", "Needle NEEDLE needle", ["Needle"]),
        ("strasse", "Straße STRASSE", ["Straße", "STRASSE"]),
        ("straße", "Strasse", ["Strasse"]),
        ("s", "ß s", ["s"]),
        ("istanbul", "İstanbul", ["İstanbul"]),
        ("Straße", "STRASSE Straße", ["Straße"]),
        ("cafe", "Café cafe\u0301", ["Café", "cafe\u0301"]),
        ("café", "cafe Café cafe\u0301", ["Café", "cafe\u0301"]),
        ("е", "ё", []),
        ("か", "が か\u3099 か", ["か"]),
        ("が", "か\u3099", ["か\u3099"]),
        ("가", "각 가", ["가"]),
        ("two words", "two\n  words two\u00a0words", ["two\n  words", "two\u00a0words"]),
        ("aa", "aaaa a", ["aa", "aa"]),
        ("a.c", "abc a.c", ["a.c"]),
    ],
)
def test_what_matches(pattern: str, text: str, matches: list[str]) -> None:
    assert found(pattern, text) == matches


@settings(deadline=None)
@given(clusters, st.data())
def test_a_part_of_a_text_is_found_in_it(parts: list[str], data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(parts)))
    end = data.draw(st.integers(begin, len(parts)))
    wanted = Pattern("".join(parts[begin:end]))
    if not wanted:
        return
    text = "".join(parts)
    folded = wanted.folding.fold(text)
    spans = list(wanted.find(folded))
    assert spans
    assert wanted.count(folded) == len(spans)
    assert all(wanted.folding.fold(text[b:e]).text == wanted.needle for b, e in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(deadline=None, max_examples=50)
@given(clusters, clusters, st.integers(9, 20))
@example(["-"] * 8 + ["e\u0301"], ["é"], 9)
@example(["-"] * 8 + ["a", "b"], ["a", "b"], 9)
def test_a_text_in_pieces_has_the_same_matches(
    parts: list[str], wanted: list[str], portion: int
) -> None:
    # Where a text is cut, decomposed Hangul may be cut as well, and white space counts twice.
    text = "".join(part for part in parts if not part.isspace() and part[0] != "\u1100")
    pattern = Pattern("".join(wanted[:3]).strip())
    row = rows_of(user_item(text))[0]
    counts = HitCounts(hyperlinks=False)
    counts.look_for(pattern)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "PORTION", portion)
        patch.setattr(item_text, "PORTION", portion)
        for _ in counts.count(row):
            pass
    whole = pattern.count(pattern.folding.fold(text)) if pattern else 0
    assert bool(counts.counts) == bool(whole)
