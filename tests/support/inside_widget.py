"""A transcript with a widget to be operated, and short ways to do it and to see what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.transcript.item_view import GUTTER
from chatkit_tui.tui.transcript.transcript import Transcript
from chatkit_tui.tui.widgets.control import Control
from chatkit_tui.tui.widgets.state import WidgetState
from tests.support.rows import assistant_item, change, item, rows_of
from tests.support.transcript_app import TranscriptApp, settled


class Inside:
    """The last row of a transcript is a widget; refs are those of its components' ids."""

    def __init__(self, app: TranscriptApp, pilot: Pilot[None], rows: Sequence[Row]) -> None:
        self.app = app
        self.pilot = pilot
        self.row = rows[-1]

    @property
    def transcript(self) -> Transcript:
        return self.app.transcript

    @property
    def state(self) -> WidgetState:
        return self.transcript.drawings.widgets.of(self.row.key)

    @property
    def focus(self) -> str | None:
        return self.state.focus

    @property
    def where(self) -> tuple[object, str | None, str | None]:
        """Who has the focus, which row he is inside of, and in which control."""
        return self.app.focused, self.transcript.inside, self.focus

    @property
    def values(self) -> dict[str, str | bool]:
        return {ref.removeprefix("#"): value for ref, value in self.state.values.items()}

    @property
    def done(self) -> list[str]:
        """What was done since it was asked for last."""
        done = [f"{ref.removeprefix('#')} {gesture}" for ref, gesture in self.app.operated]
        self.app.operated.clear()
        return done

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def enter(self) -> None:
        self.transcript.focus()
        await settled(self.pilot)
        await self.press("enter")

    async def change(self, raw: dict[str, Any]) -> None:
        """The server replaces the widget."""
        change(self.row, item("widget", widget=raw), done=True)
        self.transcript.row_updated(self.row)
        await settled(self.pilot, lambda: not self.transcript._dirty)

    def control(self, ref: str) -> Control:
        controls = self.transcript.operator.widgets.controls(self.row.key)
        return next(each for each in controls if each.ref == ref)

    def place(self, ref: str) -> tuple[int, int]:
        """Where a control is on the screen, at its first cell."""
        view = self.transcript.stage.view_of(self.row.key)
        assert view is not None
        control = self.control(ref)
        return (
            view.region.x + GUTTER + control.column,
            view.region.y + control.row,
        )

    def sees(self, ref: str) -> bool:
        _, y = self.place(ref)
        return y >= 0 and y + self.control(ref).height <= self.transcript.viewport

    async def click(self, ref: str, across: int = 0) -> None:
        x, y = self.place(ref)
        await self.pilot.click(offset=(x + across, y))
        await settled(self.pilot)


@asynccontextmanager
async def widget(
    raw: dict[str, Any], *, before: int = 0, size: tuple[int, int] = (60, 30)
) -> AsyncIterator[Inside]:
    app = TranscriptApp()
    rows = rows_of(*[assistant_item("Before.")] * before, item("widget", widget=raw))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.transcript.show(rows)
        await settled(pilot)
        yield Inside(app, pilot, rows)
