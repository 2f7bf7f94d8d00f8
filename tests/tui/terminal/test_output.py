"""A terminal that does not keep up is shown the newest state in the end, and whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyte
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from chatkit_tui.settings import Settings
from chatkit_tui.tui.terminal.diff_update import TerminalScreen
from chatkit_tui.tui.terminal.output import DiffedOutput
from chatkit_tui.tui.terminal.prompt_screen import PromptScreen
from tests.support.transcript_app import settled

COLUMNS, ROWS = 20, 8


@dataclass
class SlowLine:
    """Takes as much as it is told to."""

    is_full: bool = False
    room: int = 10_000
    room_for_what_can_wait: int = 10_000
    rest: float = 0.0
    sessions: int = 1


@dataclass
class SlowDriver:
    line: SlowLine


class Terminal(App[None]):
    """Takes in what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.terminal)
        self.frames = 0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None:
            self.frames += 1
            self._stream.feed(renderable.render_segments(self.console))


class Slow(DiffedOutput, Terminal):
    settings = Settings()

    def __init__(self) -> None:
        super().__init__()
        self.line = SlowLine()
        driver: Any = SlowDriver(self.line)
        self._metered, self._shown = driver, TerminalScreen()

    def get_default_screen(self) -> Screen[None]:
        return PromptScreen()

    def compose(self) -> ComposeResult:
        yield Static("first")
        yield Static(id="typed")

    def shows(self, text: str) -> bool:
        """Whether every row of the terminal is this one, but for the one that is typed."""
        return all(row.strip() == text for row in self.terminal.display[: ROWS - 1])


async def test_frames_that_were_skipped_and_parts_of_one_are_made_up_for() -> None:
    app = Slow()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        static, line = app.query_one(Static), app.line
        static.update("\n".join(["before"] * (ROWS - 1)))
        await settled(pilot, lambda: app.shows("before"))
        line.is_full = True
        for text in ("skipped", "skipped too", "newest"):
            static.update("\n".join([text] * (ROWS - 1)))
            await settled(pilot)
        assert app.shows("before")
        frames = app.frames
        line.is_full = False
        await settled(pilot, lambda: app.shows("newest"))
        assert app.frames == frames + 1
        # There is room for one row only, time after time.
        line.room = 1
        static.update("\n".join(["in parts"] * (ROWS - 1)))
        await settled(pilot, lambda: app.shows("in parts"))
        assert app.frames > frames + 2


async def test_what_a_key_does_comes_before_what_can_wait() -> None:
    app = Slow()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        screen, line = app.screen, app.line
        assert isinstance(screen, PromptScreen)
        answer, typed = app.query(Static)
        answer.update("\n".join(["before"] * (ROWS - 1)))
        await settled(pilot, lambda: app.shows("before"))
        line.room_for_what_can_wait, line.rest = 1, 1.0
        answer.update("\n".join(["answer"] * (ROWS - 1)), layout=False)
        assert screen.draw_now(answer)
        typed.update("typed")
        await settled(pilot, lambda: app.terminal.display[-1].startswith("typed"))
        assert not app.shows("answer")
        line.rest = 0.0
        await settled(pilot, lambda: app.shows("answer"))
        # Nothing is owed any more.
        line.room_for_what_can_wait = 10_000
        answer.update("\n".join(["whole"] * (ROWS - 1)), layout=False)
        assert screen.draw_now(answer)
        assert app.shows("whole")
