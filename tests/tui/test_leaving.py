"""Leaving while something is about to be shown."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from textual.css.query import NoMatches

from chatkit_tui.tui.screens.question import ConfirmScreen
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


async def test_what_fails_while_the_program_ends_is_no_crash(
    sdk_server: SdkServer, caplog: pytest.LogCaptureFixture
) -> None:
    statuses: list[int | None] = []

    async def ask_too_late() -> None:
        async with running(sdk_server.url) as chat:
            chat.app.leave(143)
            chat.app.push_screen(ConfirmScreen("Quit while the assistant answers?", "Quit"))
            await chat.app._exception_event.wait()
            statuses.append(chat.app.return_code)

    # The Pilot tells a test of every failure; users and scripts see the exit status.
    with pytest.raises(NoMatches):
        await ask_too_late()
    assert statuses == [143]
    assert [each.levelno for each in caplog.records if "ended" in each.message] == [logging.WARNING]
