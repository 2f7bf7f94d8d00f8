"""From control to control, by order and by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from chatkit_tui.protocol.widgets.component import Component
from chatkit_tui.protocol.widgets.layout import ListViewItem
from chatkit_tui.protocol.widgets.text import Text, Title
from chatkit_tui.tui.widgets.control import Control, ControlKind

Direction = Literal["up", "down", "left", "right"]

TYPED = (ControlKind.LINE, ControlKind.LINES)
"""Controls that are typed into."""


def named(controls: Sequence[Control], ref: str | None) -> int | None:
    """The control of that name, or the first one of the component of that name."""
    exact = (at for at, control in enumerate(controls) if control.ref == ref)
    parts = (at for at, control in enumerate(controls) if control.node.ref == ref)
    return next(exact, next(parts, None))


def begin(controls: Sequence[Control]) -> int | None:
    """Where to begin: the control that asks for it, else the first one."""
    asking = (at for at in _able(controls) if _asks(controls[at].node.component))
    return next(asking, first(controls))


def first(controls: Sequence[Control]) -> int | None:
    """The first control that can be operated."""
    return next(iter(_able(controls)), None)


def last(controls: Sequence[Control]) -> int | None:
    """The last control that can be operated."""
    return next(reversed(_able(controls)), None)


def stepped(controls: Sequence[Control], at: int, step: Literal[-1, 1]) -> int | None:
    """The next control in reading order, or the one before; after the last comes the first.

    The options of a group are one stop.
    """
    able = [each for each in _able(controls) if not _same_group(controls[each], controls[at])]
    if step > 0:
        return next((each for each in able if each > at), next(iter(able), None))
    before = [each for each in able if each < at] or able
    return _first_of_group(controls, able, before[-1]) if before else None


def moved(controls: Sequence[Control], at: int, direction: Direction) -> int | None:
    """The nearest control in a direction; None where there is none."""
    here = controls[at]
    able = [each for each in _able(controls) if each != at]
    if direction in ("left", "right"):
        beside = [each for each in able if _in_same_rows(controls[each], here)]
        return _nearest_across(controls, beside, here, direction)
    down = direction == "down"
    beyond = [each for each in able if _beyond(controls[each], here, down=down)]
    if not beyond:
        return None

    def distance(each: int) -> tuple[int, int]:
        other = controls[each]
        rows = other.row - here.row if down else here.row - (other.row + other.height)
        return rows, _columns_between(other, here)

    return min(beyond, key=distance)


def nearest(controls: Sequence[Control], row: int, column: int) -> int | None:
    """The control nearest to a place, of those that can be operated."""
    able = _able(controls)

    def distance(each: int) -> tuple[int, int]:
        return abs(controls[each].row - row), abs(controls[each].column - column)

    return min(able, key=distance, default=None)


def at_place(controls: Sequence[Control], row: int, column: int) -> int | None:
    """The control at a place; of those inside each other, the innermost one."""
    found = None
    for at, control in enumerate(controls):
        rows = range(control.row, control.row + control.height)
        if row in rows and column in range(control.column, control.column + control.width):
            found = at
    return found


def list_rows(controls: Sequence[Control]) -> list[int]:
    """The rows of lists."""
    return [
        at
        for at, control in enumerate(controls)
        if isinstance(control.node.component, ListViewItem) and control.ref == control.node.ref
    ]


def _able(controls: Sequence[Control]) -> list[int]:
    return [at for at, control in enumerate(controls) if control.enabled]


def _asks(component: Component) -> bool:
    """Whether a field wants to be the first one to be written in."""
    props = component.editable if isinstance(component, Text | Title) else component
    return bool(getattr(props, "auto_focus", False))


def _same_group(one: Control, other: Control) -> bool:
    return one.kind is ControlKind.RADIO and one.node.ref == other.node.ref


def _first_of_group(controls: Sequence[Control], able: Sequence[int], at: int) -> int:
    """Whoever comes to a group from behind begins at its first option too."""
    return next((each for each in able if _same_group(controls[each], controls[at])), at)


def _in_same_rows(one: Control, other: Control) -> bool:
    return one.row < other.row + other.height and other.row < one.row + one.height


def _nearest_across(
    controls: Sequence[Control], beside: Sequence[int], here: Control, direction: Direction
) -> int | None:
    if direction == "right":
        right = [each for each in beside if controls[each].column > here.column]
        return min(right, key=lambda each: controls[each].column, default=None)
    left = [each for each in beside if controls[each].column < here.column]
    return max(left, key=lambda each: controls[each].column, default=None)


def _beyond(other: Control, here: Control, *, down: bool) -> bool:
    """Whether all of it is further down, or up; or part of what stands in a taller one."""
    if down:
        return other.row >= here.row + here.height
    return other.row + other.height <= here.row


def _columns_between(one: Control, other: Control) -> int:
    """Cells between their columns; none where one stands above the other."""
    gap = max(one.column - (other.column + other.width), other.column - (one.column + one.width))
    return max(0, gap)
