"""Which files may go along, and what is said of those that may not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chatkit_tui.controller.attachments.kinds import Kind, kind_of
from chatkit_tui.controller.attachments.rules import (
    problem_with,
    problem_with_count,
    readable_size,
    size_limit,
)
from chatkit_tui.options import ComposerAttachmentOption

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ZIP = b"PK\x03\x04" + bytes(40)
HTML = b"\n <!DOCTYPE HTML><title>x</title>"


@pytest.mark.parametrize(
    ("name", "head", "mime_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.txt", PNG, "image/png"),
        ("picture", PNG, "image/png"),
        ("a.png", HTML, "text/html"),
        ("a.png", b"just words", "text/plain"),
        ("a.png", b"\x00\x01", "application/octet-stream"),
        ("a.png", b"", "application/octet-stream"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="x">', "image/svg+xml"),
        ("a.jpg", b"<svg>", "image/svg+xml"),
        ("notes.md", HTML, "text/markdown"),
        ("a.docx", ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.zip", ZIP, "application/zip"),
        ("a.png", ZIP, "application/zip"),
        ("a.tar.gz", b"\x1f\x8b\x08\x00", "application/x-tar"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        ("a.avi", b"12345678WAVE", "video/x-msvideo"),
        ("Makefile", b"all:\n\ttrue\n", "text/plain"),
        ("thing", b"\x00\xff", "application/octet-stream"),
        ("empty", b"", "application/octet-stream"),
        ("cut", b"x" * 4095 + "ü".encode()[:1], "text/plain"),
    ],
)
def test_what_a_file_is(name: str, head: bytes, mime_type: str) -> None:
    assert kind_of(name, head).mime_type == mime_type


IMAGES = ComposerAttachmentOption(
    enabled=True, accept={"image/*": (".png", ".JPG"), "application/pdf": ()}
)


@pytest.mark.parametrize(
    ("name", "kind", "accepted"),
    [
        ("a.webp", Kind("image/webp", sure=True), True),
        ("a.pdf", Kind("application/pdf", sure=True), True),
        ("a.jpg", Kind("application/octet-stream"), True),
        ("a.png", Kind("text/html", sure=True), False),
        ("a.exe", Kind("application/x-msdownload"), False),
    ],
)
def test_accept_lists(name: str, kind: Kind, accepted: bool) -> None:
    problem = problem_with(IMAGES, name, 1, kind)
    assert problem is None or not accepted
    if not accepted:
        assert problem == (
            f"{name} is of the type {kind.mime_type}; this chat takes "
            "images (.png, .JPG) and application/pdf only."
        )


@pytest.mark.parametrize("pattern", ["*", "*/*"])
def test_an_accept_list_of_everything(pattern: str) -> None:
    everything = ComposerAttachmentOption(enabled=True, accept={pattern: ()})
    assert problem_with(everything, "a", 1, Kind("x/y", sure=True)) is None


@pytest.mark.parametrize(
    ("max_size", "limit"),
    [
        (7, 7),
        ({"image/png": 1, "image/*": 2, "*": 3}, 1),
        ({"image/*": 2, "*/*": 4, "": 3}, 2),
        ({"text/*": 2, "": 3}, 3),
        ({"text/*": 2, "*": 0}, 0),
        ({"text/*": 2}, None),
    ],
)
def test_the_size_that_counts(max_size: int | Mapping[str, int], limit: int | None) -> None:
    option = ComposerAttachmentOption(enabled=True, max_size=max_size)
    assert size_limit(option, "image/png") == limit


def test_the_limit_itself_is_allowed() -> None:
    option = ComposerAttachmentOption(enabled=True, max_size={"*": 100 * 2**20})
    kind = Kind("video/mp4")
    assert problem_with(option, "v.mp4", 100 * 2**20, kind) is None
    assert problem_with(option, "v.mp4", 100 * 2**20 + 1, kind) == (
        "v.mp4 has 104,857,601 bytes; a file of the type video/mp4 may have 104,857,600 in this "
        "chat."
    )
    plain = ComposerAttachmentOption(enabled=True, max_size=1024)
    assert problem_with(plain, "a", 2**20, kind) == (
        "a has 1.0 MB; a file may have 1.0 kB in this chat."
    )


def test_counts() -> None:
    option = ComposerAttachmentOption(enabled=True, max_count=2)
    assert problem_with_count(option, 2) is None
    assert (
        problem_with_count(option, 3) == "A message of this chat may have 2 files, and these are 3."
    )
    off = ComposerAttachmentOption()
    assert problem_with_count(off, 0) is None
    assert problem_with_count(off, 1) == "This chat takes no files."
    assert problem_with(off, "a", 1, Kind("x/y")) == "This chat takes no files."


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1024, "1.0 kB"),
        (500 * 2**20, "500 MB"),
        (3 * 2**40, "3.0 TB"),
        (3 * 2**60, "3145728 TB"),
    ],
)
def test_sizes_for_people(size: int, words: str) -> None:
    assert readable_size(size) == words
