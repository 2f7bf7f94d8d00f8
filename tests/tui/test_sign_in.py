"""Signed out in the middle of something: who refused what, the way back in, and what goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from chatkit_tui.backend import ServerBackend
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.profile_reader import load_profile
from chatkit_tui.profiles.secrets import CommandSecret
from chatkit_tui.tui.app import ChatKitApp
from chatkit_tui.tui.sign_in import screen as sign_in_screen
from chatkit_tui.tui.sign_in.screen import SignInScreen
from tests.tui.conftest import Chat

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.responses import Response

    from tests.support.sdk_server import RecordedRequest, SdkServer

OUT = "The server wants you to sign in (401): who are you?"


class Door:
    """Lets in who shows the right token to `path`; open to all at first."""

    def __init__(self, server: SdkServer, path: str = "/chatkit") -> None:
        self.token: str | None = None
        self.shown: list[str | None] = []
        self._path = path
        server.authorize = self._look

    def _look(self, request: RecordedRequest) -> Response | None:
        from starlette.responses import JSONResponse

        shown = request.header("authorization")
        if request.path != self._path or self.token is None:
            return None
        self.shown.append(shown)
        if shown == f"Bearer {self.token}":
            return None
        words = {"error": {"message": "who are you?"}}
        return JSONResponse(words, 401, headers={"x-request-id": "req_9"})


@asynccontextmanager
async def signed_in(
    profile: Profile, *, size: tuple[int, int] = (100, 30), thread_id: str | None = None
) -> AsyncIterator[Chat]:
    """The program with a server of that profile."""
    app = ChatKitApp(ServerBackend(profile, thread_id=thread_id))
    async with app.run_test(size=size, notifications=True) as pilot:
        chat = Chat(app, pilot)
        await chat.until(lambda: app.view.controller is not None)
        yield chat


@pytest.fixture(autouse=True)
def attentive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who does not type while the screen opens."""
    monkeypatch.setattr(sign_in_screen, "TYPED_AHEAD", 0.01)


async def asked(chat: Chat) -> None:
    """Wait until the screen takes keys."""
    await chat.until(lambda: isinstance(chat.app.screen, SignInScreen))
    await chat.until(lambda: chat.app.screen.focused is not None)


def words(chat: Chat) -> str:
    """What the screen says, however wide it is."""
    return " ".join(chat.screen.replace("█", "").replace("│", "").split())


async def type_token(chat: Chat, token: str) -> None:
    chat.app.screen.query_one(Input).value = token
    await chat.pilot.press("enter")


async def test_message_queue_and_draft_go_on_after_signing_in(sdk_server: SdkServer) -> None:
    from tests.support.assistant import echo

    door, gate = Door(sdk_server), sdk_server.gate()

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        await gate.passed()
        async for event in echo(thread, item, context):
            yield event

    sdk_server.respond = respond
    async with signed_in(Profile(url=sdk_server.url), size=(40, 12)) as chat:
        for text in ("zero", "one", "two"):
            await chat.say(text)
        await chat.pilot.press(*"three")
        await sdk_server.until(lambda: sdk_server.user_texts() == ["zero"])
        door.token = "right"
        gate.open()
        await asked(chat)
        for each in (OUT, "Refused: your message", sdk_server.origin, "401", "request id req_9"):
            assert each in words(chat)
        await type_token(chat, "wrong")
        await chat.shows("Refused again.")
        assert sdk_server.user_texts() == ["zero"]
        await type_token(chat, "right")
        await chat.until(lambda: len(sdk_server.user_texts()) == 3 and chat.idle)
        assert sdk_server.user_texts() == ["zero", "one", "two"]
        assert chat.view.composer.text == "three"
        assert "wrong" not in repr(chat.view.session.backend.signed_in_as)
        assert door.shown[-1] == "Bearer right"


async def test_not_now_leaves_the_text_and_the_card_is_the_way_back(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    door, token = Door(sdk_server), tmp_path / "token"
    token.write_text("stale")
    profile = Profile(url=sdk_server.url, token=CommandSecret("token", f"cat {token}"))
    door.token = "right"
    async with signed_in(profile) as chat:
        await chat.say("one")
        await asked(chat)
        assert "The credentials come from a command." in chat.screen
        await chat.pilot.press("escape")
        await chat.shows(OUT, "F5 sign in", "req_9")
        assert chat.view.composer.text == "one"
        # The user repairs the token elsewhere.
        token.write_text("right")
        await chat.pilot.press("f5")
        await asked(chat)
        await chat.pilot.press("f5")
        await chat.shows("You are signed in again.")
        assert OUT not in chat.screen
        await chat.pilot.press("enter")
        await chat.shows("You said: one")
        assert sdk_server.user_texts() == ["one"]


async def test_a_thread_that_cannot_be_read_at_the_start_is_read_after_signing_in(
    sdk_server: SdkServer,
) -> None:
    config = config_file()
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        f'# mine\n[profiles.work]\nurl = "{sdk_server.url}"\ntoken = {{ keyring = "chat" }}\n'
    )
    from tests.support.memory_keyring import passwords

    passwords["chatkit-tui", "chat"] = "first"
    profile = load_profile("work")
    assert profile is not None
    async with signed_in(profile) as chat:
        await chat.say("Hello")
        await chat.shows("You said: Hello")
        controller = chat.view.controller
        assert controller is not None
        thread = controller.active.thread_id
    door = Door(sdk_server)
    door.token = "second"
    async with signed_in(profile, thread_id=thread) as chat:
        await asked(chat)
        assert 'The credentials come from the keyring, entry "chat".' in chat.screen
        assert "▐X▌ Keep it in the keyring" in chat.screen
        await type_token(chat, "second")
        await chat.shows("You said: Hello", 'Stored in the keyring, entry "chat".')
    assert passwords["chatkit-tui", "chat"] == "second"
    assert config.read_text().startswith("# mine\n")
    assert "second" not in config.read_text()


async def test_the_session_endpoint_that_refuses_is_named_and_keys_on_their_way_are_no_token(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_screen, "TYPED_AHEAD", 0.3)
    door = Door(sdk_server, "/api/create-session")
    door.token = "right"
    profile = Profile(session_url=sdk_server.session_url, base_url=sdk_server.hosted_url)
    async with signed_in(profile) as chat:
        await chat.say("one")
        await chat.until(lambda: isinstance(chat.app.screen, SignInScreen))
        await chat.pilot.press(*"and so", "enter")
        assert chat.app.screen.focused is None
        await asked(chat)
        assert chat.app.screen.query_one(Input).value == ""
        assert f"No client secret: {OUT}" in words(chat)
        await type_token(chat, "right")
        await chat.shows("You said: one")
        assert sdk_server.user_texts() == ["one"]
        assert chat.view.composer.text == ""


async def test_who_is_stopped_from_elsewhere_is_not_asked_any_more(sdk_server: SdkServer) -> None:
    Door(sdk_server).token = "right"
    config = config_file()
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[profiles.work]\nurl = "{sdk_server.url}"\n')
    profile = load_profile("work")
    assert profile is not None
    async with signed_in(profile) as chat:
        await chat.say("one")
        await asked(chat)
        assert "▐ ▌ Keep it in the keyring" in chat.screen
        controller = chat.view.controller
        assert controller is not None
        await chat.pilot.press("f1")
        await asyncio.wait_for(controller.stop(), 5)
        await chat.pilot.press("escape")
        await chat.until(lambda: not isinstance(chat.app.screen, SignInScreen))
        assert chat.view.composer.text == "one"
