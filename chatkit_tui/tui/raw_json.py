"""The JSON of an item as the server sent it, spread out to be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from chatkit_tui.display import display
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.tui.transcript.long_text import LongText, is_long
from chatkit_tui.tui.transcript.markdown.code import colour_lines
from chatkit_tui.tui.transcript.wrap import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.transcript.wrap import Line


def spread_json(value: Any) -> str:
    """A JSON value over many lines; on one, if it is nested too deep for that."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return dump_json(value)


def paint_json(text: str, width: int, palette: Palette) -> Sequence[Line]:
    """Lines of JSON in colour; a long one is plain, and laid out where it is looked at."""
    if is_long(text):
        long_text = LongText()
        long_text.lay_out(text, width, palette.text)
        return long_text
    shown = display(text)
    return [row for line in colour_lines(shown, "json", palette) for row in fold(line, width)]
