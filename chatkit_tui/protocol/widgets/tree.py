"""A widget as a tree of named components: what is drawn, operated and submitted.

Trees come from outside and may be of any depth and size. This one is not: what lies deeper than
`MOST_DEPTH`, or comes after `MOST_NODES` in reading order, is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from chatkit_tui.protocol.base import text_at
from chatkit_tui.protocol.widgets.component import Component
from chatkit_tui.protocol.widgets.parse import children_of, read_component

MOST_DEPTH = 60
"""Levels; each costs a drawing a few calls inside each other."""

MOST_NODES = 6_000

LONGEST_NAME = 100
"""Characters of an id, a key or a type in a `ref`: all that is below bears them in its own."""


@dataclass(frozen=True, slots=True)
class Node:
    """A component in its place.

    `ref` names it within its widget and stays the same while the component is still the same one:
    by its `id`, else by its `key`, else by its place among those of its type.
    """

    ref: str
    component: Component
    """Without children: those are nodes."""
    raw: Any
    """What it was read from, children included."""
    children: tuple[Node, ...] = ()
    left_out: int = 0
    """Children that are not here."""

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))


Known = dict[int, tuple[Any, Component]]
"""Components by the identity of the raw objects they were read from."""


@dataclass(slots=True)
class _Draft:
    """A node whose children are still to be read."""

    ref: str
    component: Component
    raw: Any
    depth: int
    below: list[Any] = field(default_factory=list)
    """What it holds; `children` are the drafts of as many of these as were read."""
    children: list[_Draft] = field(default_factory=list)
    ordinals: Counter[str] = field(default_factory=Counter)
    left_out: int = 0


def tree_of(raw: Any, known: Known | None = None) -> Node:
    """Read a raw widget tree. Anything is a tree: what is no component is an unknown one.

    With `known`, objects that were there the last time are not read again; it is brought up to
    date. Widgets change by copy, so an object that is the same one says the same.
    """
    fresh: Known = {}
    old = known if known is not None else {}

    def component_of(each: Any) -> Component:
        kept = old.get(id(each))
        if kept is None or kept[0] is not each:
            kept = (each, read_component(each))
        fresh[id(each)] = kept
        return kept[1]

    taken: set[str] = set()
    component = component_of(raw)
    name = _named(component, "", taken) or _shortened(component.type)
    root = _Draft(name, component, raw, 0, children_of(raw))
    taken.add(root.ref)
    drafts = [root]
    todo = [root]
    while todo:
        draft = todo[-1]
        deep = draft.depth + 1 >= MOST_DEPTH
        if deep or len(drafts) >= MOST_NODES or len(draft.children) == len(draft.below):
            draft.left_out = len(draft.below) - len(draft.children)
            todo.pop()
            continue
        each = draft.below[len(draft.children)]
        component = component_of(each)
        draft.ordinals[component.type] += 1
        ref = _named(component, draft.ref, taken)
        if ref is None:
            place = draft.ordinals[component.type]
            ref = f"{draft.ref}/{_shortened(component.type)}~{place}"
            while ref in taken:  # Keys may be anything, even what places are called.
                ref += "~"
        taken.add(ref)
        child = _Draft(ref, component, each, draft.depth + 1, children_of(each))
        draft.children.append(child)
        drafts.append(child)
        todo.append(child)
    if known is not None:
        known.clear()
        known.update(fresh)
    return _finished(drafts)


def _named(component: Component, parent: str, taken: set[str]) -> str | None:
    """The name of a component that has one of its own, which no other bears."""
    names = []
    if component.id:
        names.append(f"#{_shortened(component.id)}")
    if component.key:
        names.append(f"{parent}/{_shortened(component.key)}")
    return next((name for name in names if name not in taken), None)


def _shortened(name: str) -> str:
    """A name that thousands of others may begin with; another one for another name."""
    if len(name) <= LONGEST_NAME:
        return name
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _finished(drafts: list[_Draft]) -> Node:
    """The first draft as a node. Children come after their parents."""
    nodes: dict[int, Node] = {}
    for draft in reversed(drafts):
        nodes[id(draft)] = Node(
            draft.ref,
            draft.component,
            draft.raw,
            tuple(nodes[id(child)] for child in draft.children),
            draft.left_out,
        )
    return nodes[id(drafts[0])]


def type_of(node: Node) -> str:
    """The type a component was given, known or not."""
    return node.component.type or text_at(node.raw, "type")
