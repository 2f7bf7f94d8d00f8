"""The header and the status line: what the options put there, and what fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    HeaderAction,
    HeaderOption,
    HeaderTitle,
)
from chatkit_tui.tui.status import fitting
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def with_header(server: SdkServer, header: HeaderOption) -> ChatKitOptions:
    return ChatKitOptions(api=CustomApiConfig(server.url), header=header)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (99, "F1 keys · Enter send · Ctrl+K threads"),
        (37, "F1 keys · Enter send · Ctrl+K threads"),
        (36, "F1 keys · Enter send"),
        (19, "F1 keys"),
        (6, ""),
    ],
)
def test_a_hint_is_shown_whole_or_not_at_all(width: int, shown: str) -> None:
    assert fitting("F1 keys · Enter send · Ctrl+K threads", width).plain == shown


async def test_titles(sdk_server: SdkServer) -> None:
    header = HeaderOption(title=HeaderTitle(text="Help desk"))
    options = with_header(sdk_server, header)
    async with running(sdk_server.url, options=options) as chat:
        controller = chat.view.controller
        assert controller is not None
        await chat.shows("Help desk")
        untitled = replace(header, title=HeaderTitle(enabled=False))
        await controller.set_options(replace(options, header=untitled))
        await chat.until(lambda: "Help desk" not in chat.screen)
        assert "New thread" not in chat.screen
        assert "127.0.0.1" in chat.screen
        await controller.set_options(replace(options, header=HeaderOption()))
        await chat.shows("New thread")
        await controller.set_options(replace(options, header=HeaderOption(enabled=False)))
        await chat.until(lambda: "New thread" not in chat.screen)
        assert "127.0.0.1" not in chat.screen


async def test_actions_by_key_and_by_click(sdk_server: SdkServer) -> None:
    called: list[str] = []

    async def right() -> None:
        called.append("right")

    header = HeaderOption(
        left_action=HeaderAction("settings-slider", lambda: called.append("left")),
        right_action=HeaderAction("compass", right),
    )
    async with running(sdk_server.url, options=with_header(sdk_server, header)) as chat:
        await chat.shows("≑  New thread", "◎")
        await chat.pilot.press("f6", "f8")
        await chat.until(lambda: called == ["left", "right"])
        await chat.pilot.click("#header", offset=(2, 0))
        await chat.pilot.click("#header", offset=(chat.view.size.width - 3, 0))
        await chat.until(lambda: called == ["left", "right"] * 2)
        await chat.pilot.click("#header", offset=(30, 0))
        await chat.pilot.pause()
        assert len(called) == 4


async def test_what_an_action_raises_is_told_without_its_words(sdk_server: SdkServer) -> None:
    def broken() -> None:
        raise ValueError("canary")

    async def refused() -> None:
        raise ConfigurationError("Sign in first.")

    header = HeaderOption(
        left_action=HeaderAction("home", broken), right_action=HeaderAction("home", refused)
    )
    options = with_header(sdk_server, header)
    async with running(sdk_server.url, options=options) as chat:
        await chat.pilot.press("f6")
        await chat.shows("failed (ValueError)")
        assert "canary" not in chat.screen
        await chat.pilot.press("f8")
        await chat.shows("Sign in first.")


async def test_a_key_without_an_action_says_so(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url) as chat:
        await chat.pilot.press("f8")
        await chat.shows("no action at the right")
