"""Paths in a paste, files in a draft, chips in a row, what a folder shows: without a screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from chatkit_tui.controller.attachments.attached import Attached, Stage
from chatkit_tui.controller.attachments.uploads import Uploads
from chatkit_tui.errors import ChatKitError
from chatkit_tui.options import ComposerAttachmentOption
from chatkit_tui.tui.attachments.chips import chip, chip_lines, short_name, words_of
from chatkit_tui.tui.attachments.file_lines import path_painter
from chatkit_tui.tui.attachments.folder import filters_for, read_folder
from chatkit_tui.tui.attachments.kept_files import bring_back, with_files, without_files
from chatkit_tui.tui.attachments.listed_files import ListedFile
from chatkit_tui.tui.attachments.pasted_paths import pasted_files
from chatkit_tui.tui.attachments.showing import file_name
from chatkit_tui.tui.composer.prompt import Prompt
from chatkit_tui.tui.transcript.palette import Palette


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with files of all kinds of names."""
    for name in ("a.txt", "with space.txt", "ü%.txt", ".hidden", "it's.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / ".secret").mkdir()
    (tmp_path / ".secret" / "key").write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("paste", "names"),
    [
        ("{0}/a.txt", ["a.txt"]),
        (" {0}/a.txt \n", ["a.txt"]),
        ("{0}/with space.txt", ["with space.txt"]),
        ("{0}/with\\ space.txt", ["with space.txt"]),
        ("'{0}/with space.txt' \"{0}/a.txt\"", ["with space.txt", "a.txt"]),
        ("{0}/a.txt\r\n{0}/it's.txt", ["a.txt", "it's.txt"]),
        (
            "file://{0}/with%20space.txt\nfile://localhost{0}/%C3%BC%25.txt",
            ["with space.txt", "ü%.txt"],
        ),
        ("{0}/a.txt {0}/missing", []),
        ("{0}/a.txt is what I mean", []),
        ("see {0}/a.txt", []),
        ("a.txt", []),
        ("{0}/folder", []),
        ("{0}/.hidden", []),
        ("file://{0}/.secret/key", []),
        ("file://elsewhere{0}/a.txt", []),
        ("{0}/a\0.txt", []),
        ("/" + "x" * 20_000, []),
        ("/'", []),
        ("~nobody-of-that-name/a.txt", []),
        ("", []),
    ],
)
def test_a_paste_of_nothing_but_paths(files: Path, paste: str, names: list[str]) -> None:
    found = pasted_files(paste.replace("{0}", str(files)))
    assert [each.name for each in found] == names


def test_files_in_a_draft_come_back(tmp_path: Path) -> None:
    uploads = Uploads()
    odd = tmp_path / os.fsdecode(b"a]\n(b)\xff.txt")
    local = uploads.add(odd)
    remote = uploads.add_uploaded({"id": "atc_1", "name": "n", "preview_url": "http://x/"})
    prompt = Prompt("the text\n[mine](attached:!)", quote="q", files=(local, remote))
    kept = prompt.as_draft()
    assert kept.startswith("> q\n\nthe text")
    text, known = without_files(kept)
    assert text == prompt.as_text()
    assert [bring_back(each, uploads) for each in known] == [local, remote]
    later = Uploads()
    again = [bring_back(each, later) for each in known]
    assert [each.key for each in again] == [local.key, remote.key]
    assert again[0].path == odd
    assert (again[1].id, again[1].stage, again[1].preview_url) == (
        "atc_1",
        Stage.READY,
        "http://x/",
    )
    # What merely looks like a file is text, and stays it.
    for line in ("[a](attached:e30=)", "[a](attached:W10=)", "[a](attached:AAA)"):
        assert without_files(f"x\n{line}") == (f"x\n{line}", [])
    assert with_files("x", []) == "x"


def test_prompts_together_have_the_files_of_all() -> None:
    one, two = Attached("one"), Attached("two")
    both = Prompt("a", files=(one,)).before(Prompt("b", files=(one, two)))
    assert both.files == (one, two)
    assert not Prompt(files=(one,)).blank
    assert Prompt(files=(one,)).sendable
    assert Prompt(files=(one,)).waits
    one.stage = Stage.FAILED
    assert not Prompt(files=(one,)).waits


def test_chips_say_how_far_a_file_is() -> None:
    attached = Attached("a\x1b[31m.txt", size=1000)
    assert chip(attached, 80).plain == "… a␛[31m.txt 1.0 kB"
    attached.stage, attached.sent = Stage.UPLOADING, 455
    assert chip(attached, 80).plain == "↑ a␛[31m.txt ━━─── 45 % 1.0 kB"
    assert words_of(attached) == "uploading 45 %"
    attached.sent = 1000
    assert attached.percent == 99, "it is not there before the server says so"
    attached.stage = Stage.READY
    assert (chip(attached, 80).plain, attached.percent) == ("✓ a␛[31m.txt 1.0 kB", 100)
    attached.stage, attached.error = Stage.FAILED, ChatKitError("No.")
    assert (chip(attached, 80).plain[0], words_of(attached)) == ("✗", "No.")


@pytest.mark.parametrize("width", [4, 10, 20, 40, 120])
def test_chips_stay_within_their_width(width: int) -> None:
    names = ["a", "家" * 30 + ".pdf", "x" * 200, "report.final.docx"]
    files = [Attached(name, size=2**30, stage=Stage.UPLOADING) for name in names]
    lines = chip_lines(files, width, 1)
    assert [index for line in lines for index in line.indexes] == [0, 1, 2, 3]
    assert all(line.content.cell_length <= width for line in lines)
    assert cell_len(short_name(names[1], width)) <= width


def test_a_folder_shows_what_the_chat_takes(files: Path) -> None:
    (files / "b.PNG").write_bytes(b"x")
    os.symlink(files / "nowhere", files / "broken")
    os.mkfifo(files / "pipe")
    entries = read_folder(files)
    assert [each.name for each in entries] == [
        *(".secret", "folder"),
        *(".hidden", "a.txt", "b.PNG", "it's.txt", "with space.txt", "ü%.txt"),
    ]
    every, images = filters_for(None)
    assert all(map(every.shows, entries))
    assert [each.name for each in entries if images.shows(each)] == [".secret", "folder", "b.PNG"]
    option = ComposerAttachmentOption(enabled=True, accept={"text/*": ()})
    taken = filters_for(option)[0]
    shown = [each.name for each in entries if taken.shows(each) and not each.is_folder]
    assert shown == ["a.txt", "it's.txt", "with space.txt", "ü%.txt"]


def test_previews_of_files(tmp_path: Path) -> None:
    def shown(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        lines = path_painter(path)(30, Palette())
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    assert shown("a.txt", b"one\ntwo \x1b[31m") == "text/plain · 13 bytes\n\none\ntwo ␛[31m"
    assert "This is no text" in shown("a.bin", b"\x00\x01")
    assert "Not drawn: " in shown("a.png", b"\x89PNG\r\n\x1a\n damaged")
    assert shown("b.png", b"<html>").startswith("text/html · 6 bytes\n\n<html>")
    gone = path_painter(tmp_path / "gone")(30, Palette())
    assert "cannot be read" in "".join(segment.text for line in gone for segment in line)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\boot\\a.txt", "a.txt"),
        (".bashrc", "bashrc"),
        ("a\x1b[31m\x9b\nb.txt", "a[31mb.txt"),
        ("..", "attachment"),
        ("", "attachment"),
    ],
)
def test_a_name_from_a_server_is_no_path(name: str, saved: str) -> None:
    assert file_name(ListedFile(name, "")) == saved
