"""Icons, short JSON, reading places, remembered heights."""

from __future__ import annotations

import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chatkit_tui.tui.transcript.icons import _BY_WORD, _GLYPHS, FALLBACK, SPINNER, glyph
from chatkit_tui.tui.transcript.page import Painted
from chatkit_tui.tui.transcript.place import line_of, place_of
from chatkit_tui.tui.transcript.rows import RowList
from chatkit_tui.tui.transcript.short_json import short_json
from tests.support.rows import assistant_item, change, long_thread, rows_of


def test_every_icon_of_the_protocol_has_a_glyph() -> None:
    from chatkit.icons import IconName

    names = typing.get_args(typing.get_args(IconName)[0])
    assert len(names) > 50
    assert {name for name in names if glyph(name, "") == ""} == set()


def test_glyphs_take_one_cell() -> None:
    for character in [*_GLYPHS.values(), *_BY_WORD.values(), *SPINNER, FALLBACK]:
        assert len(character) == cell_len(character) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lucide:file-text", "≡"),
        ("lucide:search", "⌕"),
        ("vendor:acme", FALLBACK),
        ("lucide:", FALLBACK),
        (None, FALLBACK),
        ("", FALLBACK),
    ],
)
def test_icons_by_their_words(name: str | None, shown: str) -> None:
    assert glyph(name) == shown


def test_short_json_spells_out_what_is_short() -> None:
    assert short_json({"a": [1, None, True, "x"]}, 100) == '{"a": [1, null, true, "x"]}'
    assert short_json({}, 10) == "{}"


def test_short_json_cuts_what_is_long_or_deep() -> None:
    deep: Any = "core"
    for _ in range(5000):
        deep = [deep]
    assert short_json(deep, 100) == "[[[[[…]]]]]".replace("[[[[[…]]]]]", "[[[[[…]]]]]")
    assert short_json("x" * 1000, 10) == '"xxxxxxxx…'
    assert len(short_json({str(key): key for key in range(10**5)}, 50)) == 50
    assert short_json(10**5000, 50) == "a very large number"


@given(st.lists(st.integers(1, 6), min_size=1), st.lists(st.integers(1, 6), min_size=1), st.data())
def test_a_place_is_found_again(before: list[int], after: list[int], data: st.DataObject) -> None:
    def page(blocks: list[int]) -> Painted:
        lines, starts = 0, []
        for block in blocks:
            starts.append(lines)
            lines += block
        return Painted(lines=[()] * lines, starts=starts)

    line = data.draw(st.integers(0, sum(before)))
    place = place_of(page(before), line)
    assert line_of(page(before), place) == line
    other = page(after)
    found = line_of(other, place)
    block = min(place.block, len(after) - 1)
    assert other.starts[block] <= found <= other.starts[block] + after[block]


def test_rows_are_found_by_key_after_any_change() -> None:
    rows = RowList()
    rows.replace(long_thread(5))
    rows.insert(0, long_thread(2, "old"))
    rows.insert(7, long_thread(1, "new"))
    rows.remove(3)
    assert [rows.index(row.key) for row in rows.rows] == list(range(7))
    assert rows.index("row-1") is None


def test_heights_are_remembered_for_each_width_until_the_row_changes() -> None:
    rows = RowList()
    (row,) = each = rows_of(assistant_item("text"))
    rows.replace(each)
    rows.set_width(40)
    rows.measured(0, 17)
    rows.set_width(80)
    rows.measured(0, 9)
    rows.set_width(40)
    assert rows.heights[0] == 17
    change(row, assistant_item("text of another kind"))
    rows.changed(0, row)
    rows.set_width(80)
    assert rows.heights[0] != 9
    assert not rows.heights.is_measured(0)
