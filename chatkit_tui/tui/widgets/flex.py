"""How a line of things shares its room: CSS flexbox, in whole cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Item:
    """What something asks for along a line, in cells."""

    least: int = 1
    """What it can't be below without losing something."""
    basis: int = 1
    """What it takes where it neither grows nor shrinks."""
    asked: int = 0
    """What it does not want to be below, where there is room."""
    most: int | None = None
    grow: float = 0.0
    """Its part in the room that is left, in relation to the others'."""
    shrink: float = 1.0
    """Its part in what is missing, times its basis."""

    @property
    def floor(self) -> int:
        """What it is at least, where there is room."""
        return max(self.least, self.asked)

    @property
    def size(self) -> int:
        """What it takes where there is just enough room."""
        return int(self.within(self.basis))

    def within(self, size: float) -> float:
        """A size within its limits; the lower one has the last word."""
        if self.most is not None:
            size = min(size, self.most)
        return max(size, self.floor)


def needed(sizes: Sequence[int], gap: int) -> int:
    """Cells that things of these sizes take with the gaps between them."""
    return sum(sizes) + gap * max(0, len(sizes) - 1)


def shares(items: Sequence[Item], room: int, gap: int = 0) -> list[int]:
    """The size of each: with the gaps they take `room` if one grows, and never more than it
    unless their least sizes do.
    """
    if not items:
        return []
    room -= gap * (len(items) - 1)
    if sum(item.floor for item in items) > room:
        items = [_without_wishes(item) for item in items]
    sizes = [item.size for item in items]
    if sum(sizes) < room:
        flexible = [item.grow for item in items]
    else:
        flexible = [item.shrink * item.basis for item in items]
    return _whole(_resolved(items, sizes, flexible, room))


def _without_wishes(item: Item) -> Item:
    return Item(item.least, item.basis, 0, item.most, item.grow, item.shrink)


def _resolved(
    items: Sequence[Item], sizes: Sequence[int], factors: Sequence[float], room: int
) -> list[float]:
    """The sizes after growing or shrinking; those that meet a limit leave the rest to the others.

    As CSS does it: https://www.w3.org/TR/css-flexbox-1/#resolve-flexible-lengths.
    """
    found = [float(size) for size in sizes]
    growing = sum(sizes) < room
    free = {
        index
        for index, item in enumerate(items)
        if factors[index] > 0
        and (item.basis <= sizes[index] if growing else item.basis >= sizes[index])
    }
    while free:
        taken = sum(size for index, size in enumerate(found) if index not in free)
        left = room - taken - sum(items[index].basis for index in free)
        total = sum(factors[index] for index in free)
        if growing and total < 1:
            left *= total
        wanted = {index: items[index].basis + left * (factors[index] / total) for index in free}
        limited = {index: items[index].within(size) for index, size in wanted.items()}
        over = sum(limited[index] - wanted[index] for index in free)
        settled = {
            index
            for index in free
            if abs(over) < 1e-6
            or (over > 0 and limited[index] > wanted[index])
            or (over < 0 and limited[index] < wanted[index])
        }
        for index in settled or free:
            found[index] = limited[index]
        free = free - settled if settled else set()
    return found


def _whole(sizes: Sequence[float]) -> list[int]:
    """Whole cells with the same sum, give or take less than one."""
    ends = [int(end + 0.5) for end in accumulate(sizes)]
    return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]


def broken(sizes: Sequence[int], room: int, gap: int = 0) -> list[range]:
    """Which of them stand in the same line, where lines are broken for want of room."""
    lines: list[range] = []
    begin, taken = 0, 0
    for index, size in enumerate(sizes):
        if index > begin and taken + gap + size > room:
            lines.append(range(begin, index))
            begin, taken = index, size
        else:
            taken += size + (gap if index > begin else 0)
    if sizes:
        lines.append(range(begin, len(sizes)))
    return lines


def gaps_before(count: int, left: int, gap: int, justify: str | None) -> list[int]:
    """The gap before each of `count` things, where `left` cells are to be distributed."""
    left = max(0, left)
    if not count:
        return []
    if justify == "center":
        return [left // 2, *[gap] * (count - 1)]
    if justify == "end":
        return [left, *[gap] * (count - 1)]
    if justify == "between" and count > 1:
        marks = [left * index // (count - 1) for index in range(count)]
    elif justify == "around":
        marks = [left * (2 * index + 1) // (2 * count) for index in range(count)]
    elif justify == "evenly":
        marks = [left * (index + 1) // (count + 1) for index in range(count)]
    else:
        return [0, *[gap] * (count - 1)]
    return [marks[0], *(gap + b - a for a, b in pairwise(marks))]
