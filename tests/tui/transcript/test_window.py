"""The window of a long list, for any heights, true or estimated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.tui.transcript.heights import HeightIndex
from chatkit_tui.tui.transcript.window import Anchor, Settler, Window

LIMIT = 12

LISTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)
"""Pairs of an estimated and a true height."""


def settle(
    pairs: list[tuple[int, int]], anchor: Anchor, viewport: int, guard: int = 5
) -> tuple[Window, HeightIndex]:
    heights = HeightIndex(estimate for estimate, _ in pairs)
    settler = Settler(heights, lambda i: pairs[i][1], viewport, guard=guard, limit=LIMIT)
    return settler.settle(anchor), heights


@given(LISTS, st.integers(1, 15), st.integers(0, 60), st.integers(0, 12), st.booleans())
def test_what_is_in_view_is_in_the_window_and_measured(
    pairs: list[tuple[int, int]], viewport: int, index: int, line: int, at_bottom: bool
) -> None:
    window, heights = settle(pairs, Anchor(index, line, at_bottom), viewport)
    assert 0 <= window.first < window.last <= len(pairs)
    for each in range(window.first, window.last):
        assert heights.is_measured(each)
        assert heights[each] == pairs[each][1]
    assert 0 <= window.top <= max(0, heights.total - viewport)
    assert window.first == 0 or heights.offset(window.first) <= window.top
    assert window.last == len(pairs) or heights.offset(window.last) >= window.top + viewport


@given(LISTS, st.integers(1, 15), st.integers(0, 59), st.integers(0, 12))
def test_the_anchor_holds_unless_an_end_is_in_the_way(
    pairs: list[tuple[int, int]], viewport: int, index: int, line: int
) -> None:
    window, heights = settle(pairs, Anchor(index, line), viewport)
    index = min(index, len(pairs) - 1)
    wanted = heights.offset(index) + min(line, max(0, heights[index] - 1))
    at_the_end = window.last == len(pairs) and window.top == max(0, heights.total - viewport)
    assert window.top == wanted or (at_the_end and window.top < wanted)


@given(LISTS, st.integers(1, 15))
def test_following_shows_the_last_row(pairs: list[tuple[int, int]], viewport: int) -> None:
    window, heights = settle(pairs, Anchor(len(pairs) - 1, at_bottom=True), viewport)
    assert window.last == len(pairs)
    assert window.top == max(0, heights.total - viewport)


@given(LISTS, st.integers(1, 15), st.integers(0, 59))
def test_no_more_items_than_the_limit_or_the_viewport_needs(
    pairs: list[tuple[int, int]], viewport: int, index: int
) -> None:
    window, heights = settle(pairs, Anchor(index), viewport, guard=100)
    tall = [each for each in range(window.first, window.last) if heights[each]]
    seen = [
        each
        for each in tall
        if heights.offset(each) < window.top + viewport
        and heights.offset(each) + heights[each] > window.top
    ]
    assert len(tall) <= max(LIMIT, len(seen))


def test_the_guard_reaches_beyond_the_viewport_on_both_sides() -> None:
    window, _ = settle([(2, 2)] * 40, Anchor(20), viewport=6, guard=4)
    assert (window.first, window.last) == (18, 25)


def test_a_viewport_of_more_items_than_the_limit_is_covered() -> None:
    pairs = [(1, 1)] * 100
    last = Anchor(99, at_bottom=True)
    assert settle(pairs, last, viewport=30)[0] == Window(70, 100, 70)
    assert settle(pairs, Anchor(20), viewport=30)[0] == Window(20, 50, 20)


def test_an_empty_list_has_an_empty_window() -> None:
    assert settle([], Anchor(0), viewport=10)[0] == Window(0, 0, 0)
