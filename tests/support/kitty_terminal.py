"""A terminal that takes pictures as Kitty does, and draws them where placeholders stand."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from dataclasses import dataclass, field

from chatkit_tui.tui.terminal.kitty import MARKS, PLACEHOLDER
from tests.support.terminal import Terminal

_COMMAND = re.compile(rb"\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\")
_BEGUN = re.compile(rb"\x1b(?:_[^\x1b]*\x1b?)?\Z")


@dataclass
class Held:
    """A picture that the terminal has; `size` is in columns and rows of cells."""

    data: bytes = b""
    whole: bool = False
    size: tuple[int, int] | None = None


@dataclass
class Seen:
    """Cells of one picture on the screen: where they are, and which part of it they show."""

    cells: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """The rows of the picture that are seen, from the top of the screen on."""
        return list(dict.fromkeys(part[0] for _, part in sorted(self.cells.items())))

    @property
    def is_straight(self) -> bool:
        """Whether each cell stands where its neighbours say it should."""
        lefts = {(y - row, x - column) for (y, x), (row, column) in self.cells.items()}
        return len(lefts) == 1


class KittyTerminal(Terminal):
    """Answers the question for graphics, and keeps what it is handed."""

    held: dict[int, Held]
    handed_over = 0
    """Pictures that came, again and again included."""
    _rest = b""
    _growing = 0
    """Number of the picture of which more comes."""

    def feed(self, data: bytes) -> None:
        """What the program wrote, without what is no text."""
        if not hasattr(self, "held"):
            self.held = {}
        data = self._rest + data
        begun = _BEGUN.search(data)
        self._rest = begun[0] if begun else b""
        data = data[: len(data) - len(self._rest)]
        super().feed(_COMMAND.sub(self._obey, data))

    def pictures(self) -> defaultdict[int, Seen]:
        """What is seen of pictures, by their numbers."""
        seen: defaultdict[int, Seen] = defaultdict(Seen)
        for y in range(self._screen.lines):
            for x in range(self._screen.columns):
                cell = self._screen.buffer[y][x]
                if len(cell.data) < 4 or not cell.data.startswith(PLACEHOLDER):
                    continue  # nothing, or the rest is still to come
                row, column, place = (MARKS.index(mark) for mark in cell.data[1:])
                number = (place << 24) | _colour(cell.fg)
                seen[number].cells[y, x] = row, column
        return seen

    def _obey(self, command: re.Match[bytes]) -> bytes:
        keys = dict(pair.split("=") for pair in command[1].decode().split(","))
        number = int(keys.get("i", self._growing))
        match keys.get("a", "t"):
            case "q":
                self.send(f"\x1b_Gi={number};OK\x1b\\")
            case "t":
                assert set(keys) <= {"m", "q"} or not self._growing, "one was not finished"
                if "i" in keys:
                    self.held[number] = Held()
                    self.handed_over += 1
                picture = self.held[number]
                picture.data += base64.b64decode(command[2] or b"")
                picture.whole = keys["m"] == "0"
                self._growing = 0 if picture.whole else number
            case "p":
                self.held[number].size = int(keys["c"]), int(keys["r"])
            case "d":
                del self.held[number]
        return b""


def _colour(foreground: str) -> int:
    """The number of a colour of the palette, which pyte tells as RGB."""
    from pyte.graphics import FG_BG_256

    return FG_BG_256.index(foreground)
