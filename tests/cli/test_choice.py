"""Which server and which credentials: options before the environment before the profile."""

from __future__ import annotations

import os

import click
import pytest

from chatkit_tui.commands.choice import Choice
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.last_thread import save_last_thread
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.secrets import CommandSecret, EnvSecret, PlainSecret

URL = "https://chat.example.com/chatkit"
CANARY = "canary-5f3a"


def configure(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, encoding="utf-8")


@pytest.fixture
def work() -> None:
    configure(
        f"""
        default_profile = "work"
        [profiles.work]
        url = "{URL}"
        locale = "de-DE"
        theme = "light"
        headers = {{ authorization = {{ env = "A" }}, X-Key = {{ env = "K" }} }}
        domain_key = "profile"
        [profiles.other]
        url = "https://other.example.com"
        token_command = "profile"
        """
    )


def chosen(**options: object) -> Profile:
    return Choice(**options).backend().profile  # type: ignore[arg-type]


def test_an_address_makes_a_profile_without_a_name() -> None:
    assert chosen(url=URL) == Profile(url=URL)


def test_the_demo_makes_one_too() -> None:
    assert chosen(demo=True) == Profile(demo=True)


def test_the_environment_names_a_server(work: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATKIT_TUI_URL", URL + "/env")
    assert chosen().url == URL + "/env"
    assert chosen(url=URL).url == URL
    assert chosen(demo=True).demo
    assert chosen(profile="other").name == "other"


def test_a_profile_is_the_named_one_or_the_default(work: None) -> None:
    assert chosen().name == "work"
    assert chosen(profile="other").name == "other"


def test_options_go_before_the_profile(work: None) -> None:
    profile = chosen(
        header=("x-key: option", "X-More: a:b"),
        domain_key="option",
        locale="fr",
        theme="dark",
        allow_http=True,
    )
    assert profile.headers == {
        "authorization": profile.headers["authorization"],
        "x-key": PlainSecret("--header x-key", "option"),
        "X-More": PlainSecret("--header X-More", "a:b"),
    }
    assert profile.domain_key == PlainSecret("--domain-key", "option")
    assert (profile.locale, profile.theme, profile.allow_http) == ("fr", "dark", True)


def test_options_go_before_variables_and_those_before_the_profile(
    work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "LOCALE": "fr",
        "THEME": "dark",
        "ALLOW_HTTP": "1",
        "DOMAIN_KEY": CANARY,
        "UPLOAD_URL": URL + "/files",
        "ENTITIES_URL": URL + "/find",
        "APP": "env.py",
        "BASE_URL": URL + "/base",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"CHATKIT_TUI_{name}", value)
    profile = chosen(profile="work", locale="it", app="option.py")
    assert (profile.locale, profile.theme, profile.app) == ("it", "dark", "option.py")
    assert profile.allow_http
    assert profile.domain_key == PlainSecret("CHATKIT_TUI_DOMAIN_KEY", CANARY)
    assert "CHATKIT_TUI_DOMAIN_KEY" not in os.environ
    assert (profile.upload_url, profile.entities_url) == (URL + "/files", URL + "/find")
    assert profile.base_url is None, "it means nothing to a server of one's own"
    hosted = chosen(session_url=URL)
    assert (hosted.session_url, hosted.base_url, hosted.upload_url) == (URL, URL + "/base", None)
    monkeypatch.setenv("CHATKIT_TUI_ALLOW_HTTP", "0")
    configure(f'[profiles.loose]\nurl = "{URL}"\nallow_http = true\n')
    assert not chosen(profile="loose").allow_http


def test_a_variable_names_the_server_where_no_option_does(
    work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATKIT_TUI_PROFILE", "other")
    assert chosen().name == "other"
    assert chosen(url=URL).name is None
    monkeypatch.setenv("CHATKIT_TUI_SESSION_URL", URL)
    with pytest.raises(click.UsageError, match=r"PROFILE and CHATKIT_TUI_SESSION_URL name two"):
        chosen()
    assert chosen(profile="work").name == "work"
    monkeypatch.delenv("CHATKIT_TUI_PROFILE")
    assert chosen() == Profile(session_url=URL)
    monkeypatch.delenv("CHATKIT_TUI_SESSION_URL")
    monkeypatch.setenv("CHATKIT_TUI_CLIENT_SECRET_COMMAND", "print-secret")
    command = CommandSecret("CHATKIT_TUI_CLIENT_SECRET_COMMAND", "print-secret")
    assert chosen() == Profile(client_secret=command)
    assert chosen(client_secret_command="other", base_url=URL) == Profile(
        client_secret=CommandSecret("--client-secret-command", "other"), base_url=URL
    )


def test_a_header_may_name_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", CANARY)
    headers = chosen(url=URL, header=('X-Key: { env = "KEY" }', "X-Odd: {env}")).headers
    assert headers == {
        "X-Key": EnvSecret("--header X-Key", "KEY"),
        "X-Odd": PlainSecret("--header X-Odd", "{env}"),
    }
    assert "KEY" not in os.environ


class TestToken:
    def test_of_the_environment_goes_before_the_profiles(
        self, work: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("work", "other"):
            monkeypatch.setenv("CHATKIT_TUI_TOKEN", f" {CANARY}\n")
            profile = chosen(profile=name)
            assert profile.token == PlainSecret("CHATKIT_TUI_TOKEN", CANARY)
            assert "authorization" not in profile.headers

    def test_is_taken_out_of_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for options in ({"url": URL}, {"demo": True}):
            monkeypatch.setenv("CHATKIT_TUI_TOKEN", CANARY)
            chosen(**options)
            assert "CHATKIT_TUI_TOKEN" not in os.environ

    def test_of_a_command_goes_before_the_environments(
        self, work: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CHATKIT_TUI_TOKEN", CANARY)
        profile = chosen(token_command="option")
        assert profile.token == CommandSecret("--token-command", "option")
        assert "authorization" not in profile.headers

    def test_in_a_header_goes_before_both(
        self, work: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CHATKIT_TUI_TOKEN", CANARY)
        profile = chosen(profile="other", header=("AUTHORIZATION: option",))
        assert profile.token is None
        assert [*profile.headers] == ["AUTHORIZATION"]

    def test_of_the_profile_stays_where_nothing_goes_before_it(self, work: None) -> None:
        assert isinstance(chosen(profile="other").token, CommandSecret)


async def test_the_screen_goes_on_with_the_last_thread_unless_told_otherwise() -> None:
    save_last_thread(Choice(url=URL).backend().server_key, "thr_last")

    async def first(*, continues: bool, **options: object) -> str | None:
        choice = Choice(url=URL, **options)  # type: ignore[arg-type]
        return await choice.backend(continues=continues).initial_thread()

    assert await first(continues=True) == "thr_last"
    assert await first(continues=True, new_thread=True) is None
    assert await first(continues=True, thread="thr_1") == "thr_1"
    assert await first(continues=True, continue_last=True) == "thr_last"
    assert await first(continues=False) is None
    assert await first(continues=False, continue_last=True) == "thr_last"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"url": URL, "demo": True}, "--url and --demo name two servers"),
        ({"url": URL, "profile": "work"}, "--profile and --url name two servers"),
        ({"url": "chat.example.com"}, "--url must be an address"),
        ({"url": f"https://u:{CANARY}@x.example"}, "--url must not hold a user name or password"),
        ({"url": URL, "header": (CANARY,)}, "--header wants 'Name: value'."),
        ({"url": URL, "header": (f"a b: {CANARY}",)}, "--header wants 'Name: value'."),
        ({"demo": True, "header": (f"A: {CANARY}",)}, "--header has no meaning for the demo."),
        ({"demo": True, "domain_key": CANARY}, "--domain-key has no meaning for the demo."),
        ({"demo": True, "token_command": CANARY}, "--token-command has no meaning for the demo."),
        ({"client_secret_command": "x", "header": (f"A: {CANARY}",)}, "--header has no meaning"),
        ({"session_url": URL, "url": URL}, "--url and --session-url name two servers"),
        ({"session_url": "x"}, "--session-url must be an address"),
        ({"url": URL, "base_url": URL}, "--base-url goes with --session-url"),
        ({"session_url": URL, "base_url": "x"}, "--base-url must be an address"),
        ({"url": URL, "thread": "t", "continue_last": True}, "--thread and --continue name two"),
        ({"url": URL, "new_thread": True, "continue_last": True}, "--continue and --new name two"),
        ({"url": URL, "thread": "t", "new_thread": True}, "--thread and --new name two"),
        (
            {"url": URL, "header": (f"Authorization: {CANARY}",), "token_command": "x"},
            "--token-command and --header Authorization are two credentials",
        ),
    ],
)
def test_what_cannot_be_is_a_usage_error(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        chosen(**options)
    assert complaint in caught.value.message
    assert CANARY not in caught.value.message


def test_the_environment_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATKIT_TUI_URL", "nonsense")
    with pytest.raises(click.UsageError, match="CHATKIT_TUI_URL must be an address"):
        chosen()
    monkeypatch.setenv("CHATKIT_TUI_ALLOW_HTTP", "maybe")
    with pytest.raises(click.UsageError, match="CHATKIT_TUI_ALLOW_HTTP must be 1 or 0"):
        chosen(url=URL)
