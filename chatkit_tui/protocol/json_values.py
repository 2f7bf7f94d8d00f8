"""Plain JSON values: read strictly, copied and mended without recursion."""

from __future__ import annotations

import gc
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic_core import from_json

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.deep_json import finite, scan_json, whole_number
from chatkit_tui.translation import _

MAX_DEPTH = 5_000
"""How deep lists and objects are read: widgets of 2,000 levels and more, two for each."""

_LARGE = 100_000
"""Characters or bytes of a text with lists and objects by the thousand."""

_MAYBE_HUGE = re.compile(rb"[0-9](?:[eE]\+?[0-9]{3}|[0-9]{299})")
"""What a number begins with that may be too large for a float."""


def parse_json(text: str | bytes) -> Any:
    """Strict JSON, but for NaN and infinity, which are null. Raises ProtocolError for all else.

    Lone surrogates become U+FFFD; lists and objects on levels below MAX_DEPTH are null. Numbers
    like 1e999 are null in bytes only: looking for them would take longer than to read an event, and
    neither models nor copies keep them.
    """
    if len(text) > _LARGE:
        with _no_collection():
            return _parse(text)
    return _parse(text)


def _parse(text: str | bytes) -> Any:
    try:
        if not isinstance(text, bytes) or not _MAYBE_HUGE.search(text):
            return from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):
        pass
    return _parse_thoroughly(text)


@contextmanager
def _no_collection() -> Iterator[None]:
    """No garbage is sought meanwhile.

    JSON has no cycles, and while thousands of lists and objects come up, everything the program
    holds would be looked through several times.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parse_thoroughly(text: str | bytes) -> Any:
    """What the fast parser refuses and is read all the same."""
    whole = text.decode("utf-8-sig", "replace") if isinstance(text, bytes) else text
    whole = whole.removeprefix("\ufeff")
    try:
        value = _value_in(whole)
    except ValueError:
        raise ProtocolError(_("The server sent something that is not JSON.")) from None
    return copy_json(value, mend=True)


def _value_in(text: str) -> Any:
    try:
        value = _DECODER.decode(text)
        if not _deeper_than(value, MAX_DEPTH):
            return value
    except RecursionError:
        pass
    value, end = scan_json(text, 0, MAX_DEPTH)
    if end != len(text):
        raise ValueError("more than one value")
    return value


_DECODER = json.JSONDecoder(
    parse_constant=lambda _: None, parse_float=finite, parse_int=whole_number
)


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _depth in range(limit):
        level = [
            child
            for holder in level
            if isinstance(holder, list | dict)
            for child in (holder.values() if isinstance(holder, dict) else holder)
        ]
        if not level:
            return False
    return True


def mend_text(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot carry, as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def copy_json(value: Any, *, mend: bool = False) -> Any:
    """A copy that shares no list or object with `value`; `mend` also mends its texts.

    Numbers that JSON cannot carry become None.
    """

    def begun(source: Any) -> Any:
        if isinstance(source, dict | list):
            copy: Any = {} if isinstance(source, dict) else []
            unfinished.append((source, copy))
            return copy
        if isinstance(source, float) and not math.isfinite(source):
            return None
        return mend_text(source) if mend and isinstance(source, str) else source

    unfinished: list[tuple[Any, Any]] = []
    whole = begun(value)
    while unfinished:
        source, copy = unfinished.pop()
        if isinstance(source, dict):
            for key, child in source.items():
                copy[mend_text(key) if mend and isinstance(key, str) else key] = begun(child)
        else:
            copy.extend(map(begun, source))
    return whole
