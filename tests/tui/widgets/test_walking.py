"""From control to control."""

from __future__ import annotations

from typing import Any

from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.widgets.control import Control, ControlKind
from chatkit_tui.tui.widgets.walking import at_place, begin, last, moved, named, nearest, stepped


def control(ref: str, row: int, column: int, *, width: int = 4, **settings: Any) -> Control:
    component = settings.pop("component", {"type": "Button", "id": ref})
    kind = settings.pop("kind", ControlKind.PRESS)
    return Control(ref, kind, tree_of(component), row, column, width, **settings)


GRID = (
    control("a", 0, 0),
    control("b", 0, 10),
    control("off", 1, 0, enabled=False),
    control("c", 2, 10),
    control("d", 3, 0),
)


def where(at: int | None) -> str | None:
    return None if at is None else GRID[at].ref


def test_steps_go_in_reading_order_around_and_pass_what_is_disabled() -> None:
    walked = [where(stepped(GRID, at, 1)) for at in (0, 1, 3, 4)]
    assert walked == ["b", "c", "d", "a"]
    assert [where(stepped(GRID, at, -1)) for at in (0, 1, 3, 4)] == ["d", "a", "b", "c"]
    assert where(begin(GRID)) == "a"
    assert where(last(GRID)) == "d"


def test_arrows_go_to_what_stands_in_their_direction() -> None:
    assert where(moved(GRID, 0, "right")) == "b"
    assert where(moved(GRID, 1, "left")) == "a"
    assert where(moved(GRID, 0, "left")) is None
    assert where(moved(GRID, 1, "down")) == "c"
    assert where(moved(GRID, 3, "down")) == "d"
    assert where(moved(GRID, 4, "up")) == "c"
    assert where(moved(GRID, 0, "up")) is None


def test_the_options_of_a_group_are_one_stop_and_arrows_go_through_them() -> None:
    group = {"type": "RadioGroup", "id": "g", "name": "g"}
    options = [
        control(f"#g!option{n}", n + 1, 0, component=group, kind=ControlKind.RADIO)
        for n in range(3)
    ]
    controls = (control("before", 0, 0), *options, control("after", 4, 0))
    assert stepped(controls, 0, 1) == 1
    assert stepped(controls, 2, 1) == 4
    assert stepped(controls, 4, -1) == 1
    assert moved(controls, 1, "down") == 2
    assert named(controls, "#g") == 1
    assert named(controls, "#g!option2") == 3


def test_of_controls_inside_each_other_the_inner_one_is_hit() -> None:
    row = control("row", 0, 0, width=20, height=2)
    inner = control("inner", 1, 5)
    assert at_place((row, inner), 0, 5) == 0
    assert at_place((row, inner), 1, 6) == 1
    assert at_place((row, inner), 2, 6) is None


def test_whoever_asks_for_it_is_first_and_whoever_is_nearest_takes_over() -> None:
    asking = control("x", 5, 0, component={"type": "Input", "name": "x", "autoFocus": True})
    editable = {"type": "Title", "value": "", "editable": {"name": "t", "autoFocus": True}}
    assert begin((*GRID, asking)) == 5
    assert begin((*GRID, control("t", 5, 0, component=editable))) == 5
    assert where(nearest(GRID, 2, 0)) == "c"
    assert nearest((GRID[2],), 0, 0) is None
