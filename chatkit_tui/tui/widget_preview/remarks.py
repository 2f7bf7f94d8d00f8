"""What a developer of a widget may want to know of it: names that nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from chatkit_tui.protocol.widgets.component import UnknownComponent
from chatkit_tui.protocol.widgets.layout import BasicRoot, Card, ListView
from chatkit_tui.protocol.widgets.parse import COMPONENTS
from chatkit_tui.protocol.widgets.tree import Node, tree_of, type_of
from chatkit_tui.translation import _
from chatkit_tui.tui.widgets.property_table import EVERY, PROPERTIES

MOST = 50
"""Remarks of one widget."""

ROOTS = (Card, ListView, BasicRoot)


def remarks_on(widget: object) -> list[str]:
    """A sentence for each thing that is not as the protocol has it, the outermost first."""
    root = tree_of(widget)
    found = [] if isinstance(root.component, (*ROOTS, UnknownComponent)) else [_no_root(root)]
    for node in root.walk():
        found += _of_node(node)
        if len(found) >= MOST:
            return found[:MOST]
    return found


def _no_root(root: Node) -> str:
    words = _("A widget begins with a Card, a ListView or a Basic, not with a {type}.")
    return words.format(type=type_of(root))


def _of_node(node: Node) -> Iterator[str]:
    kind = type_of(node)
    where = "" if node.ref == kind else f"{node.ref}: "
    if isinstance(node.component, UnknownComponent):
        if kind:
            yield where + _no_component(kind)
        else:
            yield where + _("a component needs a “type”.")
        return
    known = {**PROPERTIES[kind], **EVERY}
    for name in node.raw if isinstance(node.raw, dict) else ():
        if name not in known:
            yield where + _no_property(kind, name, known)


def _no_component(kind: str) -> str:
    words = _("there is no component “{name}”.")
    if close := _close(kind, COMPONENTS):
        words = _("there is no component “{name}”; perhaps “{close}” is meant.")
    return words.format(name=kind, close=close)


def _no_property(kind: str, name: str, known: Iterable[str]) -> str:
    words = _("{component} has no “{name}”.")
    if close := _close(name, known):
        words = _("{component} has no “{name}”; perhaps “{close}” is meant.")
    return words.format(component=kind, name=name, close=close)


def _close(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, list(known), 1, cutoff=0.7)), "")
