"""Segments of a row that are more than their text: what a copy of the row has to know.

They are kinds of Segment, so that rows pass through everything that puts margins before them or
frames around them, and cost no more to draw than others.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style


class Soft(Segment):
    """The last piece of text in a row that was broken for want of room; `gap` stood behind it."""

    __slots__ = ()
    gap = " "

    def __eq__(self, other: object) -> bool:
        # A row that is broken softly is another row than one that ends.
        return type(self) is type(other) and tuple.__eq__(self, other)

    __hash__ = Segment.__hash__


class Cut(Soft):
    """As Soft, where a long word or a text without spaces was cut."""

    __slots__ = ()
    gap = ""


class Spaced(Soft):
    """As Soft, where there were several spaces."""

    gap = "  "


def soft(text: str, style: Style | None, gap: str) -> Soft:
    """The last piece of a row that goes on in the next one behind `gap`."""
    if gap == " ":
        return Soft(text, style)
    if not gap:
        return Cut(text, style)
    spaced = Spaced(text, style)
    spaced.gap = gap
    return spaced


class Drawn(Segment):
    """Stands beside a text and is no part of it: a bar, a border, padding."""

    __slots__ = ()


class Indent(Drawn):
    """Blank cells before a text. They are text themselves, unless the row goes on from another."""

    __slots__ = ()


class Ruled(Drawn):
    """Marks a row that is drawn as a whole: a rule, a border, a label."""

    __slots__ = ()


class Between(Drawn):
    """Parts two cells of a table row."""

    __slots__ = ()


class Among(Between):
    """As Between, where the table row goes on in the next row of the screen."""

    __slots__ = ()
