"""Plain JSON values: read strictly, copied and mended without recursion."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from pydantic_core import from_json

from chatkit_tui.errors import ProtocolError

MAX_DEPTH = 600
"""How deep lists and objects may be nested: widgets of 200 levels and more, with room to spare."""


def parse_json(text: str | bytes) -> Any:
    """Strict JSON; lone surrogates become U+FFFD. Raises ProtocolError for anything else."""
    try:
        return from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):
        return _parse_thoroughly(text)


def _parse_thoroughly(text: str | bytes) -> Any:
    """What the fast parser refuses and is JSON all the same: deep nesting, lone surrogates."""
    try:
        whole = text.decode("utf-8-sig", "replace") if isinstance(text, bytes) else text
        value = _DECODER.decode(whole.removeprefix("\ufeff"))
    except RecursionError:
        raise ProtocolError("The server sent JSON that is nested too deeply.") from None
    except ValueError:
        raise ProtocolError("The server sent something that is not JSON.") from None
    if _deeper_than(value, MAX_DEPTH):
        raise ProtocolError("The server sent JSON that is nested too deeply.")
    return copy_json(value, mend=True)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
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
    """A copy that shares no list or object with `value`; `mend` also mends its texts."""

    def begun(source: Any) -> Any:
        if isinstance(source, dict | list):
            copy: Any = {} if isinstance(source, dict) else []
            unfinished.append((source, copy))
            return copy
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
