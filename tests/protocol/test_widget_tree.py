"""What of a widget tree is read, and what is left out."""

from __future__ import annotations

from typing import Any

from chatkit_tui.protocol.widgets.tree import MOST_DEPTH, MOST_NODES, Node, tree_of


def _text(value: str) -> dict[str, Any]:
    return {"type": "Text", "value": value}


def test_what_comes_first_in_reading_order_is_read_whole() -> None:
    rows = [{"type": "Row", "children": [_text("a"), _text("b")]} for _ in range(MOST_NODES)]
    tree = tree_of({"type": "Card", "children": rows})
    nodes = list(tree.walk())
    assert len(nodes) == MOST_NODES
    assert [len(row.children) for row in tree.children[:-1]] == [2] * (len(tree.children) - 1)
    assert _left_out(tree) + len(nodes) == 1 + MOST_NODES + 2 * len(tree.children)


def test_what_lies_too_deep_is_counted() -> None:
    raw = _text("innermost")
    for _ in range(200):
        raw = {"type": "Box", "children": [raw]}
    tree = tree_of(raw)
    assert len(list(tree.walk())) == MOST_DEPTH
    assert _left_out(tree) == 1


def _left_out(tree: Node) -> int:
    return sum(node.left_out for node in tree.walk())
