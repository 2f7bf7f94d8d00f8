"""JSON that is nested deeper than the standard library reads, writes and compares."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

_WHITE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(
    r"(null|NaN|-?Infinity)|(true)|(false)|(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?"
)


def finite(text: str) -> float | None:
    """The number written in `text`; None if it is too large for one."""
    number = float(text)
    return number if math.isfinite(number) else None


def whole_number(text: str) -> int | None:
    """The number written in `text`; None if it has more digits than Python reads."""
    try:
        return int(text)
    except ValueError:
        return None


def scan_json(text: str, start: int, deepest: int) -> tuple[Any, int]:
    """The value at `start`, and where it ends; ValueError if there is none.

    Lists and objects on levels below `deepest` become null, and so does what is no number.
    """
    whole: list[Any] = []
    holders: list[Any] = [whole]
    keys: list[str] = [""]
    at = _past_white(text, start)
    while True:
        mark = text[at : at + 1]
        if mark in ("[", "{"):
            kept = len(holders) <= deepest
            holder: Any = ([] if mark == "[" else {}) if kept else None
            _put(holders[-1], keys[-1], holder)
            # Levels that are not kept are lists and objects all the same, and never filled.
            holders.append(holder if kept else _Cut(mark == "["))
            keys.append("")
            at = _past_white(text, at + 1)
            if text[at : at + 1] != ("]" if mark == "[" else "}"):
                at = _next_key(text, at, holders, keys)
                continue
        else:
            value, at = scanstring(text, at + 1, True) if mark == '"' else _scalar(text, at)
            _put(holders[-1], keys[-1], value)
            at = _past_white(text, at)
        while len(holders) > 1 and text[at : at + 1] == ("]" if _is_list(holders[-1]) else "}"):
            holders.pop()
            keys.pop()
            at = _past_white(text, at + 1)
        if len(holders) == 1:
            return whole[0], at
        if text[at : at + 1] != ",":
            raise ValueError("a comma is missing")
        at = _next_key(text, _past_white(text, at + 1), holders, keys)


class _Cut:
    """A list or object too deep to be kept."""

    def __init__(self, is_list: bool) -> None:
        self.is_list = is_list


def _is_list(holder: Any) -> bool:
    return holder.is_list if isinstance(holder, _Cut) else isinstance(holder, list)


def _put(holder: Any, key: str, value: Any) -> None:
    if isinstance(holder, list):
        holder.append(value)
    elif isinstance(holder, dict):
        holder[key] = value


def _past_white(text: str, at: int) -> int:
    found = _WHITE.match(text, at)
    return found.end() if found else at


def _next_key(text: str, at: int, holders: list[Any], keys: list[str]) -> int:
    """Where the next value begins; its key, if it has one, is in `keys`."""
    if _is_list(holders[-1]):
        return at
    if text[at : at + 1] != '"':
        raise ValueError("a key is missing")
    keys[-1], at = scanstring(text, at + 1, True)
    at = _past_white(text, at)
    if text[at : at + 1] != ":":
        raise ValueError("a colon is missing")
    return _past_white(text, at + 1)


def _scalar(text: str, at: int) -> tuple[Any, int]:
    found = _SCALAR.match(text, at)
    if found is None:
        raise ValueError("a value is missing")
    nothing, true, false, digits, fraction, exponent = found.groups()
    if nothing:
        return None, found.end()
    if true or false:
        return bool(true), found.end()
    return (finite(found[0]) if fraction or exponent else whole_number(digits)), found.end()


def dump_json(value: Any, *, allow_nan: bool = True) -> str:
    """`value` as compact JSON, whatever its depth. Raises TypeError or ValueError if it is none."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=allow_nan, separators=(",", ":"))
    except RecursionError:
        return "".join(_written(value, allow_nan))


def _written(value: Any, allow_nan: bool) -> Iterator[str]:
    ends: list[tuple[str, Iterator[tuple[str, Any]]]] = [("", iter([("", value)]))]
    open_ = set[int]()
    owners: list[int] = [0]
    while ends:
        end, rest = ends[-1]
        following = next(rest, None)
        if following is None:
            yield end
            ends.pop()
            open_.discard(owners.pop())
            continue
        before, node = following
        yield before
        if not isinstance(node, dict | list | tuple):
            yield json.dumps(node, ensure_ascii=False, allow_nan=allow_nan)
            continue
        if id(node) in open_:
            raise ValueError("it holds itself")
        open_.add(id(node))
        owners.append(id(node))
        yield "{" if isinstance(node, dict) else "["
        ends.append(("}", _members(node)) if isinstance(node, dict) else ("]", _elements(node)))


def _members(node: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    for place, (key, child) in enumerate(node.items()):
        if not isinstance(key, str):
            raise TypeError("keys must be texts")
        yield f"{',' if place else ''}{json.dumps(key, ensure_ascii=False)}:", child


def _elements(node: list[Any] | tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for place, child in enumerate(node):
        yield "," if place else "", child


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal, whatever their depth."""
    try:
        return bool(one == other)
    except RecursionError:
        pass
    pairs = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, dict) and isinstance(right, dict):
            if left.keys() != right.keys():
                return False
            pairs += [(child, right[key]) for key, child in left.items()]
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif left != right:
            return False
    return True
