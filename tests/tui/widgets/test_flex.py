from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.tui.widgets.flex import Item, broken, gaps_before, needed, shares


@pytest.mark.parametrize(
    ("items", "room", "gap", "expected"),
    [
        ([], 10, 1, []),
        ([Item(1, 4)], 10, 0, [4]),
        # Those that grow share what is left, by their factors.
        ([Item(1, 4), Item(1, 4, grow=1)], 20, 2, [4, 14]),
        ([Item(1, 0, grow=1), Item(1, 0, grow=3)], 20, 0, [5, 15]),
        ([Item(1, 4, grow=0.25)], 20, 0, [8]),
        # What meets a limit leaves the rest to the others.
        ([Item(1, 0, most=5, grow=1), Item(1, 0, grow=1)], 20, 0, [5, 15]),
        ([Item(8, 0, grow=1), Item(1, 0, grow=1)], 10, 0, [8, 2]),
        ([Item(1, 0, asked=8, grow=1), Item(1, 0, grow=1)], 10, 0, [8, 2]),
        # Those that are bigger lose more, none of them more than it can.
        ([Item(1, 30), Item(1, 10)], 20, 0, [15, 5]),
        ([Item(1, 30), Item(9, 10)], 20, 0, [11, 9]),
        ([Item(1, 30), Item(1, 10, shrink=0)], 20, 0, [10, 10]),
        # A wish is none where there is no room for it.
        ([Item(4, 10, asked=10), Item(4, 10, asked=10)], 10, 0, [5, 5]),
        ([Item(8, 10), Item(8, 10)], 10, 0, [8, 8]),
    ],
)
def test_shares(items: list[Item], room: int, gap: int, expected: list[int]) -> None:
    assert shares(items, room, gap) == expected


@pytest.mark.parametrize(
    ("justify", "expected"),
    [
        (None, [0, 1, 1]),
        ("start", [0, 1, 1]),
        ("center", [6, 1, 1]),
        ("end", [12, 1, 1]),
        ("between", [0, 7, 7]),
        ("around", [2, 5, 5]),
        ("evenly", [3, 4, 4]),
        ("sideways", [0, 1, 1]),
    ],
)
def test_what_is_left_goes_where_it_was_asked_for(justify: str | None, expected: list[int]) -> None:
    assert gaps_before(3, 12, 1, justify) == expected


def test_lines_are_broken_where_the_room_ends() -> None:
    assert broken([4, 4, 4], 9, 1) == [range(2), range(2, 3)]
    assert broken([4, 20, 4], 9, 1) == [range(1), range(1, 2), range(2, 3)]
    assert broken([], 9, 1) == []


ITEMS = st.lists(
    st.builds(
        Item,
        least=st.integers(0, 30),
        basis=st.integers(0, 200),
        asked=st.integers(0, 30),
        most=st.none() | st.integers(1, 60),
        grow=st.sampled_from([0.0, 0.5, 1.0, 3.0, 1e6]),
        shrink=st.sampled_from([0.0, 1.0, 2.0, 1e6]),
    ),
    max_size=8,
)


@given(ITEMS, st.integers(1, 120), st.integers(0, 4))
def test_nobody_gets_less_than_it_needs_or_more_than_there_is(
    items: list[Item], room: int, gap: int
) -> None:
    sizes = shares(items, room, gap)
    assert len(sizes) == len(items)
    assert all(size >= item.least for size, item in zip(sizes, items, strict=True))
    rigid = any(item.shrink == 0 or not item.basis for item in items)
    if not rigid and needed([item.least for item in items], gap) <= room:
        assert needed(sizes, gap) <= room
    greedy = [item for item in items if item.grow >= 1 and item.most is None]
    if greedy and needed([item.size for item in items], gap) <= room:
        assert needed(sizes, gap) == room


@given(
    st.integers(1, 9),
    st.integers(0, 100),
    st.sampled_from(["start", "center", "end", "between", "around", "evenly"]),
)
def test_no_more_is_given_away_than_is_left(count: int, left: int, justify: str) -> None:
    gaps = gaps_before(count, left, 2, justify)
    assert len(gaps) == count
    assert sum(gaps) <= left + 2 * (count - 1)
    assert all(gap >= 0 for gap in gaps)
