"""Whom pictures are handed to, in what words, and how many the terminal holds."""

from __future__ import annotations

import asyncio
import base64
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from chatkit_tui.display import display
from chatkit_tui.tui.paste_guard import PasteGuard
from chatkit_tui.tui.terminal import terminal_images
from chatkit_tui.tui.terminal.kitty import (
    MARKS,
    PIECE,
    PLACEHOLDER,
    GraphicsTold,
    handing_over,
    may_have_placeholders,
    number,
    placeholders,
    removal,
)
from chatkit_tui.tui.terminal.terminal_images import AT_REST, UNFINISHED, TerminalImages


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-ghostty", "SSH_TTY": "/dev/pts/1"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, True),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({}, False),
        # Terminals that were started in one, and multiplexers.
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "KONSOLE_VERSION": "230"}, False),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
    ],
)
def test_terminals_that_draw_placeholders(environ: dict[str, str], wanted: bool) -> None:
    assert may_have_placeholders(environ) is wanted


@given(
    st.sampled_from(["i=1;OK", "i=1;ENOTSUPPORTED:no"]), st.lists(st.integers(0, 40), max_size=5)
)
def test_an_answer_is_no_key_however_it_is_cut(answer: str, cuts: list[int]) -> None:
    data = f"he\x1b_G{answer}\x1b\\\x1b[Allo"
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    parser, told, typed = PasteGuard(), [], ""
    for start, end in pairwise(edges):
        for event in [*parser.feed(data[start:end]), *parser.tick()]:
            if isinstance(event, GraphicsTold):
                told.append(event.understood)
            elif isinstance(event, events.Key):
                typed += event.character or f"<{event.key}>"
    assert (told, typed) == ([answer.endswith("OK")], "he<up>llo")


def test_a_picture_is_handed_over_in_pieces_that_may_be_parted() -> None:
    png = bytes(range(256)) * 40
    *pieces, placed = handing_over(3, png, 20, 9)
    commands = [re.fullmatch(r"\x1b_G([^;]*);(.*)\x1b\\", piece) for piece in pieces]
    keys = [command[1] for command in commands if command]
    data = [command[2] for command in commands if command]
    assert keys[0] == f"i={number(3)},f=100,t=d,q=2,m=1"
    assert keys[1:] == ["q=2,m=1", "q=2,m=1", "q=2,m=0"]
    assert max(map(len, data)) == PIECE
    assert base64.b64decode("".join(data)) == png
    assert placed == f"\x1b_Ga=p,U=1,i={number(3)},c=20,r=9,q=2\x1b\\"


def test_each_cell_says_of_which_picture_it_shows_what_and_no_text_does() -> None:
    rows = placeholders(2, 3, 2)
    assert rows[1] == "".join(f"{PLACEHOLDER}{MARKS[1]}{MARKS[x]}{MARKS[2]}" for x in range(3))
    assert PLACEHOLDER not in display(rows[0])


class Terminal:
    """What was written to a terminal, and a clock."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.now = 0.0
        self.full = False
        self.wrote = asyncio.Event()
        self.images = TerminalImages(
            self.write, lambda: self.full, lambda: (10, 20), lambda: self.now
        )

    def write(self, sequence: str) -> bool:
        self.written.append(sequence)
        self.wrote.set()
        return True


async def test_pictures_make_room_for_others_when_nobody_draws_them() -> None:
    terminal = Terminal()
    shown = [await terminal.images.show(b"png", 2, 1) for _ in MARKS]
    assert all(shown)
    assert await terminal.images.show(b"png", 2, 1) is None, "all are looked at"
    terminal.now = AT_REST + 1
    for image in shown[1:]:
        assert image is not None
        terminal.images.use(image)
    terminal.written.clear()
    assert await terminal.images.show(b"png", 2, 1) is not None
    assert terminal.written[0] == removal(0)
    assert [image.gone for image in shown if image] == [True] + [False] * (len(MARKS) - 1)
    assert await terminal.images.show(b"png", 2, 1) is None
    terminal.images.take_back()
    assert set(terminal.written[-len(MARKS) :]) == {removal(place) for place in range(len(MARKS))}


async def test_their_bytes_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_images, "BYTES_HELD", 10)
    terminal = Terminal()
    assert await terminal.images.show(b"123456", 1, 1) is not None
    assert await terminal.images.show(b"12345", 1, 1) is None
    assert await terminal.images.show(b"1234", 1, 1) is not None
    assert await terminal.images.show(b"x" * 11, 1, 1) is None


async def test_one_picture_at_a_time_and_none_half_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_images, "LOOK_AGAIN", 0.0)
    terminal = Terminal()
    large = bytes(PIECE * 3)
    await asyncio.gather(*(terminal.images.show(large, 1, 1) for _ in range(3)))
    begun = [index for index, each in enumerate(terminal.written) if ",f=100" in each]
    placed = [index for index, each in enumerate(terminal.written) if "a=p" in each]
    assert all(
        first < end < second
        for end, (first, second) in zip(placed[:-1], pairwise(begun), strict=True)
    )
    terminal.written.clear()
    terminal.full = True
    terminal.wrote.clear()
    dropped = asyncio.create_task(terminal.images.show(large, 1, 1))
    await asyncio.sleep(0)
    assert terminal.written == [], "a terminal that does not keep up is waited for"
    terminal.full = False
    await terminal.wrote.wait()
    dropped.cancel()
    await asyncio.wait([dropped])
    assert terminal.written[-1] == UNFINISHED
    terminal.written.clear()
    await terminal.images.hand_over_again()
    assert sum(",f=100" in each for each in terminal.written) == 3
