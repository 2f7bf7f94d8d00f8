"""The tour's pictures are real PNG files."""

from __future__ import annotations

import struct
import zlib

import pytest

from chatkit_tui.demo.tour.pictures import draw_picture
from tests.support.demo_client import DemoClient


@pytest.mark.parametrize(
    ("name", "size"), [("sunset", (192, 120)), ("sunset-32", (192, 120)), ("badge", (48, 48))]
)
async def test_a_picture_is_a_whole_png(name: str, size: tuple[int, int]) -> None:
    png = await draw_picture(name)
    assert png is not None
    chunks = dict(_chunks(png))
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == size
    width, height = size
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * (1 + 3 * width)


async def test_previews_are_coarser(demo: DemoClient) -> None:
    colours = []
    for block in (32, 8, 1):
        png = await draw_picture(f"sunset-{block}")
        assert png is not None
        pixels = zlib.decompress(dict(_chunks(png))[b"IDAT"])
        colours.append(len({pixels[at : at + 3] for at in range(1, 576, 3)}))
    assert colours == sorted(colours)


@pytest.mark.parametrize("name", ["", "../secret", "sunset-0", "sunset-33", "badge-x"])
async def test_other_names_are_no_pictures(name: str) -> None:
    assert await draw_picture(name) is None


def test_generated_images_can_be_fetched_without_a_secret(demo: DemoClient) -> None:
    turn = demo.create("picture")
    urls = [
        event["update"]["image"]["url"]
        for event in turn.of_type("thread.item.updated")
        if event["update"]["type"] == "generated_image.updated"
    ]
    urls.append(turn.item("generated_image")["image"]["url"])
    assert len(set(urls)) == 5
    for url in urls:
        answer = demo.http.get(url)
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents of the file's chunks, each with a checksum that is right."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(kind + data)
        found.append((kind, data))
        at += 12 + length
    return found
