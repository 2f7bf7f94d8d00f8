"""What frame after frame writes, seen in a terminal, is what the transcript shows."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from textual.screen import Screen

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.terminal.prompt_screen import PromptScreen
from chatkit_tui.tui.transcript.item_view import ItemView
from chatkit_tui.tui.widgets.texts import CARET
from tests.support.rows import MARKDOWN, assistant_item, change, item, long_thread
from tests.support.transcript_app import TranscriptApp, settled
from tests.support.widget_trees import node
from tests.support.widget_trees import text as written

SIZE = (80, 24)


class WatchedApp(TranscriptApp):
    """Keeps what a terminal would show, and counts layouts."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = pyte.Screen(*SIZE)
        self.layouts = 0
        self._stream = pyte.Stream(self.terminal)

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)

    def _laid_out(self, screen: Screen[Any]) -> None:
        self.layouts += 1

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None:
            self._stream.feed(renderable.render_segments(self.console))

    def terminal_rows(self) -> list[str]:
        columns, lines = SIZE
        return [
            "".join(self.terminal.buffer[y][x].data for x in range(columns - 1)).rstrip()
            for y in range(lines)
        ]


class WatchedPromptApp(WatchedApp):
    def get_default_screen(self) -> Screen[None]:
        return PromptScreen()


def growing(text: str) -> Any:
    """A widget with a text that is being written."""
    return item("widget", widget=node("Card", written(text, streaming=True)))


@pytest.mark.parametrize("kind", [WatchedApp, WatchedPromptApp])
async def test_an_answer_grows_in_one_layout_a_time_and_is_seen_whole(
    kind: type[WatchedApp],
) -> None:
    app = kind()
    live = Row("live", assistant_item(""), done=False)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.transcript.show(long_thread(50))
        app.transcript.row_added(50, live)
        await settled(pilot)
        for end in range(0, len(MARKDOWN), 60):
            before = app.layouts
            change(live, assistant_item(MARKDOWN[:end]), done=False)
            app.transcript.row_updated(live)
            await settled(pilot, lambda: not app.transcript._dirty)
            assert app.layouts - before <= 1
            assert app.terminal_rows() == app.screen_rows()
        app.transcript.scroll_relative(y=-7)
        await settled(pilot)
        change(live, assistant_item(f"{MARKDOWN}\n\nThe end."), done=True)
        app.transcript.row_updated(live)
        await settled(pilot, lambda: not app.transcript._dirty)
        assert app.terminal_rows() == app.screen_rows()


async def test_a_widget_grows_in_one_layout_a_time_and_nothing_written_goes_meanwhile() -> None:
    words = [f"word{number}" for number in range(60)]
    app = WatchedPromptApp()
    live = Row("live", growing(""), done=False)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.transcript.show(long_thread(50))
        app.transcript.row_added(50, live)
        await settled(pilot)
        for end in range(6, len(words) + 1, 6):
            before = app.layouts
            change(live, growing(" ".join(words[:end])), done=False)
            app.transcript.row_updated(live)
            await settled(pilot, lambda: not app.transcript._dirty)
            assert app.layouts - before <= 1
            assert app.terminal_rows() == app.screen_rows()
            seen = " ".join(app.terminal_rows()).replace(CARET, " ").split()
            assert [word for word in words if word in seen] == words[:end]


@pytest.mark.parametrize("kind", [WatchedApp, WatchedPromptApp])
async def test_what_moved_is_drawn_whatever_was_asked_for_in_between(
    kind: type[WatchedApp],
) -> None:
    app = kind()
    async with app.run_test(size=SIZE) as pilot:
        transcript = app.transcript
        await settled(pilot)
        transcript.show(long_thread(50))
        await settled(pilot)
        transcript.scroll_relative(y=-30)
        await settled(pilot)
        # Down by a layout of what is in view, and back to where the last layout of all was.
        transcript.scroll_relative(y=3)
        await settled(pilot)
        transcript.scroll_relative(y=-3)
        transcript.rearrange()
        await settled(pilot)
        assert app.terminal_rows() == app.screen_rows()
        # A size that is asked for before the layout has all placed anew.
        for by in (3, -20):
            transcript.scroll_relative(y=by)
            transcript.rearrange()
            app.screen._compositor.update_widgets({ItemView()})
            assert transcript.size.height == SIZE[1]
            await settled(pilot)
            assert app.terminal_rows() == app.screen_rows()
