"""The names of components: what they are called before and after a widget has changed."""

from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.protocol.widgets.tree import MOST_DEPTH, MOST_NODES, tree_of


def node(component: str, *children: Any, **properties: Any) -> dict[str, Any]:
    return {"type": component, **properties, "children": list(children)}


def marked(raw: Any) -> dict[str, str]:
    """The refs of the components that bear a mark, by the mark."""
    return {each.raw["mark"]: each.ref for each in tree_of(raw).walk() if "mark" in each.raw}


NAME, MAIL = node("Input", mark="name"), node("Input", mark="mail")
TEXT = node("Text", value="x")

CHANGES: list[tuple[str, Any, Any]] = [
    ("others come before it", node("Card", NAME), node("Card", TEXT, node("Badge"), NAME)),
    ("others go", node("Card", TEXT, NAME, TEXT), node("Card", NAME)),
    ("a later one of its type comes", node("Card", NAME), node("Card", NAME, node("Input"))),
    (
        "it has an id and moves elsewhere",
        node("Card", node("Col", node("Input", id="n", mark="name"))),
        node("Card", node("Row", TEXT, node("Input", id="n", mark="name"))),
    ),
    (
        "what it is in has an id and moves",
        node("Card", node("Form", NAME, id="f")),
        node("Card", TEXT, node("Box", node("Form", TEXT, NAME, id="f"))),
    ),
    (
        "those with keys change places",
        node("Card", NAME | {"key": "n"}, MAIL | {"key": "m"}),
        node("Card", MAIL | {"key": "m"}, TEXT, NAME | {"key": "n"}),
    ),
    (
        "it becomes another one with its id",
        node("Card", node("Input", id="n", mark="name")),
        node("Card", node("Select", id="n", mark="name")),
    ),
]


@pytest.mark.parametrize(("before", "after"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_component_keeps_its_name_when(before: Any, after: Any) -> None:
    assert marked(before) == marked(after)
    assert marked(before)


def test_no_two_components_have_one_name() -> None:
    twins = [node("Input", id="same"), node("Input", id="same"), node("Input", key="same")]
    card = node("Card", *twins, node("Col", *twins), node("Input", key="same"), id="same")
    refs = [each.ref for each in tree_of(card).walk()]
    assert len(refs) == len(set(refs)) == 9


def test_a_key_that_looks_like_a_place_is_nobody_elses_name() -> None:
    card = node("Card", node("Button", key="Button~2"), node("Button"), node("Button"))
    refs = [each.ref for each in tree_of(card).walk()]
    assert len(refs) == len(set(refs)) == 4


@pytest.mark.parametrize("name", ["id", "key", "type"])
def test_long_names_are_told_apart_and_do_not_add_up(name: str) -> None:
    long = "n" * 100_000
    boxes = [node("Box", *[node("Text")] * 99) | {name: long + end} for end in ("a", "b")]
    refs = [each.ref for each in tree_of(node("Card", *boxes) | {name: long}).walk()]
    assert len(refs) == len(set(refs)) == 201
    assert max(map(len, refs)) < 1_000


def test_what_is_too_deep_or_too_much_is_counted() -> None:
    deep: Any = node("Text")
    for _ in range(2_000):
        deep = node("Box", deep)
    nodes = list(tree_of(deep).walk())
    assert len(nodes) == MOST_DEPTH
    assert nodes[-1].left_out == 1
    wide = tree_of(node("Card", *(node("Text") for _ in range(MOST_NODES + 9))))
    assert len(list(wide.walk())) + wide.left_out == MOST_NODES + 10


@pytest.mark.parametrize("raw", [None, 3, "text", [], {}, {"children": [1, None, [], {}]}])
def test_anything_is_a_tree(raw: Any) -> None:
    refs = [each.ref for each in tree_of(raw).walk()]
    assert len(refs) == len(set(refs))
