"""JSON as lines that can be folded; what is folded is not laid out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.translation import _, plural

OPEN_AT_FIRST = 80
"""Lines; levels are opened from the outside in until there are more."""

MOST_CHILDREN = 200
"""Values of one list or object that are laid out at once; another line brings more."""

LONGEST_STRING = 4_000
"""Characters of one string that are laid out."""

LONGEST_TEXT_LINES = 2_000
"""Lines of a text that is no JSON."""


class Tint(Enum):
    """What a piece of a line is, for its colour."""

    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    NOTE = "note"


Piece = tuple[str, Tint]


@dataclass(slots=True, eq=False)
class Node:
    """A value in its place; `children` of a list or an object exist once it was opened."""

    key: str | None
    value: Any
    depth: int
    parent: Node | None = None
    is_open: bool = False
    shown: int = MOST_CHILDREN
    children: list[Node] | None = None

    @property
    def folds(self) -> bool:
        return isinstance(self.value, dict | list) and bool(self.value)

    def open(self) -> None:
        """Show what is in it, as far as it is not too much."""
        self.is_open = True
        have = self.children = self.children or []
        wanted = min(self.shown, len(self.value))
        if len(have) >= wanted:
            return
        pairs: Iterator[tuple[str | None, Any]] = (
            iter(self.value.items())
            if isinstance(self.value, dict)
            else ((None, each) for each in self.value)
        )
        for index, (key, value) in enumerate(pairs):
            if index >= wanted:
                break
            if index >= len(have):
                have.append(Node(key, value, self.depth + 1, self))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text, before it is broken to a width."""

    pieces: list[Piece]
    depth: int = 0
    node: Node | None = None
    """What opens, closes or grows on this line."""
    is_more: bool = False
    """The line brings more of its node."""


class Document:
    """A text, as JSON where it is JSON. Making one may take long: do it in a thread."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Node | None = None
        if not text:
            return
        try:
            self._root = Node(None, parse_json(text), 0)
        except ProtocolError:
            return
        self._open_some()

    def rows(self) -> list[Row]:
        """The lines that are not folded away."""
        if self._root is None:
            return _plain(self._text) if self._text else []
        rows: list[Row] = []
        # From the end, so that the next one is popped; a str closes what was opened.
        left: list[Node | tuple[Node, str]] = [self._root]
        while left:
            each = left.pop()
            if isinstance(each, tuple):
                node, mark = each
                rows.append(_more(node) if mark == "more" else Row([(mark, Tint.MARK)], node.depth))
                continue
            rows.append(_line(each))
            if each.folds and each.is_open:
                left.append((each, "]" if isinstance(each.value, list) else "}"))
                children = each.children or []
                if len(children) < len(each.value):
                    left.append((each, "more"))
                left.extend(reversed(children))
        return rows

    def toggle(self, row: Row) -> bool:
        """Open, close or grow what stands on a line; False where there is nothing to do."""
        node = row.node
        if node is None or not node.folds:
            return False
        if row.is_more:
            node.shown += MOST_CHILDREN
            node.open()
        elif node.is_open:
            node.is_open = False
        else:
            node.open()
        return True

    def _open_some(self) -> None:
        level = [self._root] if self._root is not None else []
        lines = 1
        while level := [node for node in level if node.folds]:
            lines += sum(min(len(node.value), MOST_CHILDREN) + 1 for node in level)
            if lines > OPEN_AT_FIRST and level[0].depth:
                return
            for node in level:
                node.open()
            level = [child for node in level for child in node.children or []]


def _line(node: Node) -> Row:
    pieces: list[Piece] = []
    if node.key is not None:
        pieces += [(_quoted(node.key), Tint.KEY), (": ", Tint.MARK)]
    value = node.value
    if not isinstance(value, dict | list):
        return Row([*pieces, *_scalar(value)], node.depth, node)
    is_list = isinstance(value, list)
    begin, end = ("[", "]") if is_list else ("{", "}")
    if not value:
        pieces.append((begin + end, Tint.MARK))
    elif node.is_open:
        pieces.append((begin, Tint.MARK))
    else:
        pieces += [(f"{begin}…{end}", Tint.MARK), (f" {_size(value)}", Tint.NOTE)]
    return Row(pieces, node.depth, node)


def _size(value: dict[str, Any] | list[Any]) -> str:
    count = len(value)
    if isinstance(value, list):
        words = plural("{count} value", "{count} values", count)
    else:
        words = plural("{count} key", "{count} keys", count)
    return words.format(count=f"{count:,}")


def _more(node: Node) -> Row:
    left = len(node.value) - len(node.children or [])
    words = _("… {count} more").format(count=f"{left:,}")
    return Row([(words, Tint.NOTE)], node.depth + 1, node, is_more=True)


def _scalar(value: Any) -> list[Piece]:
    if not isinstance(value, str):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            word = json.dumps(value)
        except ValueError:  # an integer of more digits than Python prints
            word = _("a very large number")
        return [(word[:LONGEST_STRING], Tint.NUMBER if is_number else Tint.WORD)]
    left = len(value) - LONGEST_STRING
    pieces: list[Piece] = [(_quoted(value[:LONGEST_STRING]), Tint.STRING)]
    if left <= 0:
        return pieces
    words = plural("… {count} character more", "… {count} characters more", left)
    return [*pieces, (f" {words.format(count=f'{left:,}')}", Tint.NOTE)]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> list[Row]:
    lines = text.split("\n", LONGEST_TEXT_LINES)
    rows = [Row([(line[:LONGEST_STRING], Tint.STRING)]) for line in lines[:LONGEST_TEXT_LINES]]
    cut = len(lines) > LONGEST_TEXT_LINES or any(len(line) > LONGEST_STRING for line in lines)
    return [*rows, Row([(_("… not all of it is shown"), Tint.NOTE)])] if cut else rows
