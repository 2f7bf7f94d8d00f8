"""The icons of the protocol as single cells."""

from __future__ import annotations

FALLBACK = "•"

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
"""Frames of what is going on; each is one cell."""

_GLYPHS = {
    "agent": "◈",
    "analytics": "▤",
    "atom": "⊛",
    "batch": "≣",
    "bolt": "↯",
    "book-closed": "▯",
    "book-clock": "◷",
    "book-open": "▱",
    "bug": "¤",
    "calendar": "▦",
    "chart": "▟",
    "check": "✓",
    "check-circle": "✓",
    "check-circle-filled": "✔",
    "chevron-left": "‹",
    "chevron-right": "›",
    "circle-question": "?",
    "clock": "◷",
    "compass": "◎",
    "confetti": "✻",
    "cube": "◰",
    "desktop": "▭",
    "document": "≡",
    "dot": "•",
    "dots-horizontal": "⋯",
    "dots-vertical": "⋮",
    "empty-circle": "○",
    "external-link": "↗",
    "globe": "◍",
    "images": "▣",
    "info": "i",
    "keys": "⚷",
    "lab": "△",
    "lifesaver": "◉",
    "lightbulb": "☼",
    "mail": "✉",
    "map-pin": "◆",
    "maps": "◇",
    "mobile": "▯",
    "name": "@",
    "notebook": "▤",
    "notebook-pencil": "✎",
    "page-blank": "▯",
    "phone": "☏",
    "play": "▸",
    "plus": "+",
    "profile": "☺",
    "profile-card": "▤",
    "reload": "↻",
    "search": "⌕",
    "settings-slider": "≑",
    "sparkle": "✦",
    "sparkle-double": "✧",
    "square-code": "‹",
    "square-image": "▣",
    "square-text": "≡",
    "star": "☆",
    "star-filled": "★",
    "suitcase": "▬",
    "user": "☺",
    "wreath": "❦",
    "write": "✎",
    "write-alt": "✎",
    "write-alt2": "✎",
}

_BY_WORD = {
    "alert": "!",
    "arrow": "→",
    "book": "▱",
    "box": "◰",
    "brain": "✦",
    "building": "▥",
    "check": "✓",
    "clock": "◷",
    "cloud": "☁",
    "code": "‹",
    "credit": "▬",
    "cpu": "▦",
    "database": "≣",
    "download": "↓",
    "file": "≡",
    "flag": "⚑",
    "folder": "▱",
    "gear": "⚙",
    "git": "⑂",
    "heart": "♥",
    "help": "?",
    "house": "⌂",
    "image": "▣",
    "key": "⚷",
    "link": "↗",
    "list": "≡",
    "lock": "▪",
    "map": "◇",
    "message": "❝",
    "music": "♪",
    "pen": "✎",
    "pencil": "✎",
    "refresh": "↻",
    "settings": "⚙",
    "shopping": "▬",
    "sun": "☼",
    "table": "▦",
    "terminal": "›",
    "trash": "✕",
    "triangle": "△",
    "upload": "↑",
    "users": "☺",
    "warning": "!",
    "wrench": "⚙",
    "x": "✕",
    "zap": "↯",
}


def glyph(name: str | None, default: str = FALLBACK) -> str:
    """One cell for an icon name; `lucide:` and `vendor:` icons are guessed from their words."""
    if not name:
        return default
    if (found := _GLYPHS.get(name)) is not None:
        return found
    _, _, bare = name.rpartition(":")
    if (found := _GLYPHS.get(bare)) is not None:
        return found
    for word in bare.split("-"):
        if (found := _BY_WORD.get(word) or _GLYPHS.get(word)) is not None:
            return found
    return default
