"""Stack traces of servers: no user is to read them, and they tell strangers too much."""

from __future__ import annotations

import re
from typing import Any

LEFT_OUT = "[stack trace left out]"

_TRACEBACK = "Traceback (most recent call last)"
_FRAME = re.compile(
    r"""\s*+(
        at\s\S(?:.*\s)?+[^\s:(]*+[:(]\S*\d\)?$  # JavaScript, Java: at run (/srv/app.js:10:3)
        | File\s".*",\sline\s\d+                  # Python
        | \S+\.go:\d+\s\+0x                       # Go
        | from\s\S+:\d+:in\s                      # Ruby
    )""",
    re.VERBOSE,
)
"""Matched at the beginning of a line, in time linear in it: texts may be as long as they like."""

_CHAINED = (
    "During handling of the above exception",
    "The above exception was the direct cause",
)
_TRACE_KEYS = frozenset({"stack", "stacktrace", "stack_trace", "trace", "traceback"})

_DEEPEST = 12
"""Levels of a JSON value that are looked through; what is deeper is left out."""


def without_stack_trace(text: str) -> str:
    """`text` less the lines of stack traces; the line that names the error stays."""
    lines = text.splitlines()
    if _TRACEBACK not in text and not any(map(_FRAME.match, lines)):
        return text
    kept: list[str] = []
    inside = False
    for line in lines:
        if _TRACEBACK in line:
            inside = True
            before = line.partition(_TRACEBACK)[0].strip()
            if before:
                kept.append(before)
        elif inside and (not line.strip() or line[0] in " \t"):
            continue
        elif not _FRAME.match(line) and not line.startswith(_CHAINED):
            inside = False
            kept.append(line)
    return re.sub("\n{3,}", "\n\n", "\n".join(kept)).strip() or LEFT_OUT


def json_without_stack_traces(value: Any, depth: int = _DEEPEST) -> Any:
    """A copy of a JSON value in which no string and no field is a stack trace."""
    if isinstance(value, str):
        return without_stack_trace(value)
    if isinstance(value, dict | list) and not depth:
        return "…"
    if isinstance(value, list):
        return [json_without_stack_traces(each, depth - 1) for each in value]
    if isinstance(value, dict):
        return {
            key: LEFT_OUT
            if key.lower() in _TRACE_KEYS and each
            else json_without_stack_traces(each, depth - 1)
            for key, each in value.items()
        }
    return value
