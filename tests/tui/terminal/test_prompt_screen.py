"""What is drawn at once is what Textual's own way would have drawn."""

from __future__ import annotations

import asyncio
from unittest.mock import Mock

from textual.geometry import Size
from textual.screen import ModalScreen, Screen

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.terminal.prompt_screen import PromptScreen
from tests.support.rows import MARKDOWN, assistant_item, change, long_thread
from tests.support.transcript_app import TranscriptApp, settled

SIZE = (80, 24)


class CountingScreen(PromptScreen[None]):
    """Counts the layouts of all that is on it."""

    layouts = 0

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self.layouts += 1
        super()._refresh_layout(size, scroll)

    @property
    def is_laid_out(self) -> bool:
        """Whether everything stands where a layout would place it."""
        places, _ = self._compositor._arrange_root(self, self.size, visible_only=False)
        return self._compositor._full_map == places


class PromptApp(TranscriptApp):
    def get_default_screen(self) -> Screen[None]:
        return CountingScreen()


async def test_an_answer_grows_without_a_layout_and_stands_where_one_would_place_it() -> None:
    app = PromptApp()
    live = Row("live", assistant_item(""), done=False)
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, CountingScreen)
        await settled(pilot)
        app.transcript.show(long_thread(50))
        app.transcript.row_added(50, live)
        await settled(pilot)
        grown, before = 0, screen.layouts
        for end in range(0, len(MARKDOWN), 60):
            height = app.transcript.rows.heights.total
            change(live, assistant_item(MARKDOWN[:end]), done=False)
            app.transcript.row_updated(live)
            await settled(pilot, lambda: not app.transcript._dirty)
            assert screen.is_laid_out
            grown += app.transcript.rows.heights.total > height
        # Now and then a view more or less is placed, which takes a layout.
        assert screen.layouts - before < grown / 2
        # Where something lies in front, Textual is asked.
        await app.push_screen(ModalScreen[None]())
        change(live, assistant_item(f"{MARKDOWN}\n\nThe end."), done=True)
        app.transcript.row_updated(live)
        await settled(pilot, lambda: not app.transcript._dirty)
        app.pop_screen()
        await settled(pilot)
        assert screen.is_laid_out
        assert app.screen_rows()[-2] == "  The end."


async def test_one_drawing_follows_the_other_without_the_timer_of_textual() -> None:
    app = PromptApp()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.transcript.show(long_thread(300))
        await settled(pilot)
        timer = Mock()
        app.screen._update_timer.resume = timer  # type: ignore[method-assign]
        for _ in range(10):
            before = app.screen_rows()
            app.transcript.scroll_page_up()
            async with asyncio.timeout(20):
                while app.screen_rows() == before:
                    await pilot.pause(0.01)
        timer.assert_not_called()
