"""What a file is: by its first bytes where they tell, else by its name."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

HEAD = 4096
"""Bytes of a file that are enough to tell."""

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
ZIP = "application/zip"

_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
"""Where, which bytes, and what they say."""

_RIFF = frozenset({"image/webp", "audio/wav"})

_MADE_OF = {
    "application/gzip": ("application/x-tar",),
    "audio/ogg": ("video/ogg", "application/ogg", "audio/opus"),
    "video/webm": ("video/x-matroska", "audio/webm"),
}
"""Formats that others are made of: then the name knows better, if it says one of those."""

_SURE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})
"""What always begins as its signature says; without it, a name that says so lies."""

_MARKUP = ((b"<!doctype html", "text/html"), (b"<html", "text/html"), (b"<svg", "image/svg+xml"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A MIME type; `sure` where the bytes themselves say so, whatever the name is."""

    mime_type: str
    sure: bool = False


def kind_of(name: str, head: bytes) -> Kind:
    """What the file `name` is that begins with `head`, HEAD bytes of it or all there are."""
    named = mimetypes.guess_type(name, strict=False)[0] or ""
    begins = _by_signature(head)
    if named and _is_made_of(named, begins):
        return Kind(named)
    if begins:
        return Kind(begins, sure=True)
    markup = _by_markup(head)
    if markup and not named.startswith("text/"):
        return Kind(markup, sure=True)
    if named in _SURE:
        return Kind(TEXT if _is_text(head) else UNKNOWN, sure=True)
    return Kind(named or (TEXT if _is_text(head) else UNKNOWN))


def _is_made_of(named: str, begins: str) -> bool:
    """Whether what the name says is a format that begins like that."""
    if begins == ZIP:
        # Documents, packages and books of all kinds.
        return named not in _SURE and not named.startswith(("text/", "image/", "audio/", "video/"))
    return named in _MADE_OF.get(begins, ())


def _by_signature(head: bytes) -> str:
    for start, signature, mime_type in _SIGNATURES:
        if head[start : start + len(signature)] != signature:
            continue
        if mime_type not in _RIFF or head.startswith(b"RIFF"):
            return mime_type
    return ""


def _by_markup(head: bytes) -> str:
    begin = head[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(b"<?xml"):
        begin = begin.partition(b"?>")[2].lstrip()
    return next((kind for mark, kind in _MARKUP if begin.startswith(mark)), "")


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    try:
        # A character may be cut at the end.
        head[:-4].decode("utf-8") if len(head) == HEAD else head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
