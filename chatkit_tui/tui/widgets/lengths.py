"""From pixels, spacing units and CSS lengths to cells: the one rule.

- A cell is 8 pixels across and a row 16 pixels down; rem and em are 16 pixels, ch is a cell.
- A plain number in width, height, size and their min and max is pixels. In gap, padding, margin and
  spacing it is units of 4 pixels.
- A percentage is of the room across. Down there is no room to take a part of: it asks for nothing.
- Sizes across are rounded to the nearest cell, sizes down to full rows; what is not zero is one at
  least. Heights ask for room and never hide anything.
- Space that is not zero is at least one cell across; down it is none below half a row. Else it is
  rounded down: terminals are small. A line across has half a row of space above and below it in its
  own row, so padding beside a border and spacing around a divider are that much less.
- Words (auto, fit-content) and what is computed (calc) ask for nothing; less than zero is zero.
"""

from __future__ import annotations

import re

from chatkit_tui.protocol.widgets.component import Length, Spacing
from chatkit_tui.protocol.widgets.layout import Space
from chatkit_tui.tui.widgets.block import NO_EDGES, Edges

CELL = 8
"""Pixels across a cell."""

ROW = 16
"""Pixels down a row."""

UNIT = 4
"""Pixels of a spacing unit."""

MOST_ACROSS = 1_000
"""Cells: wider than any terminal."""

MOST_DOWN = 40
"""Rows that a height can ask for: more would only be scrolled past."""

MOST_SPACE = 8
"""Rows of space between two things."""

MOST_RATIO = 100.0
"""Times that something can be wider than high, or higher than wide."""

_PIXELS = {
    "px": 1.0,
    "rem": 16.0,
    "em": 16.0,
    "lh": 16.0,
    "ch": 8.0,
    "ex": 8.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
}

_LENGTH = re.compile(r"\s*([+-]?(?:\d{1,20}(?:\.\d*)?|\.\d{1,20}))\s*([a-z%]*)\s*", re.IGNORECASE)

_FARTHEST = 1e9
"""Pixels: more is as much."""


def size_across(length: Length | None, room: int | None = None) -> int | None:
    """Cells of a width. None for no width, and for a part of a room that is not known."""
    return _across(length, 1, room)


def size_down(length: Length | None) -> int:
    """Rows that a height asks for; 0 for none."""
    pixels = _pixels(length, 1)
    return min(max(1, int(pixels / ROW)), MOST_DOWN) if pixels else 0


def space_across(length: Length | None, room: int | None = None) -> int:
    """Cells of a gap or a padding."""
    share = _share(length)
    pixels = _pixels(length, UNIT)
    if share is not None:
        pixels = share * (room or 0) * CELL
    return min(max(1, int(pixels / CELL)), MOST_ACROSS) if pixels else 0


def space_down(length: Length | None, *, beside_line: bool = False) -> int:
    """Rows of a gap or a padding."""
    pixels = _pixels(length, UNIT) or 0
    if beside_line:
        pixels -= ROW / 2
    return min(max(1, int(pixels / ROW)), MOST_SPACE) if pixels * 2 >= ROW else 0


def edges(space: Space | None, room: int | None = None, lines: Edges = NO_EDGES) -> Edges:
    """Cells at each edge: one length for all, up to four as CSS has them, or one for each.

    `lines` are the edges at which a line is drawn.
    """
    if isinstance(space, Spacing):
        top, bottom = _either(space.top, space.y), _either(space.bottom, space.y)
        left, right = _either(space.left, space.x), _either(space.right, space.x)
    elif isinstance(space, str):
        top, right, bottom, left = _four(space)
    elif space is None:
        return NO_EDGES
    else:
        top = right = bottom = left = space
    return Edges(
        space_down(top, beside_line=lines.top > 0),
        space_across(right, room),
        space_down(bottom, beside_line=lines.bottom > 0),
        space_across(left, room),
    )


def pixels_of(length: Length | None) -> float | None:
    """Pixels of a size such as the thickness of a line; None for none."""
    return _pixels(length, 1)


def ratio(length: Length | None) -> float | None:
    """Width by height: 1.5, "3/2" or "3 / 2", within what can be drawn; None for none."""
    if isinstance(length, str):
        width, slash, height = length.partition("/")
        across, down = _number(width), _number(height) if slash else 1.0
    else:
        across, down = _number(length), 1.0
    return min(max(across / down, 1 / MOST_RATIO), MOST_RATIO) if across and down else None


def _across(length: Length | None, unit: int, room: int | None) -> int | None:
    share = _share(length)
    if share is not None:
        return None if room is None else max(1, int(share * room + 0.5)) if share else 0
    pixels = _pixels(length, unit)
    if pixels is None:
        return None
    return min(max(1, int(pixels / CELL + 0.5)), MOST_ACROSS) if pixels else 0


def _pixels(length: Length | None, unit: int) -> float | None:
    if isinstance(length, str):
        number, word = _parts(length)
        size = _PIXELS.get(word, None if word else float(unit))
        return None if number is None or size is None else min(number * size, _FARTHEST)
    number = _number(length)
    return None if number is None else min(number * unit, _FARTHEST)


def _share(length: Length | None) -> float | None:
    """What part of the room: 0.5 for "50%"."""
    if not isinstance(length, str):
        return None
    number, word = _parts(length)
    return min(number / 100, 1.0) if number is not None and word in ("%", "vw") else None


def _number(value: Length | None) -> float | None:
    """A number that is not negative."""
    if value is None:
        return None
    if isinstance(value, str):
        number, word = _parts(value)
        return None if word else number
    return float(min(max(value, 0), _FARTHEST))


def _parts(text: str) -> tuple[float | None, str]:
    """Number and unit of a CSS length."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None, ""
    return max(float(found[1]), 0.0), found[2].lower()


def _either(one: Length | None, other: Length | None) -> Length | None:
    return other if one is None else one


def _four(text: str) -> tuple[str, str, str, str]:
    """Top, right, bottom and left as CSS writes them in one text."""
    parts = text.split()[:4] or [""]
    top = parts[0]
    right = parts[1] if len(parts) > 1 else top
    bottom = parts[2] if len(parts) > 2 else top
    return top, right, bottom, parts[3] if len(parts) > 3 else right
