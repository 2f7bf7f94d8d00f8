"""Links a terminal can follow (OSC 8): where they are understood, and what may stand in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2_000
"""Characters; terminals ignore links that are much longer."""

_OPENED = re.compile(r"(?:https?://|mailto:)[!-~]+", re.IGNORECASE)
"""What may be opened: these schemes, in printable ASCII alone."""

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")

_TERMINALS = ("alacritty", "contour", "foot", "rio", "wezterm", "xterm-ghostty", "xterm-kitty")
"""Beginnings of TERM that understand links."""

_PROGRAMS = frozenset(
    {"ghostty", "Hyper", "iTerm.app", "rio", "Tabby", "vscode", "WarpTerminal", "WezTerm", "zed"}
)
_OLDEST_VTE = 5000
"""Version 0.50 of the library behind GNOME Terminal and others."""


def supports_links(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to understand links. FORCE_HYPERLINK=1 or 0 decides.

    tmux and screen swallow links or pass them on, and do not say which: they count as no.
    """
    forced = environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced.strip().lower() not in ("", "0", "false", "no")
    term = environ.get("TERM", "")
    if "TMUX" in environ or "STY" in environ or term.startswith(("screen", "tmux")):
        return False
    if term in ("", "dumb", "linux"):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        term.startswith(_TERMINALS)
        or environ.get("TERM_PROGRAM") in _PROGRAMS
        or any(name in environ for name in ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID"))
        or (vte.isdecimal() and int(vte) >= _OLDEST_VTE)
    )


def openable(address: str) -> str | None:
    """`address` as it may be opened or put into a link; None if it may not.

    Hosts of other scripts are spelled in ASCII, so that what looks alike does not read alike.
    """
    if not address.isascii() or not address.isprintable() or " " in address:
        from markdown_it.common.normalize_url import normalizeLink

        address = normalizeLink(address)
    if len(address) > LONGEST_ADDRESS or _OPENED.fullmatch(address) is None:
        return None
    return address if host_of(address) or address[:7].lower() == "mailto:" else None


def host_of(address: str) -> str:
    """The host an address leads to, or the domain of an e-mail address; "" for none."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return parts.path.rpartition("@")[2].lower()
        return (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def names_another_host(label: str, address: str) -> bool:
    """Whether a label shows some host, and not the one that the address leads to."""
    host = host_of(address)
    named = {found.removeprefix("www.") for found in _HOST.findall(label.lower())}
    return bool(named) and (host not in named or len(named) > 1 or "@" in label)
