from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.protocol.widgets.component import Length, Spacing
from chatkit_tui.tui.widgets.block import Edges
from chatkit_tui.tui.widgets.lengths import (
    MOST_ACROSS,
    MOST_DOWN,
    MOST_RATIO,
    MOST_SPACE,
    edges,
    pixels_of,
    ratio,
    size_across,
    size_down,
    space_across,
    space_down,
)


@pytest.mark.parametrize(
    ("length", "cells"),
    [
        (None, None),
        (0, 0),
        (1, 1),
        (8, 1),
        (12, 2),
        (48, 6),
        ("48px", 6),
        (" 48 PX ", 6),
        ("48", 6),
        ("3rem", 6),
        ("1.5em", 3),
        ("20ch", 20),
        ("1in", 12),
        ("50%", 20),
        ("100%", 40),
        ("250%", 40),
        ("1%", 1),
        ("0%", 0),
        ("50vw", 20),
        ("auto", None),
        ("calc(100% - 8px)", None),
        ("", None),
        (-8, 0),
        ("-8px", 0),
        (10**400, MOST_ACROSS),
        ("9" * 20 + "px", MOST_ACROSS),
    ],
)
def test_sizes_across_are_pixels_and_parts_of_the_room(
    length: Length | None, cells: int | None
) -> None:
    assert size_across(length, 40) == cells


def test_a_part_of_a_room_nobody_knows_asks_for_nothing() -> None:
    assert size_across("50%") is None


@pytest.mark.parametrize(
    ("length", "rows"),
    [
        (None, 0),
        (0, 0),
        (1, 1),
        (24, 1),
        (32, 2),
        ("3rem", 3),
        ("100%", 0),
        ("50vh", 0),
        (10**9, MOST_DOWN),
    ],
)
def test_sizes_down_are_full_rows(length: Length | None, rows: int) -> None:
    assert size_down(length) == rows


@pytest.mark.parametrize(
    ("length", "across", "down", "beside_line"),
    [
        (None, 0, 0, 0),
        (0, 0, 0, 0),
        (1, 1, 0, 0),  # 4 pixels
        (2, 1, 1, 0),  # 8
        (3, 1, 1, 0),  # 12
        (4, 2, 1, 1),  # 16
        (6, 3, 1, 1),  # 24
        (8, 4, 2, 1),  # 32
        ("6px", 1, 0, 0),
        ("1rem", 2, 1, 1),
        ("10%", 4, 0, 0),
        (-3, 0, 0, 0),
        (10**30, MOST_ACROSS, MOST_SPACE, MOST_SPACE),
    ],
)
def test_space_is_units_of_four_pixels_and_never_more_than_needed(
    length: Length | None, across: int, down: int, beside_line: int
) -> None:
    assert space_across(length, 40) == across
    assert space_down(length) == down
    assert space_down(length, beside_line=True) == beside_line


@pytest.mark.parametrize(
    ("space", "expected"),
    [
        (None, Edges()),
        (4, Edges(1, 2, 1, 2)),
        ("16px", Edges(1, 2, 1, 2)),
        ("16px 8px", Edges(1, 1, 1, 1)),
        ("16px 8px 32px", Edges(1, 1, 2, 1)),
        ("0 8px 16px 24px", Edges(0, 1, 1, 3)),
        ("", Edges()),
        (Spacing(x=4), Edges(0, 2, 0, 2)),
        (Spacing(y=8, top=0), Edges(0, 0, 2, 0)),
        (Spacing(x=4, left=8, bottom="1rem"), Edges(0, 2, 1, 4)),
    ],
)
def test_edges(space: Any, expected: Edges) -> None:
    assert edges(space, 40) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (None, None),
        (2, 2.0),
        ("16/9", 16 / 9),
        ("4 / 2", 2.0),
        ("1.5", 1.5),
        ("1/0", None),
        ("x", None),
        (0, None),
        (5e-324, 1 / MOST_RATIO),
        ("9999999/0.00001", MOST_RATIO),
    ],
)
def test_ratios(length: Length | None, expected: float | None) -> None:
    assert ratio(length) == expected


ANYTHING = st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)


@given(ANYTHING, st.integers(0, 300))
def test_no_length_is_too_odd(length: Length | None, room: int) -> None:
    across = size_across(length, room)
    assert across is None or 0 <= across <= MOST_ACROSS
    assert 0 <= size_down(length) <= MOST_DOWN
    assert 0 <= space_across(length, room) <= MOST_ACROSS
    assert 0 <= space_down(length) <= MOST_SPACE
    assert (pixels_of(length) or 0) >= 0
    assert (ratio(length) or 1) > 0
    assert edges(length, room).across >= 0
