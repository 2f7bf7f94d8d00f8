"""Talking to a server with the real client, in few words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from chatkit_tui.options import ApiConfig, CustomApiConfig
from chatkit_tui.protocol.items import UserMessageTextContent
from chatkit_tui.protocol.requests import UserMessageInput
from chatkit_tui.transport.client import ChatKitClient
from chatkit_tui.transport.event_stream import EventStream, StreamMessage
from chatkit_tui.transport.timeouts import Timeouts

QUICK = Timeouts(connect=2, write=2, read=0.5, idle=0.5)
"""For tests in which waiting in vain is the point; a busy machine may be slower than this."""


def message(text: str = "Hi", *attachments: str) -> UserMessageInput:
    """What a user says."""
    return UserMessageInput(content=(UserMessageTextContent(text=text),), attachments=attachments)


@asynccontextmanager
async def connected(
    api: ApiConfig | str,
    *,
    locale: str = "en",
    cookie_file: Path | None = None,
    timeouts: Timeouts | None = None,
) -> AsyncIterator[ChatKitClient]:
    """A client of `api`, or of the self-hosted server at a URL; closed in the end."""
    config = CustomApiConfig(api) if isinstance(api, str) else api
    client = ChatKitClient(config, locale=locale, cookie_file=cookie_file, timeouts=timeouts)
    try:
        yield client
    finally:
        await client.aclose()


async def everything(opening: AbstractAsyncContextManager[EventStream]) -> list[StreamMessage]:
    """All messages of a stream; errors are raised after the last one is lost."""
    messages: list[StreamMessage] = []
    await take(opening, messages)
    return messages


async def take(
    opening: AbstractAsyncContextManager[EventStream], messages: list[StreamMessage]
) -> None:
    """Append the messages of a stream to `messages`, which keeps them if the stream breaks."""
    async with opening as stream:
        async for each in stream:
            messages.append(each)


def types(messages: list[StreamMessage]) -> list[str]:
    """The types of the events; "-" for what was no event."""
    return ["-" if each.event is None else each.event.type for each in messages]
