"""Controllers for tests: on the official server, directly or through the fault proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.controller.chat import Chat
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import SdkServer

MakeChat = Callable[..., "Chat"]


@pytest.fixture
async def make_chat() -> AsyncIterator[MakeChat]:
    """Makes controllers (`url, patience, idle, **options`) that are closed after the test."""
    from tests.controller.chat import Chat

    made: list[Chat] = []

    def make(url: str, **options: Any) -> Chat:
        made.append(Chat(url, **options))
        return made[-1]

    yield make
    for chat in made:
        await chat.controller.aclose()


@pytest.fixture
async def chat(make_chat: MakeChat, sdk_server: SdkServer) -> Chat:
    """A controller on the official server."""
    return make_chat(sdk_server.url)


@pytest.fixture
async def shaky(make_chat: MakeChat, fault_proxy: FaultProxy) -> Chat:
    """A controller on the official server behind the fault proxy."""
    return make_chat(fault_proxy.url)


@pytest.fixture(params=["threads.create", "threads.add_user_message"])
def op(request: pytest.FixtureRequest) -> str:
    """Both operations that bring a message to the server."""
    return str(request.param)
