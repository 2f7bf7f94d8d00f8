"""The program under Textual's Pilot, talking to the official server over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import _wait
from textual.pilot import Pilot

from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.profiles.drafts import DraftStore
from chatkit_tui.settings import Settings
from chatkit_tui.tui.app import ChatKitApp

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView

# How long Pilot watches the processor to see whether the program is idle, twice for each key. It
# watches for 20 ms; a frame (1/60 s) still fits into half of that taken twice.
_wait.SLEEP_GRANULARITY = 0.01

PATIENCE = 20.0
"""Seconds that anything may take before a test calls it missing."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that asks a server again sooner, and gives up sooner."""
    from chatkit_tui.controller import controller
    from chatkit_tui.controller.patience import Patience

    quick = Patience(first_wait=0.05, longest_wait=0.2, stop_budget=0.3)
    monkeypatch.setattr(controller, "Patience", lambda: quick)


@dataclass
class Chat:
    """A running program and the hand that works it."""

    app: ChatKitApp
    pilot: Pilot[None]

    @property
    def view(self) -> ChatKitView:
        return self.app.view

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the program go on until `condition` holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.pilot.pause(0.01)

    async def say(self, text: str) -> None:
        """Type and send."""
        self.view.composer.text = text
        await self.pilot.press("enter")

    async def shows(self, *wanted: str) -> None:
        """Wait until the screen shows each of `wanted`."""
        try:
            await self.until(lambda: all(each in self.screen for each in wanted))
        except TimeoutError:
            raise AssertionError(f"never shown: {wanted}; the screen:\n{self.screen}") from None

    @property
    def screen(self) -> str:
        """What the screen shows, as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def idle(self) -> bool:
        controller = self.view.controller
        return controller is not None and not controller.active.turn.busy


@asynccontextmanager
async def running(
    url: str,
    *,
    drafts: Path | None = None,
    size: tuple[int, int] = (100, 30),
    options: ChatKitOptions | None = None,
    settings: Settings | None = None,
) -> AsyncIterator[Chat]:
    """The program on a server, connected."""
    store = None if drafts is None else DraftStore(drafts)
    chosen = options or ChatKitOptions(api=CustomApiConfig(url))
    app = ChatKitApp(chosen, drafts=store, settings=settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        chat = Chat(app, pilot)
        await chat.until(lambda: chat.idle)
        yield chat
