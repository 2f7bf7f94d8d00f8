"""Sources: pages, files and things of the integrator's own."""

from __future__ import annotations

from chatkit_tui.display import display_line
from chatkit_tui.protocol.sources import EntitySource, FileSource, Source, UnknownSource, URLSource
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Span

RAW_LIMIT = 200
"""Characters of JSON shown of a source nobody knows."""


def source_spans(source: Source, palette: Palette) -> list[Span]:
    """A source in one paragraph: its title, then where it is."""
    place, style = "", palette.muted
    match source:
        case UnknownSource():
            kind = display_line(source.type) or "source"
            return [(f"{kind} {display_line(short_json(source.raw, RAW_LIMIT))}", palette.muted)]
        case URLSource():
            place, style = source.url, palette.url
        case FileSource():
            place = source.filename
        case EntitySource():
            place = source.label or ""
    title = display_line(source.title)
    if isinstance(source, EntitySource):
        title = title or display_line(source.inline_label or source.id)
    place = display_line(place)
    if not title or title == place:
        return [(place, style)] if place else [(title or "untitled", palette.text)]
    return [(title, palette.text), *([(f" ({place})", style)] if place else [])]
