"""Code blocks in colour."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.tui.transcript.citations import without_marks
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.pieces import Drawn, Ruled
from chatkit_tui.tui.transcript.wrap import Line, Span, clip, fold, line_width, width_of

if TYPE_CHECKING:
    from pygments.lexer import Lexer  # type: ignore[import-untyped]

log = logging.getLogger(__name__)

MOST_COLOURED = 50_000
"""Characters; a longer block is shown plain, since colouring costs about 2 µs a character."""

LONGEST_COLOURED_LINE = 2_000
"""Characters; lexers are regular expressions, and some take long lines badly."""

CONTINUED = "↪ "
"""Before the rest of a line that did not fit."""

CONTEXT_LINES = 10
"""Lines lexed again before the new ones of a block that is still growing."""

_NAME = re.compile(r"[\w+#.-]{1,32}")

_ROLES = {
    "Comment": "code_comment",
    "Keyword": "code_keyword",
    "Keyword.Type": "code_type",
    "Literal.String": "code_string",
    "Literal.Number": "code_number",
    "Keyword.Constant": "code_number",
    "Name.Function": "code_function",
    "Name.Decorator": "code_function",
    "Name.Class": "code_type",
    "Name.Exception": "code_type",
    "Name.Builtin": "code_type",
    "Name.Attribute": "code_type",
    "Name.Tag": "code_keyword",
    "Operator": "code_operator",
    "Operator.Word": "code_keyword",
    "Punctuation": "code_operator",
    "Generic.Inserted": "code_inserted",
    "Generic.Deleted": "code_deleted",
    "Generic.Heading": "code_keyword",
    "Generic.Subheading": "code_keyword",
}


class GrowingCode:
    """A fence that is still open: each line is coloured and laid out about once.

    A construct that began more than CONTEXT_LINES ago may get the wrong colours until the fence
    is closed and everything is lexed as a whole.
    """

    def __init__(self) -> None:
        self._made_for: tuple[str, int, Palette] | None = None
        self._code = ""
        """The lines that are complete and painted."""
        self._painted: list[Line] = []

    def paint(self, code: str, language: str, width: int, palette: Palette) -> list[Line]:
        """As `paint_code`; a last line without its end is not coloured yet."""
        code = without_marks(code)
        if self._made_for != (language, width, palette) or not code.startswith(self._code):
            self._made_for = (language, width, palette)
            self._code, self._painted = "", _label(language, width, palette)
        whole = code.rfind("\n") + 1
        if whole > len(self._code):
            new = code[len(self._code) : whole - 1].split("\n")
            context = self._code.split("\n")[-CONTEXT_LINES - 1 : -1]
            coloured = colour_lines("\n".join([*context, *new]), language, palette)
            for line in coloured[len(context) :]:
                self._painted.extend(_rows(line, width, palette))
            self._code = code[:whole]
        rest = code[whole:]
        last = _rows([(rest, palette.code)], width, palette) if rest else []
        return self._painted + last


def paint_code(code: str, language: str, width: int, palette: Palette) -> list[Line]:
    """A block of code as wide as `width`, its language named above it."""
    lines = _label(language, width, palette)
    for line in colour_lines(without_marks(code).rstrip("\n"), language, palette):
        lines.extend(_rows(line, width, palette))
    return lines


def _label(language: str, width: int, palette: Palette) -> list[Line]:
    name = display_line(language)
    if not name:
        return []
    margin = _margin(width)
    label = (Ruled(clip(name, width - 2 * margin), palette.code_label),)
    return [_padded(label, width, margin, palette.code)]


def _rows(line: list[Span], width: int, palette: Palette) -> list[Line]:
    """One line of code as rows of the block."""
    margin = _margin(width)
    inner = width - 2 * margin
    hang = CONTINUED if inner > 4 * len(CONTINUED) else ""
    fits = not hang or sum(width_of(text) for text, _ in line) <= inner
    rows: list[Line] = []
    for index, row in enumerate(fold(line, inner if fits else inner - len(hang))):
        if index and hang:
            row = (Drawn(hang, palette.code_label), *row)
        rows.append(_padded(row, width, margin, palette.code))
    return rows


def _margin(width: int) -> int:
    return 1 if width > 8 else 0


def colour_lines(code: str, language: str, palette: Palette) -> list[list[Span]]:
    """Spans of each line; plain if the language is unknown or the code is too much."""
    lexer = _lexer(language)
    if lexer is None or len(code) > MOST_COLOURED or _has_long_line(code):
        return [[(line, palette.code)] for line in code.split("\n")]
    # Some lexers know a line, as of a diff, only by its end.
    whole = f"{code}\n"
    try:
        tokens = list(lexer.get_tokens(whole))
    except Exception:  # a lexer is hundreds of third-party patterns: plain text is always right
        log.warning("The %s lexer failed", lexer.name, exc_info=True)
        tokens = []
    if "".join(text for _, text in tokens) != whole:
        return [[(line, palette.code)] for line in code.split("\n")]
    styles: dict[object, Style] = {}
    lines: list[list[Span]] = [[]]
    for kind, text in tokens:
        style = styles.get(kind) or styles.setdefault(kind, _style(kind, palette))
        first, *following = text.split("\n")
        if first:
            lines[-1].append((first, style))
        for part in following:
            lines.append([(part, style)] if part else [])
    return lines[:-1]


def _padded(row: Line, width: int, margin: int, style: Style) -> Line:
    # Even of no width, it says that the blanks behind it belong to the code.
    left = (Drawn(" " * margin, style),)
    room = width - margin - line_width(row)
    right = (Drawn(" " * room, style),) if room > 0 else ()
    return (*left, *row, *right)


def _has_long_line(code: str) -> bool:
    return len(code) > LONGEST_COLOURED_LINE and any(
        len(line) > LONGEST_COLOURED_LINE for line in code.split("\n")
    )


def _style(kind: tuple[str, ...], palette: Palette) -> Style:
    parts = list(kind)
    while parts:
        role = _ROLES.get(".".join(parts))
        if role is not None:
            style: Style = getattr(palette, role)
            return palette.code + style
        parts.pop()
    return palette.code


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """A lexer that comes with pygments; none is looked for among installed plugins."""
    match = _NAME.match(display_line(language).lower())
    if match is None:
        return None
    from pygments.lexers import LEXERS, get_lexer_by_name  # type: ignore[import-untyped]

    alias = match[0]
    if not any(alias in aliases for _, _, aliases, _, _ in LEXERS.values()):
        return None
    return get_lexer_by_name(alias, stripnl=False, ensurenl=False)
