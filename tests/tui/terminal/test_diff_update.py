"""What goes to the terminal for one update, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from chatkit_tui.tui.terminal.diff_update import TerminalScreen
from tests.support.emulator import Emulator

SIZE = Size(20, 8)
TRUECOLOR = Console(color_system="truecolor")
ON_BLUE = Style.parse("white on #000080")


def line(*segments: Segment | str) -> Strip:
    """A row of the screen's width."""
    parts = [each if isinstance(each, Segment) else Segment(each, ON_BLUE) for each in segments]
    return Strip(parts).adjust_cell_length(SIZE.width, ON_BLUE)


class Shown:
    """A terminal behind the diff."""

    def __init__(self, console: Console = TRUECOLOR) -> None:
        self.screen = TerminalScreen()
        self.emulator = Emulator(*SIZE)
        self._console = console

    def show(self, *rows: Strip) -> str:
        """Draw the whole screen; what was written for it."""
        return self.show_parts(*([row] for row in rows))

    def show_parts(self, *rows: Sequence[Strip]) -> str:
        """The same with several widgets side by side."""
        rows += tuple([line("")] for _ in range(SIZE.height - len(rows)))
        return self._write(LayoutUpdate(list(rows), SIZE.region))

    def show_span(self, y: int, begin: int, end: int, strips: Sequence[Strip]) -> str:
        """Draw a part of a row that several widgets share."""
        chops: list[dict[int, Strip | None]] = [{} for _ in range(SIZE.height)]
        ends: list[list[int]] = [[] for _ in range(SIZE.height)]
        x = 0
        for strip in strips:
            chops[y][x] = strip
            x += strip.cell_length
            ends[y].append(x)
        return self._write(ChopsUpdate(chops, [(y, begin, end)], ends))

    def _write(self, update: LayoutUpdate | ChopsUpdate) -> str:
        written = self.screen.turn_into(update, SIZE, self._console)
        self.emulator.feed(written)
        return written


def test_only_what_changed_is_written_in_the_colours_that_changed() -> None:
    shown = Shown()
    assert "hello" in shown.show(line("hello world"))
    assert shown.show(line("hello world")) == ""
    assert shown.show(line("hello words")) == "\x1b[1;10H\x1b[37;48;2;0;0;128mds\x1b[m"
    bold = Segment("ok", ON_BLUE + Style(bold=True))
    written = shown.show(line("hello words", " ", bold))
    assert written == "\x1b[1;13H\x1b[1;37;48;2;0;0;128mok\x1b[m"


def test_no_control_character_of_a_text_gets_to_the_terminal() -> None:
    shown = Shown()
    evil = "a\x1b]52;c;eA==\x07\x9b2J\x7f\r\n\tb\udc80"
    written = shown.show(line(evil), line("tame", Segment(evil, Style(link=f"https://x/{evil}"))))
    left = written
    for sequence in ("\x0f", "\x1b(B", "\x1b["):
        left = left.replace(sequence, "")
    assert left.isprintable()
    assert "]52" in shown.emulator.text(0)
    assert shown.emulator.text(0).startswith("a␛")
    assert "]8;" not in written


def test_rows_that_moved_are_moved_by_the_terminal_and_the_side_is_mended() -> None:
    shown = Shown()
    words = ["whatever", "rows", "there", "may", "be", "of", "them", "all"]
    rows = [f"{words[number % 8]} {number} {words[number % 7]}" for number in range(20)]

    def screen(first: int) -> list[list[Strip]]:
        whole = [line(f"{rows[first + y]:17.17}", "|", str(y)) for y in range(SIZE.height)]
        return [[row.crop(0, 17), row.crop(17)] for row in whole]

    shown.show_parts(*screen(0))
    for first in (1, 2, 1, 0):
        written = shown.show_parts(*screen(first))
        assert "r\x1b[1H\x1b[" in written
        assert len(written) < 320
        assert [shown.emulator.text(y) for y in range(SIZE.height)] == [
            f"{rows[first + y]:17.17}|{y}" for y in range(SIZE.height)
        ]


def test_half_a_wide_character_is_never_left() -> None:
    shown = Shown()
    shown.show(line("漢字漢字"))
    shown.show_span(0, 3, 6, [Strip([Segment("漢", ON_BLUE), Segment(" ")]), Strip.blank(3)])
    assert shown.emulator.text(0) == "漢    字"
    assert "漢" not in shown.show(line("漢字漢字")).partition("漢")[2]
    assert shown.emulator.text(0) == "漢字漢字"


def test_what_terminals_draw_differently_wide_does_not_move_the_rest() -> None:
    shown = Shown()
    written = shown.show(line("👨\u200d👩\u200d👧 a❤\ufe0f b"))
    assert "  \x1b[1G👨\u200d👩\u200d👧\x1b[3G a  \x1b[5G❤\ufe0f\x1b[7G b" in written
    assert shown.show(line("👨\u200d👩\u200d👧 a❤\ufe0f c")).count("👨") == 1
    assert shown.emulator.text(0) == "👨\u200d👩\u200d👧 a❤\ufe0f c"


def test_links_stay_links_under_one_id() -> None:
    shown = Shown()
    link = ON_BLUE + Style(link="https://example.com/")
    shown.show(line("see ", Segment("this", link), " and"), line(Segment("that", link)))
    other = ON_BLUE + Style(link="https://example.com/")
    assert other._link_id != link._link_id
    assert (
        shown.show(line("see ", Segment("this", other), " and"), line(Segment("that", link))) == ""
    )
    written = shown.show(line("see ", Segment("thus", other), " and"), line(Segment("that", link)))
    assert written.count("https://example.com/") == 1
    assert written.endswith("u\x1b]8;;\x1b\\\x1b[m")
    assert shown.emulator.row(0)[6].fg.endswith(" https://example.com/")


@pytest.mark.parametrize(
    ("system", "colour"),
    [("256", "37;48;5;18"), ("standard", "37;44"), ("truecolor", "37;48;2;0;0;128")],
)
def test_colours_are_those_the_terminal_has(system: str, colour: str) -> None:
    shown = Shown(Console(color_system=system))  # type: ignore[arg-type]
    assert f"\x1b[{colour}mhi" in shown.show(line("hi"))


def test_a_widget_s_own_controls_pass_and_their_row_is_written_again() -> None:
    shown = Shown()
    picture = Segment("\x1bPq#0\x1b\\", None, [(14, 0)])  # type: ignore[list-item]
    row = line("ab", picture, "cd")
    assert "\x1b[1;3H\x1bPq#0\x1b\\" in shown.show(row)
    assert "abcd" in shown.show(line("abcd"))


def test_after_others_wrote_everything_is_written() -> None:
    shown = Shown()
    shown.show(line("one"), line("two"))
    shown.emulator.feed("\x1b[2J\x1b[3;5r\x1b[31mrubbish")
    shown.screen.forget()
    shown.show(line("one"), line("two"))
    assert [shown.emulator.text(y) for y in range(4)] == ["one", "two", "", ""]
