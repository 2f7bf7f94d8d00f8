from __future__ import annotations

from typing import Any

import pytest

from tests.support.widget_trees import look, node, text

WORDS = [text("aa"), text("bb"), text("cc")]
NUMBERS = [text("one"), text("two"), text("three"), text("four")]


def boxed(value: str, **properties: Any) -> dict[str, Any]:
    return node("Box", text(value), **{"border": 1} | properties)


TALL = node("Box", text("1"), text("2"), text("3"), border=1)

ROWS: list[tuple[dict[str, Any], int, list[str]]] = [
    (node("Row", *WORDS, justify="start", gap=2), 20, ["aa bb cc"]),
    (node("Row", *WORDS, justify="center", gap=2), 20, ["      aa bb cc"]),
    (node("Row", *WORDS, justify="end", gap=2), 20, ["            aa bb cc"]),
    (node("Row", *WORDS, justify="between", gap=2), 20, ["aa       bb       cc"]),
    (node("Row", *WORDS, justify="around", gap=2), 20, ["  aa     bb     cc"]),
    (node("Row", *WORDS, justify="evenly", gap=2), 20, ["   aa    bb    cc"]),
    (node("Row", *WORDS, justify="stretch", gap=2), 20, ["aa     bb     cc"]),
    (
        node("Row", boxed("x"), TALL, text("t"), align="start"),
        12,
        ["┌─┐┌─┐t", "│x││1│", "└─┘│2│", "   │3│", "   └─┘"],
    ),
    (
        node("Row", boxed("x"), TALL, text("t"), align="center"),
        12,
        ["   ┌─┐", "┌─┐│1│", "│x││2│t", "└─┘│3│", "   └─┘"],
    ),
    (
        node("Row", boxed("x"), TALL, text("t"), align="end"),
        12,
        ["   ┌─┐", "   │1│", "┌─┐│2│", "│x││3│", "└─┘└─┘t"],
    ),
    (
        node("Row", boxed("x"), TALL, text("t"), align="stretch"),
        12,
        ["┌─┐┌─┐t", "│x││1│", "│ ││2│", "│ ││3│", "└─┘└─┘"],
    ),
    (
        node("Row", boxed("x"), TALL, text("t"), align="baseline"),
        12,
        ["┌─┐┌─┐", "│x││1│t", "└─┘│2│", "   │3│", "   └─┘"],
    ),
    (
        node("Row", boxed("x"), TALL, text("t"), align=None),
        12,
        ["┌─┐┌─┐", "│x││1│", "│ ││2│t", "│ ││3│", "└─┘└─┘"],
    ),
    (node("Row", *WORDS), 20, ["aa bb cc"]),
    (node("Row", *WORDS, gap=0), 20, ["aabbcc"]),
    (node("Row", *WORDS, gap=4), 20, ["aa  bb  cc"]),
    (
        node("Row", boxed("1", flex=1), boxed("2", flex=2)),
        30,
        [
            "┌────────┐┌──────────────────┐",
            "│1       ││2                 │",
            "└────────┘└──────────────────┘",
        ],
    ),
    (
        node("Row", boxed("1", flex="0 0 80px"), boxed("2", flex="auto")),
        24,
        ["┌────────┐┌────────────┐", "│1       ││2           │", "└────────┘└────────────┘"],
    ),
    (
        node("Row", boxed("1", width="25%"), boxed("2", width="75%")),
        24,
        ["┌────┐┌────────────────┐", "│1   ││2               │", "└────┘└────────────────┘"],
    ),
    (node("Row", boxed("1", width=40), text("rest")), 24, ["┌───┐", "│1  │rest", "└───┘"]),
    (node("Row", boxed("1", size=40), text("rest")), 24, ["┌───┐", "│1  │rest", "└───┘"]),
    (
        node("Row", boxed("1", minWidth=80), boxed("2", flex=1)),
        24,
        ["┌────────┐┌────────────┐", "│1       ││2           │", "└────────┘└────────────┘"],
    ),
    (
        node("Row", boxed("1", flex=1, maxWidth=80), text("rest")),
        24,
        ["┌────────┐", "│1       │rest", "└────────┘"],
    ),
    (
        node("Row", text("a text of many words"), {"type": "Badge", "label": "badge"}),
        20,
        ["a text of     badge", "many words"],
    ),
    (node("Row", *NUMBERS, wrap="wrap", gap=1), 10, ["one two", "three four"]),
    (node("Row", *NUMBERS, wrap="wrap-reverse", gap=1), 10, ["three four", "one two"]),
    (node("Row", *NUMBERS, wrap="wrap", gap=4), 10, ["one  two", "", "three", "", "four"]),
    (node("Row", *NUMBERS), 10, ["one two", "three four"]),
    (node("Row", text("x"), height=48, align="end"), 10, ["", "", "x"]),
    (node("Row", text("a"), node("Spacer"), text("b")), 10, ["a        b"]),
    (node("Row", text("a"), node("Spacer", minSize=8), text("b"), gap=0), 6, ["a    b"]),
    (
        node("Row", node("Col", text("a"), text("b")), node("Divider"), text("c")),
        8,
        ["a │ c", "b │"],
    ),
    (node("Row", text("a"), node("Divider", size=3, spacing=2), text("c"), gap=0), 8, ["a ┃ c"]),
    (node("Row", boxed("1", margin=2), text("x")), 20, ["", " ┌─┐", " │1│ x", " └─┘", ""]),
    (
        node("Row", TALL, node("Col", boxed("n", flex=1)), align="stretch"),
        12,
        ["┌─┐┌─┐", "│1││n│", "│2││ │", "│3││ │", "└─┘└─┘"],
    ),
]


COLUMNS: list[tuple[dict[str, Any], int, list[str]]] = [
    (node("Col", boxed("x"), text("text"), align="start"), 10, ["┌─┐", "│x│", "└─┘", "text"]),
    (
        node("Col", boxed("x"), text("text"), align="center"),
        10,
        ["   ┌─┐", "   │x│", "   └─┘", "   text"],
    ),
    (
        node("Col", boxed("x"), text("text"), align="end"),
        10,
        ["       ┌─┐", "       │x│", "       └─┘", "      text"],
    ),
    (
        node("Col", boxed("x"), text("text"), align="stretch"),
        10,
        ["┌────────┐", "│x       │", "└────────┘", "text"],
    ),
    (
        node("Col", boxed("x"), text("text"), align=None),
        10,
        ["┌────────┐", "│x       │", "└────────┘", "text"],
    ),
    (node("Col", *WORDS, gap=4), 10, ["aa", "", "bb", "", "cc"]),
    (node("Col", *WORDS, gap=1), 10, ["aa", "bb", "cc"]),
    (node("Box", *WORDS, height=112, justify="between"), 4, ["aa", "", "", "bb", "", "", "cc"]),
    (
        node("Box", text("x"), height=64, justify="center", border=1),
        10,
        ["┌────────┐", "│x       │", "│        │", "└────────┘"],
    ),
    (
        node("Box", boxed("a", flex=1), text("b"), height=96),
        6,
        ["┌────┐", "│a   │", "│    │", "│    │", "└────┘", "b"],
    ),
    (node("Box", text("a"), node("Spacer"), text("b"), height=80), 4, ["a", "", "", "", "b"]),
    (node("Col", text("a"), node("Spacer", minSize=8), text("b")), 4, ["a", "", "", "b"]),
    (
        node("Col", boxed("1", margin={"left": 4, "top": 4}), text("x")),
        12,
        ["", "  ┌────────┐", "  │1       │", "  └────────┘", "x"],
    ),
    (
        node("Col", boxed("1", width="50%"), boxed("2", maxWidth=40), boxed("3", minWidth=80)),
        12,
        [
            "┌────┐",
            "│1   │",
            "└────┘",
            "┌───┐",
            "│2  │",
            "└───┘",
            "┌──────────┐",
            "│3         │",
            "└──────────┘",
        ],
    ),
    (
        node("Col", node("Box", text("x"), width=80, aspectRatio="5/2", border=1)),
        20,
        ["┌────────┐", "│x       │", "└────────┘"],
    ),
    (
        node("Col", text("a"), node("Divider"), text("b"), align="center"),
        6,
        ["  a", "──────", "  b"],
    ),
    (
        node("Col", text("a"), node("Divider", spacing=4, size=2), text("b")),
        6,
        ["a", "", "━━━━━━", "", "b"],
    ),
    (
        node(
            "Form",
            {"type": "Label", "value": "Name", "fieldName": "n"},
            text("f"),
            text("g"),
            gap=4,
        ),
        10,
        ["Name", "f", "", "g"],
    ),
    (node("Form", text("f"), text("g"), direction="row"), 10, ["f g"]),
    (node("Box", text("f"), text("g"), direction="row"), 10, ["f g"]),
    (node("Basic", text("f"), text("g"), direction="row", gap=4, padding=2), 12, ["", " f  g", ""]),
    (
        node("Basic", text("f"), text("g"), justify="end", align="end"),
        12,
        ["           f", "           g"],
    ),
    ({"type": "Transition", "children": text("x")}, 6, ["x"]),
]


FRAMES: list[tuple[dict[str, Any], int, list[str]]] = [
    (node("Box", text("x"), padding={"x": 4, "y": 4}), 10, ["", "  x", ""]),
    (node("Box", text("x"), padding=3, border=1), 10, ["┌────────┐", "│ x      │", "└────────┘"]),
    (boxed("x", border={"size": 1, "style": "solid"}), 5, ["┌───┐", "│x  │", "└───┘"]),
    (boxed("x", border={"size": 1, "style": "dashed"}), 5, ["┌╌╌╌┐", "╎x  ╎", "└╌╌╌┘"]),
    (boxed("x", border={"size": 1, "style": "dotted"}), 5, ["┌┈┈┈┐", "┊x  ┊", "└┈┈┈┘"]),
    (boxed("x", border={"size": 1, "style": "double"}), 5, ["╔═══╗", "║x  ║", "╚═══╝"]),
    (boxed("x", border={"size": 1, "style": "groove"}), 5, ["╒═══╕", "│x  │", "╘═══╛"]),
    (boxed("x", border={"size": 1, "style": "ridge"}), 5, ["╓───╖", "║x  ║", "╙───╜"]),
    (boxed("x", border={"size": 1, "style": "inset"}), 5, ["┏━━━┑", "┃x  │", "┖───┘"]),
    (boxed("x", border={"size": 1, "style": "outset"}), 5, ["┌───┒", "│x  ┃", "┕━━━┛"]),
    (boxed("x", border={"size": 1, "style": "odd"}), 5, ["┌───┐", "│x  │", "└───┘"]),
    (boxed("x", border={"size": 1, "style": "none"}), 5, ["x"]),
    (boxed("x", border={"size": 2, "style": "solid"}), 5, ["┏━━━┓", "┃x  ┃", "┗━━━┛"]),
    (boxed("x", border={"size": 2, "style": "dashed"}), 5, ["┏╍╍╍┓", "╏x  ╏", "┗╍╍╍┛"]),
    (boxed("x", border={"size": 2, "style": "dotted"}), 5, ["┏┉┉┉┓", "┋x  ┋", "┗┉┉┉┛"]),
    (boxed("x", border=0), 5, ["x"]),
    (boxed("x", border=-1), 5, ["x"]),
    (boxed("x", border={"top": 1, "left": {"size": 2}}), 5, ["┎────", "┃x"]),
    (
        boxed("x", border={"x": 1, "y": {"size": 1, "style": "double"}}),
        5,
        ["╒═══╕", "│x  │", "╘═══╛"],
    ),
    (
        boxed("x", border={"x": {"size": 1, "style": "double"}, "y": 2, "bottom": 1}),
        5,
        ["╓━━━╖", "║x  ║", "╙───╜"],
    ),
    (boxed("x", border={"x": 1, "left": 0}), 5, ["x   │"]),
    (boxed("x", radius="none"), 5, ["┌───┐", "│x  │", "└───┘"]),
    (boxed("x", radius="2xs"), 5, ["╭───╮", "│x  │", "╰───╯"]),
    (boxed("x", radius="full"), 5, ["╭───╮", "│x  │", "╰───╯"]),
    (boxed("x", radius="100%"), 5, ["╭───╮", "│x  │", "╰───╯"]),
    (boxed("x", radius="md", border=2), 5, ["┏━━━┓", "┃x  ┃", "┗━━━┛"]),
    (
        node(
            "Box",
            text("a"),
            node("Col", node("Divider", flush=True)),
            text("b"),
            border=1,
            padding={"x": 2},
        ),
        8,
        ["┌──────┐", "│ a    │", "├──────┤", "│ b    │", "└──────┘"],
    ),
    (
        node("Box", node("Divider", flush=True, size=2), border={"x": 2, "y": 1}, padding={"x": 2}),
        8,
        ["┎──────┒", "┣━━━━━━┫", "┖──────┚"],
    ),
    (
        node(
            "Box",
            node("Box", node("Divider", flush=True), padding={"x": 1}),
            border=1,
            padding={"x": 2},
        ),
        10,
        ["┌────────┐", "│ ────── │", "└────────┘"],
    ),
    (
        node(
            "Box",
            node("Row", node("Divider", flush=True), text("x"), gap=0),
            border=1,
            padding={"x": 2},
        ),
        9,
        ["┌───────┐", "│ │x    │", "└───────┘"],
    ),
    (boxed("abc", padding={"x": 4}), 3, ["───", "abc", "───"]),
    (boxed("abc", padding={"x": 4}), 4, ["────", "abc", "────"]),
    (boxed("abc", padding={"x": 4}), 5, ["┌───┐", "│abc│", "└───┘"]),
    (boxed("abc", padding={"x": 4}), 6, ["┌────┐", "│abc │", "└────┘"]),
    (boxed("abc", padding={"x": 4}), 8, ["┌──────┐", "│ abc  │", "└──────┘"]),
    (boxed("abc", padding={"x": 4}), 12, ["┌──────────┐", "│  abc     │", "└──────────┘"]),
]


@pytest.mark.parametrize(("raw", "width", "expected"), ROWS)
def test_rows_share_their_width(raw: dict[str, Any], width: int, expected: list[str]) -> None:
    assert look(raw, width) == expected


@pytest.mark.parametrize(("raw", "width", "expected"), COLUMNS)
def test_columns_share_their_height(raw: dict[str, Any], width: int, expected: list[str]) -> None:
    assert look(raw, width) == expected


@pytest.mark.parametrize(("raw", "width", "expected"), FRAMES)
def test_frames_are_drawn_in_lines(raw: dict[str, Any], width: int, expected: list[str]) -> None:
    assert look(raw, width) == expected
