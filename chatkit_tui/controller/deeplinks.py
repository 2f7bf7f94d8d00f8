"""Links that lead into the program that embeds the chat: `chatkit-link://name?key=value`."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

SCHEME = "chatkit-link"


def read_deeplink(address: str) -> tuple[str, dict[str, str]] | None:
    """The name and the data of a deeplink; None for every other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    name = f"{parts.netloc}{parts.path}".strip("/")
    if parts.scheme != SCHEME or not name:
        return None
    return name, dict(parse_qsl(parts.query, keep_blank_values=True))
