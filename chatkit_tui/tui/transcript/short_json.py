"""JSON values in few words, however large or deep they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chatkit_tui.translation import _

DEEPEST = 4
"""Levels that are spelled out."""


def short_json(value: Any, limit: int) -> str:
    """At most `limit` characters of `value` as JSON on one line, with an ellipsis if cut."""
    parts: list[str] = []
    length = 0
    for part in _parts(value, 0, limit):
        parts.append(part)
        length += len(part)
        if length > limit:
            return "".join(parts)[: limit - 1] + "…"
    return "".join(parts)


def _parts(value: Any, depth: int, limit: int) -> Iterator[str]:
    if isinstance(value, dict | list) and value and depth >= DEEPEST:
        yield "{…}" if isinstance(value, dict) else "[…]"
    elif isinstance(value, dict):
        yield "{"
        for index, (key, child) in enumerate(value.items()):
            yield f"{', ' if index else ''}{_scalar(key, limit)}: "
            yield from _parts(child, depth + 1, limit)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for index, child in enumerate(value):
            if index:
                yield ", "
            yield from _parts(child, depth + 1, limit)
        yield "]"
    else:
        yield _scalar(value, limit)


def _scalar(value: Any, limit: int) -> str:
    if isinstance(value, str):
        return json.dumps(value[: limit + 1], ensure_ascii=False)
    if value is None or isinstance(value, bool | float):
        return json.dumps(value)
    if isinstance(value, int) and value.bit_length() > 256:
        return _("a very large number")
    return str(value)[: limit + 1]
