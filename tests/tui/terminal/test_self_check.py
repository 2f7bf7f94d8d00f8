"""Another Textual inside than is known is left alone."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from chatkit_tui.settings import Settings
from chatkit_tui.tui.terminal import self_check
from chatkit_tui.tui.terminal.metered_driver import MeteredDriver
from chatkit_tui.tui.terminal.output import DiffedOutput


async def driver_class(settings: Settings) -> type[Any]:
    """The class that an app takes for a terminal."""
    app = DiffedOutput()
    app.settings = settings
    app.driver_class = LinuxDriver
    app._choose_driver()
    return app.driver_class


async def test_this_textual_is_known() -> None:
    assert self_check.surprises() == []
    assert await driver_class(Settings()) is MeteredDriver


async def test_another_one_writes_by_itself_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(self_check, "SGR_STYLES", ["1", "2"])
    shapes = {App._display: ("self", "renderable")}
    monkeypatch.setattr(self_check, "_SHAPES", shapes)
    assert await driver_class(Settings()) is LinuxDriver
    assert "App._display takes other parameters; attributes have other codes" in caplog.text


async def test_the_settings_can_want_all_to_be_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert await driver_class(Settings(diff=False)) is LinuxDriver
    assert "as the settings want it" in caplog.text
