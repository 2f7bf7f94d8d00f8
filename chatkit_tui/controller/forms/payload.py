"""How the values of a form get into the payload of an action."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chatkit_tui.controller.forms.values import Value
from chatkit_tui.protocol.json_values import copy_json

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def merged(
    payload: Any, fields: Mapping[str, Value], *, overwrite: bool = True
) -> tuple[Any, tuple[str, ...]]:
    """A copy of the payload that has the fields in it, and the names of those it has no room for.

    Dots in a name lead into objects. What is there already stays, unless it is of the same kind
    and `overwrite` is set. A payload that is no object takes no fields.
    """
    whole = {} if payload is None else copy_json(payload)
    left_out = [name for name, value in fields.items() if not _put(whole, name, value, overwrite)]
    return whole, tuple(left_out)


def _put(whole: Any, name: str, value: Value, overwrite: bool) -> bool:
    *steps, last = name.split(".")
    holder = whole
    for step in steps:
        inner = _get(holder, step)
        if inner is None:
            inner = {}
            if not _set(holder, step, inner):
                return False
        holder = inner
    old = _get(holder, last)
    if not overwrite:
        return not _has(holder, last) and _set(holder, last, value)
    return (old is None or _kind(old) == _kind(value)) and _set(holder, last, value)


def _has(holder: Any, step: str) -> bool:
    return step in holder if isinstance(holder, dict) else _get(holder, step) is not None


def _get(holder: Any, step: str) -> Any:
    if isinstance(holder, dict):
        return holder.get(step)
    if isinstance(holder, list) and _INDEX.fullmatch(step) and int(step) < len(holder):
        return holder[int(step)]
    return None


def _set(holder: Any, step: str, value: Any) -> bool:
    """Whether it could be set: only objects have fields, and lists those they have already."""
    if isinstance(holder, dict):
        holder[step] = value
        return True
    if isinstance(holder, list) and _INDEX.fullmatch(step) and int(step) < len(holder):
        holder[int(step)] = value
        return True
    return False


def _kind(value: Any) -> str:
    """What JavaScript calls the type of a value that is not null."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "object"
