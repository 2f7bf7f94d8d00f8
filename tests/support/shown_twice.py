"""An app whose every frame is shown on two terminals: as Textual writes it, and by the diff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.cells import split_graphemes
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from chatkit_tui.tui.terminal.diff_update import DiffUpdate, TerminalScreen
from tests.support.emulator import Emulator


class ShownTwice(App[None]):
    """Compares both after every frame."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.shown = TerminalScreen()
        self.plain = Emulator(1, 1)
        self.diffed = Emulator(1, 1)
        self.frames = 0
        self.plain_bytes = 0
        self.diffed_bytes = 0
        self.differences: list[str] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._batch_count:
            self._compare(renderable)
        super()._display(screen, renderable)

    def _failed(self) -> None:
        raise AssertionError("the diff failed")

    def _compare(self, update: LayoutUpdate | ChopsUpdate) -> None:
        size = self.size
        for emulator in (self.plain, self.diffed):
            if emulator.size != (size.width, size.height):
                emulator.resize(size.width, size.height)
        plain = update.render_segments(self.console)
        diffed = DiffUpdate(update, self.shown, size, failed=self._failed).render_segments(
            self.console
        )
        self.plain.feed(plain)
        self.diffed.feed(diffed)
        self.frames += 1
        self.plain_bytes += len(plain)
        self.diffed_bytes += len(diffed)
        if self.plain.pen != self.diffed.pen:
            self.differences.append(f"frame {self.frames}: left with {self.diffed.pen}")
        for y in torn_rows(update):
            # Textual drew over a half of it, and means more cells than it writes.
            self.plain.copy_row(self.diffed, y)
        for y in range(size.height):
            first, second = self.plain.row(y), self.diffed.row(y)
            if first != second:
                x = next(x for x in range(size.width) if first[x] != second[x])
                self.differences.append(
                    f"frame {self.frames}, {type(update).__name__}, row {y}, column {x}: "
                    f"{second[x]} in the place of {first[x]}; {self.diffed.text(y)!r} in the "
                    f"place of {self.plain.text(y)!r}"
                )


def torn_rows(update: LayoutUpdate | ChopsUpdate) -> set[int]:
    """Rows in which a character that is made of several was cut in two, as Textual does it."""
    return {y for y, strip in _strips(update) if _is_torn(strip)}


def _strips(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, Strip]]:
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield from ((y, strip) for strip in line)
    else:
        for y, begin, end in update.spans:
            for x, strip in update.chops[y].items():
                if strip is not None and x < end and x + strip.cell_length > begin:
                    yield y, strip
                    yield y, strip.crop(0, min(strip.cell_length, end - x))


def _is_torn(strip: Strip) -> bool:
    spans = [split_graphemes(segment.text)[0] for segment in strip if segment.text]
    cells = sum(width for each in spans for _, _, width in each)
    begins_inside = bool(spans) and spans[0][0][2] == 0
    return begins_inside or cells != strip.cell_length
