"""Pictures made on the spot, so that the tour needs neither files nor network."""

from __future__ import annotations

import asyncio
import re
import struct
import zlib
from functools import lru_cache

WIDTH, HEIGHT = 192, 120

COARSEST = 32
"""The side of the largest blocks a picture is drawn in, as an early preview would be."""

Colour = tuple[int, int, int]

_NAME = re.compile(r"(sunset|badge)(?:-(\d{1,2}))?")


async def draw_picture(name: str) -> bytes | None:
    """The PNG called `name`: `sunset`, `badge`, or `sunset-16` in blocks of 16 pixels."""
    match = _NAME.fullmatch(name)
    block = int(match.group(2) or 1) if match else 0
    if match is None or not 1 <= block <= COARSEST:
        return None
    return await asyncio.to_thread(_draw, match.group(1), block)


@lru_cache(maxsize=16)
def _draw(kind: str, block: int) -> bytes:
    paint, width, height = (_sunset, WIDTH, HEIGHT) if kind == "sunset" else (_badge, 48, 48)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        row_y = y - y % block + block // 2
        for x in range(width):
            rows += bytes(paint(x - x % block + block // 2, row_y))
    return _png(width, height, bytes(rows))


def _sunset(x: int, y: int) -> Colour:
    """A sun going down over water."""
    horizon = HEIGHT * 2 // 3
    if (x - WIDTH // 2) ** 2 + (y - horizon + 6) ** 2 < 28**2 and y < horizon:
        return (255, 214, 102)
    if y < horizon:
        share = y / horizon
        return (int(60 + 180 * share), int(30 + 90 * share), int(110 - 30 * share))
    glitter = abs(x - WIDTH // 2) < (y - horizon) // 2 + 6 and (x * 7 + y * 13) % 5 < 2
    return (240, 160, 90) if glitter else (28, 40, 90 - (y - horizon))


def _badge(x: int, y: int) -> Colour:
    """A ring."""
    distance = (x - 24) ** 2 + (y - 24) ** 2
    return (16, 163, 127) if 11**2 < distance < 21**2 else (245, 245, 245)


def _png(width: int, height: int, rows: bytes) -> bytes:
    """The file: 8 bits per channel, RGB; each row begins with its filter byte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
