"""Pictures that the terminal draws: they scroll, are covered, come back and vanish as text does."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from chatkit.types import AssistantMessageItem
from PIL import Image

from tests.controller.stored import store_thread
from tests.support.kitty_terminal import KittyTerminal, Seen
from tests.support.sdk_server import SdkServer

COLUMNS, ROWS = 100, 30


def png(width: int, height: int) -> str:
    """A picture with every dot in another colour, as Markdown."""
    image = Image.new("RGB", (width, height))
    image.putdata([(x % 256, y % 256, (x * y) % 256) for y in range(height) for x in range(width)])
    file = BytesIO()
    image.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


@pytest.fixture
def kitty(program_env: dict[str, str], sdk_server: SdkServer) -> Iterator[KittyTerminal]:
    """The program with a thread in which a picture of 20 by 9 cells stands among text."""
    store_thread(sdk_server, "thr_a", 40)
    item = sdk_server.store.threads["thr_a"].items["thr_a_37"]
    assert isinstance(item, AssistantMessageItem)
    item.content[0].text = f"Look:\n\n![A field]({png(200, 170)})\n\nSeen?"
    for name in ("TMUX", "STY", "TERM_PROGRAM"):
        program_env.pop(name, None)
    program_env |= {"TERM": "xterm-kitty", "COLORTERM": "truecolor", "VISUAL": "true"}
    argv = [sys.executable, "-m", "chatkit_tui", "--url", sdk_server.url, "--thread", "thr_a"]
    with KittyTerminal(argv, env=program_env, columns=COLUMNS, rows=ROWS) as terminal:
        yield terminal


def moved(seen: Seen, rows: int) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells of a picture that stands so many rows lower."""
    return {(y + rows, x): part for (y, x), part in seen.cells.items()}


def wait(terminal: KittyTerminal, shows: Callable[[dict[int, Seen]], bool]) -> dict[int, Seen]:
    """Wait until the pictures are as `shows` wants them; all are straight, and the terminal's."""
    terminal.wait_for(lambda _: shows(terminal.pictures()))
    seen = terminal.pictures()
    assert all(each.is_straight for each in seen.values())
    assert all(terminal.held[number].whole for number in seen)
    return seen


def test_a_picture_is_handed_over_once_and_stands_in_cells(kitty: KittyTerminal) -> None:
    seen = wait(kitty, lambda seen: any(each.rows == list(range(9)) for each in seen.values()))
    [(number, first)] = seen.items()
    held = kitty.held[number]
    assert held.size == (20, 9)
    with Image.open(BytesIO(held.data)) as picture:
        assert picture.size == (200, 170)
        assert picture.getpixel((150, 100)) == (150, 100, 150 * 100 % 256, 255)
    assert len(first.cells) == 20 * 9
    # It scrolls with the text around it, and beyond the edge.
    top = min(first.cells)[0]
    kitty.send("\x1b[1;2A" * 3)
    wait(kitty, lambda seen: seen[number].cells == moved(first, 3))
    kitty.send("\x1b[1;2A" * 9)
    wait(kitty, lambda seen: min(seen[number].cells)[0] == top + 12)
    assert kitty.pictures()[number].rows[0] == 0
    assert 0 < len(kitty.pictures()[number].rows) < 9
    # A window over it covers it, and tints nothing of what is left of it.
    kitty.send("\x1b[1;5F")
    wait(kitty, lambda seen: bool(seen) and seen[number].cells == first.cells)
    kitty.send("\x1bOP")
    kitty.wait_for("Everywhere in a chat")
    wait(kitty, lambda seen: not seen or len(seen[number].cells) < 180)
    kitty.send("\x1bOP")
    wait(kitty, lambda seen: bool(seen) and seen[number].cells == first.cells)
    assert kitty.handed_over == 1
    # Who had the terminal meanwhile, or wrote over it, may have taken the pictures with him.
    for key in ("\x07", "\x0c"):
        kitty.held.clear()
        kitty.send(key)
        kitty.wait_for(lambda _: number in kitty.held and kitty.held[number].size is not None)
        wait(kitty, lambda seen: seen[number].cells == first.cells)
    # In another thread there is nothing of it, and nothing is left behind.
    kitty.send("\x0e")
    wait(kitty, lambda seen: not seen)
    kitty.send("\x11")
    kitty.wait_for_exit()
    assert kitty.held == {}
