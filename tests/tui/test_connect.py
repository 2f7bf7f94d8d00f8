"""The first start: a server is named, tried, and kept when the user wants it kept."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.first_start import completion, way_back
from chatkit_tui.demo import launch
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.new_config import profile_name
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.profile_reader import load_profile
from chatkit_tui.tui.connect_app import ConnectApp
from chatkit_tui.tui.first_connection import profile_at
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat
from tests.tui.test_keys_in_order import together

if TYPE_CHECKING:
    from chatkit_tui.tui.screens.connect import Connection
    from tests.support.fault_proxy import FaultProxy
    from tests.support.sdk_server import RecordedRequest, SdkServer

CANARY = "canary-8d1e"


class Asking(Chat):
    """The first start under a pilot."""

    @property
    def screen(self) -> str:
        """What the screen shows, in one line, however it is wrapped."""
        return " ".join(super().screen.split())

    @property
    def answer(self) -> Connection | None:
        """What the program returned."""
        return cast("ConnectApp", self.app).return_value

    @property
    def connection(self) -> Connection:
        """What the user chose."""
        assert self.answer is not None
        return self.answer

    async def name(self, address: str, credential: str = "") -> None:
        for field, text in (("#address", address), ("#credential", credential)):
            self.app.screen.query_one(field).value = text  # type: ignore[attr-defined]
        await self.pilot.press("enter")


@asynccontextmanager
async def asking(
    size: tuple[int, int] = (80, 24), choice: Choice | None = None
) -> AsyncIterator[Asking]:
    app = ConnectApp(completion(choice or Choice()))
    async with app.run_test(size=size) as pilot:
        yield Asking(app, pilot)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_server_is_tried_and_kept(sdk_server: SdkServer, size: tuple[int, int]) -> None:
    store_thread(sdk_server, "thr_a", 1)
    async with asking(size) as chat:
        await chat.shows("Enter connects · Tab goes on · Esc leaves")
        await chat.name(sdk_server.url)
        await chat.shows("It answers, with 1 thread.", "Keep it")
        await chat.pilot.press("enter")
        await chat.until(lambda: not chat.app.is_running)
    connection = chat.connection
    assert connection.profile == load_profile(None)
    assert connection.profile.name == "127-0-0-1"
    assert stat.S_IMODE(config_file().stat().st_mode) == 0o600


async def test_a_server_is_used_once_and_nothing_written(sdk_server: SdkServer) -> None:
    async with asking() as chat:
        await chat.name(sdk_server.url.removeprefix("http://"))
        await chat.shows("It answers, with 0 threads.")
        await chat.pilot.press("tab", "enter")
        await chat.until(lambda: not chat.app.is_running)
    assert chat.connection.profile == Profile(url=sdk_server.url)
    assert not config_file().exists()


async def test_what_a_config_says_already_stays(sdk_server: SdkServer) -> None:
    there = f'[ui] # mine\ntheme = "light"\n\n[profiles.127-0-0-1]\nurl = "{sdk_server.url}"\n'
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(there)
    async with asking() as chat:
        await chat.name(sdk_server.url)
        await chat.shows("Keep it")
        await chat.pilot.press("enter")
        await chat.until(lambda: not chat.app.is_running)
    assert chat.connection.profile.name == "127-0-0-1-2"
    assert load_profile(None) == chat.connection.profile
    assert there in config_file().read_text()


@pytest.mark.parametrize("text", ["[ui", 'default_profile = "gone"\n'])
async def test_a_config_without_room_is_left_alone(sdk_server: SdkServer, text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)
    async with asking() as chat:
        await chat.name(sdk_server.url)
        await chat.until(lambda: not chat.app.is_running)
    assert chat.connection.profile.name is None
    assert config_file().read_text() == text


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [(CANARY, "authorization", f"Bearer {CANARY}"), (f"X-Key: {CANARY}", "x-key", CANARY)],
)
async def test_a_credential_is_sent_and_written_nowhere(
    sdk_server: SdkServer, line: str, name: str, value: str
) -> None:
    def authorize(request: RecordedRequest) -> Response | None:
        right = request.header(name) == value
        return None if right else JSONResponse({"message": "Who are you?"}, 401)

    sdk_server.authorize = authorize
    async with asking() as chat:
        await chat.name(sdk_server.url)
        await chat.until(lambda: "401" in chat.screen or "Who are you?" in chat.screen)
        await chat.name(sdk_server.url, line)
        await chat.shows("The token is not written.")
        assert CANARY not in chat.screen
        await chat.pilot.press("enter")
        await chat.until(lambda: not chat.app.is_running)
    connection = chat.connection
    assert connection.typed_credential
    assert CANARY not in config_file().read_text()
    assert CANARY not in repr(connection)
    assert CANARY not in way_back(Choice(), connection.profile, "thr_1", typed_credential=True)


async def test_what_is_wrong_is_said_in_words(
    sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    async with asking() as chat:
        await chat.pilot.press("enter")
        await chat.shows("Type the address")
        await chat.name("ftp://example.com")
        await chat.shows("The address must be an address that begins with https://")
        await chat.name("http://chat.example.com/chatkit")
        await chat.shows("plain http", "--allow-http")
        fault_proxy.refuse()
        await chat.name(fault_proxy.url)
        await chat.shows("refused")
        sdk_server.authorize = lambda request: HTMLResponse("<html>Welcome</html>")
        await chat.name(sdk_server.url)
        await chat.shows("a web page instead of ChatKit")
        sdk_server.authorize = None
        await chat.pilot.press("escape")
        await chat.until(lambda: not chat.app.is_running)
    assert chat.answer is None


async def test_escape_stops_asking_and_leads_back(sdk_server: SdkServer) -> None:
    async with asking() as chat:
        await chat.name(sdk_server.url)
        await chat.shows("It answers")
        await chat.pilot.press("escape")
        await chat.shows("Address", sdk_server.url)
        await chat.pilot.press("enter")
        await chat.shows("It answers")
        await chat.pilot.press("ctrl+c")
        await chat.until(lambda: not chat.app.is_running)
    assert chat.answer is None


async def test_the_demo_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    # The extra is installed where tests run.
    monkeypatch.setattr(launch, "_missing_modules", lambda: ["chatkit"])
    async with asking() as chat:
        await chat.pilot.press("f2")
        await chat.shows("pip install 'chatkit-tui[demo]'")


async def test_options_that_the_demo_does_not_take_are_said() -> None:
    async with asking(choice=Choice(header=("X-Key: 1",))) as chat:
        await chat.pilot.press("f2")
        await chat.shows("--header has no meaning for the demo.")


async def test_keys_that_come_together_act_one_after_the_other() -> None:
    async with asking() as chat:
        await chat.name("http://chat.example")
        await chat.shows("chat.example is named with plain http")
        together(chat, "ctrl+u", "nonsense://", "enter")
        await chat.shows("The address must be an address that begins with https:// or http://.")


async def test_the_keys_are_explained() -> None:
    async with asking((100, 40)) as chat:
        await chat.pilot.press("f1")
        await chat.shows("Take the demo", "Quit")


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("localhost:8000/chatkit", "http://localhost:8000/chatkit"),
        ("[::1]:80/x", "http://[::1]:80/x"),
        (" chat.example.com/x ", "https://chat.example.com/x"),
        ("https://chat.example.com", "https://chat.example.com"),
    ],
)
def test_an_address_may_leave_out_what_goes_without_saying(typed: str, url: str) -> None:
    assert profile_at(typed).url == url


@pytest.mark.parametrize("typed", ["", "[x", "http://", "https://u:p@host", "a b://x"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(ConfigurationError):
        profile_at(typed)


def test_names_of_profiles_need_no_quotes() -> None:
    assert profile_name(Profile(demo=True)) == "demo"
    assert profile_name(Profile(url="https://chat.example.com:80/x")) == "chat-example-com"
    assert profile_name(Profile(url="https://[::1]/x")) == "1"


def test_the_way_back_is_a_command_without_secrets() -> None:
    url = "https://chat.example.com/chatkit"

    def line(choice: Choice, profile: Profile, thread: str = "thr_1") -> str:
        return way_back(choice, profile, thread, typed_credential=False)

    assert line(Choice(), Profile(demo=True)) == "Continue: chatkit-tui --demo --thread thr_1"
    assert line(Choice(), Profile(name="my work", url=url), "a b") == (
        "Continue: chatkit-tui --profile 'my work' --thread 'a b'"
    )
    header = line(Choice(header=(f"X: {CANARY}",), theme="light"), Profile(url=url))
    assert header == (
        f"Continue: chatkit-tui --url {url} --theme light --thread thr_1"
        "   (with the same credentials)"
    )
    query = line(Choice(), Profile(url=f"{url}?key={CANARY}"))
    assert query == "Continue: chatkit-tui --thread thr_1   (with the same --url)"
