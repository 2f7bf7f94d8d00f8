"""Sources: pages, files and things of the integrator's own."""

from __future__ import annotations

from typing import Any

from chatkit_tui.display import display_line
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Span

RAW_LIMIT = 200
"""Characters of JSON shown of a source nobody knows."""


def source_spans(source: Any, palette: Palette) -> list[Span]:
    """A source in one paragraph: its title, then where it is."""
    raw = getattr(source, "raw", None)
    if raw is not None:
        kind = display_line(source.type) or "source"
        return [
            (f"{kind} ", palette.muted),
            (display_line(short_json(raw, RAW_LIMIT)), palette.muted),
        ]
    title = display_line(getattr(source, "title", "") or "")
    match source.type:
        case "url":
            place, style = source.url, palette.url
        case "file":
            place, style = source.filename, palette.muted
        case _:
            place, style = source.label or "", palette.muted
            title = title or display_line(source.inline_label or source.id)
    place = display_line(place)
    if not title or title == place:
        return [(place or title or "untitled", style if place else palette.text)]
    spans = [(title, palette.text)]
    if place:
        spans.append((f" ({place})", style))
    return spans
