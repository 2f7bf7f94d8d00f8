"""What the texts of a widget say, for where it cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BEFORE_CHILDREN = ("value", "label", "alt")
_AFTER_CHILDREN = ("confirm", "cancel")


def plain_text(raw: Any) -> str:
    """The texts of a raw widget tree in reading order, one a line. Depth does not matter."""
    lines: list[str] = []
    todo: list[Any] = [raw]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            lines.append(node)
        elif isinstance(node, list):
            todo.extend(reversed(node))
        elif isinstance(node, dict):
            lines += _own_texts(node)
            todo += [_text(node.get(name), "label") for name in reversed(_AFTER_CHILDREN)]
            todo.append(node.get("children"))
    return "\n".join(line for line in lines if line.strip())


def _own_texts(node: dict[str, Any]) -> Iterator[str]:
    yield _text(node.get("status"), "text")
    for name in _BEFORE_CHILDREN:
        yield _text(node, name)
    for name in ("options", "series"):
        choices = node.get(name)
        if isinstance(choices, list):
            yield from (_text(choice, "label") for choice in choices)


def _text(node: Any, name: str) -> str:
    value = node.get(name) if isinstance(node, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return str(value)
    except ValueError:
        return ""  # more digits than Python writes
