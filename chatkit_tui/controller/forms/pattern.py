"""Patterns of fields: JavaScript's regular expressions, matched by Python.

A browser ignores a pattern that is no expression to it. So does this, and it ignores one that it
cannot say in Python, and one that takes too long: no pattern may keep a user from sending a form.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

log = logging.getLogger(__name__)

LONGEST_PATTERN = 2_000
"""Characters."""

MOST_COPIES = 20_000
"""Parts of an expression, those counted so often that are repeated: `regex` makes copies of them,
and without a limit a dozen characters could ask for all the memory there is."""

LONGEST_TEXT = 20_000
"""Characters of a value; a longer one is not looked at."""

TIME_LIMIT = 0.1
"""Seconds a match may take; some expressions would need years."""

_TOKEN = re.compile(
    r"""
    (?P<group> \( (?: \?: | \?[ims]+: | \?<?[=!] | \?<[A-Za-z_]\w*> )? (?!\?) )
    | (?P<class> \[ (?: [^\]\\] | \\. )* \] )
    | (?P<unicode> \\u\{[0-9A-Fa-f]{1,6}\} )
    | (?P<escape> \\ (?: [pP]\{[\w=]+\} | k<[A-Za-z_]\w*> | u[0-9A-Fa-f]{4} | x[0-9A-Fa-f]{2}
        | c[A-Za-z] | [dDwWsSbBnrtfv] | [1-9]\d* | 0(?!\d) | [\^$\\.*+?()[\]{}|/\-] ) )
    | (?P<quantity> (?: [*+?] | \{\d+(?:,\d*)?\} ) \?? )
    | (?P<close> \) )
    | (?P<wrong> [\\(\[\]{}] )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)

_LEAST = re.compile(r"\{([0-9]+)")
"""How often a quantity repeats at least."""

_CLASS_TOKEN = re.compile(
    r"""
    (?P<unicode> \\u\{[0-9A-Fa-f]{1,6}\} )
    | (?P<escape> \\ (?: [pP]\{[\w=]+\} | u[0-9A-Fa-f]{4} | x[0-9A-Fa-f]{2} | c[A-Za-z]
        | [dDwWsSnrtfvb0] | [\^$\\.*+?()[\]{}|/\-&!#%,:;<=>@`~] ) )
    | (?P<wrong> \\ | \[ | && | -- | \|\| | ~~ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is what the pattern asks for; True where that cannot be said."""
    if len(text) > LONGEST_TEXT:
        return True
    expression = _compiled(pattern)
    if expression is None:
        return True
    try:
        return expression.fullmatch(text, timeout=TIME_LIMIT) is not None
    except TimeoutError:
        log.warning("The pattern of a field takes too long and is ignored")
        return True


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Pattern[str] | None:
    # Only `regex` can be told to give up.
    import regex

    try:
        translated = _translated(pattern)
        flags = 0 if re.search(r"\\[pP]\{", pattern) else regex.ASCII
        return regex.compile(f"(?:{translated})", flags | regex.VERSION0)
    except (ValueError, regex.error, OverflowError, RecursionError) as error:
        log.info("The pattern of a field is ignored: %s", error)
        return None


def _translated(pattern: str) -> str:
    """The expression in Python's words. Raises ValueError where there are none."""
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError("it is too long")
    said = []
    before = ""
    copies = _Copies()
    for match in _TOKEN.finditer(pattern):
        kind = match.lastgroup or ""
        if kind == before == "quantity":
            raise ValueError("a quantity of a quantity")
        copies.count(kind, match.group())
        said.append(_said(kind, match.group()))
        before = kind
    return "".join(said)


class _Copies:
    """How many parts an expression has once all that is repeated is written out."""

    def __init__(self) -> None:
        self._open = [0]
        """The parts of the expression and of each group that is not closed yet."""
        self._last = 0
        """Those of what a quantity would repeat."""

    def count(self, kind: str, token: str) -> None:
        """Count a token. Raises ValueError when it is one too many."""
        match kind:
            case "group":
                self._open.append(1)
            case "close" if len(self._open) > 1:
                self._last = self._open.pop()
                self._open[-1] += self._last
            case "quantity":
                least = _LEAST.match(token)
                self._open[-1] += self._last * max(0, int(least[1]) - 1 if least else 0)
            case _:
                self._last = 1
                self._open[-1] += 1
        if self._open[-1] > MOST_COPIES:
            raise ValueError("it repeats too much")


def _said(kind: str, token: str) -> str:
    match kind:
        case "class":
            return _said_class(token)
        case "unicode":
            return _character(token)
        case "escape":
            return _escape(token)
        case "wrong":
            raise ValueError(f"{token!r} says nothing")
    return token


def _said_class(token: str) -> str:
    inside = token[1:-1]
    negated = inside.startswith("^")
    inside = inside.removeprefix("^")
    if not inside:
        return r"[\s\S]" if negated else r"(?!)"
    parts = []
    for match in _CLASS_TOKEN.finditer(inside):
        part = match.group()
        match match.lastgroup:
            case "unicode":
                part = _character(part)
            case "escape":
                part = r"\x08" if part == r"\b" else _escape(part)
            case "wrong":
                raise ValueError(f"{part!r} says nothing in a class")
        parts.append(part)
    return f"[{'^' if negated else ''}{''.join(parts)}]"


def _escape(token: str) -> str:
    if token.startswith(r"\k"):
        return f"(?P={token[3:-1]})"
    if token.startswith(r"\c"):
        return f"\\x{ord(token[2]) % 32:02x}"
    return {r"\0": r"\x00"}.get(token, token)


def _character(token: str) -> str:
    """A `\\u{…}` as the character itself."""
    return re.escape(chr(int(token[3:-1], 16)))
