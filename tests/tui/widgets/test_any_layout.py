from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatkit_tui.protocol.widgets.text import Text
from chatkit_tui.tui.widgets.draw import PAINTERS
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.drawn_widgets import drawn
from tests.support.widget_trees import look, misfits, node, text

LENGTHS = st.sampled_from([0, 1, 3, 8, 40, 400, 10**30, -5, 2.5, 1e300, 5e-324, True, None]) | (
    st.sampled_from(["50%", "100%", "12px", "2rem", "calc(1px)", "auto", "", "8px 16px", "1 1 0"])
    | st.sampled_from(["none", "16/9", "NaN", "1e9px", [], {}])
)
COLORS = st.sampled_from(["red", "surface", "blue-500", "#123456", "?", {"dark": "red"}, 7, None])
WORDS = st.sampled_from(["row", "col", "start", "center", "end", "between", "around", "evenly"]) | (
    st.sampled_from(["stretch", "baseline", "wrap", "wrap-reverse", "nowrap", "sm", "full", "md"])
    | st.sampled_from(["solid", "inset", "", 5, None])
)
ACTIONS = st.sampled_from([None, {"type": "a"}, {}, "a"])
SIDES = LENGTHS | st.fixed_dictionaries({"size": LENGTHS, "style": WORDS, "color": COLORS})
EDGES = ("top", "right", "bottom", "left", "x", "y")
BORDERS = SIDES | st.dictionaries(st.sampled_from(EDGES), SIDES)
SPACES = LENGTHS | st.dictionaries(st.sampled_from(EDGES), LENGTHS)
TEXTS = st.sampled_from(["", "a", "some words of text", "日本語のテキスト", "longunbrokenword" * 3])
STATUSES = st.none() | st.fixed_dictionaries({"text": TEXTS, "icon": st.just("check")})
BUTTONS = st.none() | st.fixed_dictionaries({"label": TEXTS, "action": ACTIONS})

PROPERTIES = {
    **dict.fromkeys(("width", "height", "size", "minWidth", "maxWidth", "minHeight"), LENGTHS),
    **dict.fromkeys(("flex", "gap", "aspectRatio", "spacing", "minSize", "limit"), LENGTHS),
    **dict.fromkeys(("padding", "margin"), SPACES),
    **dict.fromkeys(("align", "justify", "wrap", "direction", "radius"), WORDS),
    **dict.fromkeys(("background", "color"), COLORS),
    **dict.fromkeys(("flush", "collapsed", "streaming", "block"), st.booleans()),
    **dict.fromkeys(("confirm", "cancel"), BUTTONS),
    **dict.fromkeys(("value", "label"), TEXTS),
    "border": BORDERS,
    "status": STATUSES,
    "theme": st.sampled_from(["dark", "light", "odd", None]),
    "onClickAction": ACTIONS,
}

KINDS = (
    *("Card", "ListView", "ListViewItem", "Basic", "Box", "Row", "Col", "Form", "Transition"),
    *("Spacer", "Divider", "Text", "Badge", "Button", "Label", "Never heard of"),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    """A component with any values of any properties, and children if it is not too deep."""
    names = draw(st.lists(st.sampled_from(sorted(PROPERTIES)), max_size=5, unique=True))
    raw: dict[str, Any] = {"type": draw(st.sampled_from(KINDS))}
    raw.update({name: draw(PROPERTIES[name]) for name in names})
    if depth:
        raw["children"] = draw(st.lists(trees(depth - 1), max_size=3))
    return raw


@settings(max_examples=150, deadline=None)
@given(trees(), st.integers(1, 120), st.sampled_from(["", "!fold", "!more", "!confirm", "x"]))
def test_every_line_is_as_wide_as_asked_for(raw: dict[str, Any], width: int, part: str) -> None:
    ref = raw["type"] + part
    state = WidgetState(focus=ref, busy={ref} if width % 2 else set(), failure="no" * (width % 3))
    block = drawn(raw, width, state)
    assert block.width == width
    assert misfits(block) == []
    whole = drawn(raw, width, state, whole=True)
    assert whole.width <= width
    assert misfits(whole) == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_word_is_lost_where_rows_do_not_fit(width: int) -> None:
    words = [f"word{number:03}" for number in range(60)]
    rows = [
        node("Row", *[text(word) for word in words[begin : begin + 20]], gap=2)
        for begin in (0, 20, 40)
    ]
    cell = node("Row", node("Col", *rows[:2]), {"type": "Spacer"}, rows[2])
    shown = " ".join(look(node("Card", cell, size="full"), width))
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize("kind", ["Row", "Col", "Box", "Transition", "Card", "Basic", "ListView"])
def test_sixty_levels_are_drawn_and_measured_but_once(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()
    measure_one, draw_one = PAINTERS[Text]

    def measured(*arguments: Any) -> Any:
        asked["measured"] += 1
        return measure_one(*arguments)

    def drawn_once(*arguments: Any) -> Any:
        asked["drawn"] += 1
        return draw_one(*arguments)

    painters: dict[Any, Any] = PAINTERS
    monkeypatch.setitem(painters, Text, (measured, drawn_once))
    raw = text("innermost")
    for _ in range(58):
        raw = node(kind, raw, padding={"left": 1}, align="stretch")
    assert "innermost" in "".join(row.strip("│ ") for row in look(raw, 80))
    assert asked["drawn"] == 1
    assert asked["measured"] <= 1
