from __future__ import annotations

from pathlib import Path

import pytest

from chatkit_tui.backend import OptionsBackend, backend_for
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import (
    ChatKitOptions,
    CustomApiConfig,
    DirectUpload,
    HostedApiConfig,
    TwoPhaseUpload,
)
from chatkit_tui.profiles.last_thread import save_last_thread
from chatkit_tui.profiles.locations import state_dir
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.secrets import EnvSecret, PlainSecret

URL = "https://chat.example.com:8443/chatkit?key=canary"


async def headers_of(api: object) -> dict[str, str]:
    builder = (
        api.headers_builder
        if isinstance(api, CustomApiConfig)
        else api.session.headers_builder
        if isinstance(api, HostedApiConfig) and api.session
        else None
    )
    assert builder is not None
    built = builder()
    assert not isinstance(built, dict)
    return dict(await built)  # type: ignore[misc]


async def test_a_server_of_ones_own() -> None:
    profile = Profile(
        url=URL,
        domain_key=PlainSecret("here", "domain"),
        upload_url="https://chat.example.com/files",
        locale="de-DE",
        theme="light",
        allow_http=True,
    )
    backend = backend_for(profile, thread_id="thr_1")
    options = await backend.start()
    api = options.api
    assert isinstance(api, CustomApiConfig)
    assert (api.url, api.domain_key, api.allow_http) == (URL, "domain", True)
    assert api.upload_strategy == DirectUpload("https://chat.example.com/files")
    assert (options.locale, options.theme, backend.theme) == ("de-DE", "light", "light")
    assert options.initial_thread == "thr_1"
    assert backend.cookie_file is not None
    assert backend.cookie_file.is_relative_to(state_dir())
    await backend.stop()


async def test_a_session_backend() -> None:
    profile = Profile(
        session_url="https://example.com/session",
        base_url="https://chat.example.com",
        headers={"X-Key": PlainSecret("here", "value")},
    )
    api = (await backend_for(profile).start()).api
    assert isinstance(api, HostedApiConfig)
    assert api.base_url == "https://chat.example.com"
    assert api.session is not None
    assert api.session.url == "https://example.com/session"
    assert await headers_of(api) == {"X-Key": "value"}


async def test_two_phase_uploads_and_the_hosted_service_unless_told_otherwise() -> None:
    custom = (await backend_for(Profile(url=URL)).start()).api
    hosted = (await backend_for(Profile(session_url=URL)).start()).api
    assert isinstance(custom, CustomApiConfig)
    assert isinstance(hosted, HostedApiConfig)
    assert custom.upload_strategy == TwoPhaseUpload()
    assert hosted.base_url == HostedApiConfig().base_url


async def test_secrets_are_read_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Profile(
        url=URL,
        headers={"X-Key": EnvSecret("here", "KEY")},
        token=EnvSecret("here", "TOKEN"),
    )
    api = (await backend_for(profile).start()).api
    for value in ("one", "two"):
        monkeypatch.setenv("KEY", value)
        monkeypatch.setenv("TOKEN", f"token-{value}")
        assert await headers_of(api) == {"X-Key": value, "Authorization": f"Bearer token-{value}"}


@pytest.mark.parametrize("value", ["two\nlines", "naïve", "\x1b[0m", "x\0y"])
async def test_a_secret_that_no_header_can_hold_is_refused_unseen(value: str) -> None:
    profile = Profile(url=URL, headers={"X-Key": PlainSecret("here", value)})
    api = (await backend_for(profile).start()).api
    with pytest.raises(ConfigurationError, match=r"^here: ") as caught:
        await headers_of(api)
    assert value not in caught.value.message


async def test_continue_goes_on_with_the_servers_own_last_thread() -> None:
    backend = backend_for(Profile(url=URL), continue_last=True)
    assert (await backend.start()).initial_thread is None
    save_last_thread(backend.server_key, "thr_last")
    assert (await backend.start()).initial_thread is None, "the file is read once"
    again = backend_for(Profile(url=URL), continue_last=True)
    assert await again.initial_thread() == "thr_last"
    assert (await again.start()).initial_thread == "thr_last"
    assert again.initial_thread_may_be_gone
    assert not backend_for(Profile(url=URL), thread_id="thr_1").initial_thread_may_be_gone
    other = backend_for(Profile(url="https://other.example"), continue_last=True)
    assert (await other.start()).initial_thread is None


def test_the_key_of_a_server_tells_profiles_and_addresses_apart_and_tells_no_more() -> None:
    profiles = [
        Profile(url=URL),
        Profile(url=URL + "2"),
        Profile(name="work", url=URL),
        Profile(name="home", url=URL),
        Profile(name="home", session_url="https://x.example"),
        Profile(demo=True),
    ]
    keys = {backend_for(profile).server_key for profile in profiles}
    assert len(keys) == len(profiles)
    assert not any("canary" in key for key in keys)


def test_the_demo_may_ask_for_two_tools_and_other_servers_for_those_of_their_profile() -> None:
    assert backend_for(Profile(demo=True)).allowed_tools == ("open_url", "copy_to_clipboard")
    assert backend_for(Profile(demo=True, tools=("read_file",))).allowed_tools == ("read_file",)
    assert backend_for(Profile(url=URL)).allowed_tools == ()


def test_a_label_is_short() -> None:
    assert backend_for(Profile(url=URL)).label == "chat.example.com:8443"
    assert backend_for(Profile(name="work", url=URL)).label == "work"
    assert backend_for(Profile(demo=True)).label == "demo"


async def test_a_state_folder_that_cannot_be_leaves_cookies_unkept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHATKIT_TUI_STATE_DIR", str(tmp_path / "file" / "state"))
    backend = backend_for(Profile(url=URL))
    await backend.start()
    assert backend.cookie_file is None
    assert "Cookies are not kept" in caplog.text


async def test_options_of_a_program_are_a_backend_too() -> None:
    options = ChatKitOptions(CustomApiConfig(URL), theme="light")
    backend = OptionsBackend(options)
    assert await backend.start() is options
    assert backend.theme == "light"
    assert backend.label == "chat.example.com:8443"
    assert backend.cookie_file is None
    hosted = OptionsBackend(ChatKitOptions(HostedApiConfig()))
    assert hosted.server_key != backend.server_key
