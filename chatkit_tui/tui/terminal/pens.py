"""In what colours and attributes cells are written, and the shortest way from one to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from rich.color import Color, ColorSystem
from rich.style import Style
from textual.strip import SGR_STYLES

from chatkit_tui.tui.terminal import kitty

_ENDS = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""What ends an attribute; some end two."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Pen:
    """Colours and attributes as SGR parameters, "" for the terminal's own."""

    attributes: tuple[str, ...] = ()
    foreground: str = ""
    background: str = ""
    link: str = ""
    """The address that a click opens."""


PLAIN = Pen()
"""What a terminal writes with after a reset."""

PenKey = tuple[int, Color | None, Color | None, str | None]
"""What of a style can be seen: its attributes as bits, its colours, its link."""


def key_of(style: Style) -> PenKey:
    """What tells pens apart; styles that differ in their meta data only are one."""
    return (
        style._attributes & style._set_attributes,
        style._color,
        style._bgcolor,
        style._link or None,
    )


def pen_of(key: PenKey, system: ColorSystem) -> Pen:
    """A new pen, in colours that the terminal has."""
    bits, foreground, background, link = key
    attributes = tuple(code for bit, code in enumerate(SGR_STYLES) if bits & (1 << bit))
    return Pen(
        attributes,
        _sgr(foreground, system, "39", foreground=True),
        _sgr(background, system, "49", foreground=False),
        "" if link is None or _CONTROLS.search(link) else link,
    )


@lru_cache(256)
def picture_pen(pen: Pen) -> Pen:
    """The pen of a picture's cells: whatever tints what is drawn, it is the same picture."""
    return Pen(foreground=kitty.PEN, background=pen.background)


def _sgr(color: Color | None, system: ColorSystem, default: str, *, foreground: bool) -> str:
    if color is None:
        return ""
    codes = ";".join(color.downgrade(system).get_ansi_codes(foreground))
    return "" if codes == default else codes


@lru_cache(8192)
def change(old: Pen, new: Pen) -> str:
    """The sequences after which a terminal that wrote with `old` writes with `new`."""
    link = "" if old.link == new.link else _link(new.link)
    if not (new.attributes or new.foreground or new.background):
        bare = not (old.attributes or old.foreground or old.background)
        return link if bare else f"{link}\x1b[m"
    ended = {_ENDS[code] for code in old.attributes if code not in new.attributes}
    codes = sorted(ended)
    codes += [code for code in new.attributes if code not in old.attributes or _ENDS[code] in ended]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return f"{link}\x1b[{';'.join(codes)}m" if codes else link


def _link(address: str) -> str:
    """Begin a link, or end one. Its parts are told to be one by an id, in whatever order drawn."""
    if not address:
        return "\x1b]8;;\x1b\\"
    name = crc32(address.encode("utf-8", "replace"))
    return f"\x1b]8;id={name:x};{address}\x1b\\"
