"""Any size at any time: the program may get ugly, but it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from tests.support.rows import MARKDOWN
from tests.tui.conftest import running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

SIZES = [(200, 60), (1, 1), (200, 1), (40, 12), *((width, 9) for width in range(2, 8))]


async def test_the_terminal_may_have_any_size_while_an_answer_comes(
    sdk_server: SdkServer,
) -> None:
    from tests.support.assistant import assistant_message

    gate = sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        pieces = [MARKDOWN[start : start + 20] for start in range(0, len(MARKDOWN), 20)]
        events = assistant_message(thread, *pieces)
        for event in events[:-2]:
            yield event
        await gate.passed()
        for event in events[-2:]:
            yield event

    sdk_server.respond = respond
    async with running(sdk_server.url) as chat:
        await chat.say("Talk")
        await chat.pilot.press("ctrl+p")
        for width, height in SIZES:
            await chat.pilot.resize_terminal(width, height)
        gate.open()
        await chat.until(lambda: chat.idle)
        await chat.pilot.press("escape")
        await chat.pilot.resize_terminal(100, 60)
        await chat.shows("Talk", "Message the assistant")
