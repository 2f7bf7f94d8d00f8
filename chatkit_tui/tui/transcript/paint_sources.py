"""Sources: pages, files and things of the integrator's own."""

from __future__ import annotations

from chatkit_tui.display import display_line
from chatkit_tui.protocol.sources import EntitySource, FileSource, Source, UnknownSource, URLSource
from chatkit_tui.translation import _
from chatkit_tui.tui.hyperlinks import host_of, openable
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Span

RAW_LIMIT = 200
"""Characters of JSON shown of a source nobody knows."""


def source_spans(source: Source, palette: Palette) -> list[Span]:
    """A source in one paragraph: its title, then where it is."""
    match source:
        case UnknownSource():
            kind = display_line(source.type) or _("source")
            return [(f"{kind} {display_line(short_json(source.raw, RAW_LIMIT))}", palette.muted)]
        case URLSource():
            return _page(source, palette)
        case FileSource():
            title, place = source.title, source.filename
        case EntitySource():
            title = source.title or source.inline_label or source.id
            place = source.label or ""
    title, place = display_line(title), display_line(place)
    if not title or title == place:
        return [(place or title or _("untitled"), palette.text)]
    return [(title, palette.text), *([(f" ({place})", palette.muted)] if place else [])]


def source_icon(source: Source) -> str:
    """One cell for a file or an entity; "" for a page, which its address tells."""
    match source:
        case FileSource():
            return glyph("document")
        case EntitySource():
            return glyph(source.icon or "cube")
        case _:
            return ""


def _page(source: URLSource, palette: Palette) -> list[Span]:
    """Where links are followed, the title is one, and its host says where it leads."""
    title, url = display_line(source.title), display_line(source.url)
    address = openable(source.url)
    style = palette.linked(palette.url, address)
    if not title or title == url:
        return [(url, style)] if url else [(title or _("untitled"), palette.text)]
    if not url:
        return [(title, palette.text)]
    if not (address and palette.hyperlinks):
        return [(title, palette.text), (f" ({url})", palette.url)]
    host = host_of(address)
    beside = [] if host in title else [(f"  {host}", style)]
    return [(title, palette.linked(palette.text, address)), *beside]
