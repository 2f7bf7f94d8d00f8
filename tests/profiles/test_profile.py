from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import Place, config_file
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.profile_reader import load_profile
from chatkit_tui.profiles.secrets import (
    CommandSecret,
    EnvSecret,
    FileSecret,
    KeyringSecret,
    PlainSecret,
)

CANARY = "canary-5f3a"
URL = 'url = "https://example.com"\n'


def configure(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def where(path: Path, key: str) -> Place:
    return Place(path, ("profiles", "work", *key.split(".")))


def test_there_is_no_profile_without_a_file() -> None:
    assert load_profile(None) is None


def test_a_profile_of_a_server_of_ones_own() -> None:
    path = configure(
        """
        [profiles.work]
        url = "https://chat.example.com/chatkit"
        upload_url = "https://chat.example.com/files"
        domain_key = { env = "DOMAIN_KEY" }
        locale = "de-DE"
        theme = "light"
        allow_http = true
        sparkle = "a key of another version"
        keys = { view.threads = "f10", "app.quit" = "none" }

        [profiles.work.headers]
        X-Plain = "plain"
        X-Env = { env = "NAME" }
        X-Command = { command = "print-it --now" }
        X-Words = { command = ["print it", "now"] }
        X-Keyring = { keyring = "entry" }
        X-File = { file = "token" }
        X-Far = { file = "/run/token" }
        """
    )
    assert load_profile("work") == Profile(
        name="work",
        url="https://chat.example.com/chatkit",
        upload_url="https://chat.example.com/files",
        domain_key=EnvSecret(where(path, "domain_key"), "DOMAIN_KEY"),
        locale="de-DE",
        theme="light",
        keys={"view.threads": "f10", "app.quit": "none"},
        allow_http=True,
        headers={
            "X-Plain": PlainSecret(where(path, "headers.X-Plain"), "plain"),
            "X-Env": EnvSecret(where(path, "headers.X-Env"), "NAME"),
            "X-Command": CommandSecret(where(path, "headers.X-Command"), "print-it --now"),
            "X-Words": CommandSecret(where(path, "headers.X-Words"), ("print it", "now")),
            "X-Keyring": KeyringSecret(where(path, "headers.X-Keyring"), "entry"),
            "X-File": FileSecret(where(path, "headers.X-File"), path.parent / "token"),
            "X-Far": FileSecret(where(path, "headers.X-Far"), Path("/run/token")),
        },
    )


def test_a_profile_of_a_session_backend() -> None:
    path = configure(
        """
        default_profile = "work"
        [profiles.work]
        session_url = "https://example.com/api/create-session"
        base_url = "https://chat.example.com"
        token_command = "print-token"
        """
    )
    assert load_profile(None) == Profile(
        name="work",
        session_url="https://example.com/api/create-session",
        base_url="https://chat.example.com",
        token=CommandSecret(where(path, "token_command"), "print-token"),
    )


def test_a_profile_whose_client_secrets_a_command_prints() -> None:
    path = configure(
        """
        [profiles.work]
        client_secret_command = ["print-secret", "--for", "me"]
        base_url = "https://chat.example.com"
        """
    )
    profile = load_profile("work")
    assert profile == Profile(
        name="work",
        client_secret=CommandSecret(
            where(path, "client_secret_command"), ("print-secret", "--for", "me")
        ),
        base_url="https://chat.example.com",
    )
    assert profile.hosted
    assert profile.names_server


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ('{ keyring = "work" }', KeyringSecret),
        ('{ env = "TOKEN" }', EnvSecret),
        ('{ command = "print-it" }', CommandSecret),
        ('{ file = "token" }', FileSecret),
    ],
)
def test_a_token_is_named_by_where_it_is_kept(reference: str, kind: type) -> None:
    configure(f"[profiles.work]\n{URL}token = {reference}\n")
    profile = load_profile("work")
    assert profile is not None
    assert isinstance(profile.token, kind)


def test_variables_of_a_profile_are_hidden_from_what_is_started_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configure(f'[profiles.work]\n{URL}token = {{ env = "A" }}\nheaders.X = {{ env = "A" }}\n')
    monkeypatch.setenv("A", CANARY)
    profile = load_profile("work")
    assert profile is not None
    for _ in range(2):
        profile = profile.out_of_environment()
    assert "A" not in os.environ
    assert profile.token is not None
    assert [asyncio.run(each.read()) for each in (profile.token, profile.headers["X"])] == [
        CANARY,
        CANARY,
    ]


def test_a_profile_of_the_demo() -> None:
    configure("[profiles.try]\ndemo = true\n")
    assert load_profile("try") == Profile(name="try", demo=True)


def test_a_default_can_be_missing() -> None:
    configure('[profiles.work]\nurl = "https://example.com"\n')
    assert load_profile(None) is None


def test_a_reference_to_a_file_may_begin_with_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    configure('[profiles.work]\nurl = "https://x.example"\nheaders.A = { file = "~/key" }\n')
    profile = load_profile("work")
    assert profile is not None
    secret = profile.headers["A"]
    assert isinstance(secret, FileSecret)
    assert secret.path == tmp_path / "key"


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (
            "",
            "needs one of url, session_url, client_secret_command, demo = true and app, and has"
            " none of them.",
        ),
        (URL + 'session_url = "https://x.example"', "and has url and session_url."),
        (URL + "demo = true", "and has url and demo."),
        ("demo = false", "and has none of them."),
        ("url = 1", "profiles.work.url must be a text that is not empty."),
        ('url = " "', "profiles.work.url must be a text that is not empty."),
        ('url = "chat.example.com"', "profiles.work.url must be an address that begins with"),
        ('url = "ftp://example.com"', "profiles.work.url must be an address that begins with"),
        ('url = "https://"', "profiles.work.url must be an address that begins with"),
        ('url = "https://[x"', "profiles.work.url is not an address."),
        ('url = "https://x:port/"', "profiles.work.url is not an address."),
        (f'url = "https://u:{CANARY}@x.example"', "profiles.work.url must not hold a user name"),
        (URL + 'upload_url = "files"', "profiles.work.upload_url must be an address"),
        (
            URL + 'base_url = "https://x.example"',
            "base_url goes with session_url or client_secret_command only.",
        ),
        (
            'session_url = "https://x.example"\nupload_url = "https://x.example"',
            "profiles.work.upload_url goes with url only.",
        ),
        (URL + "headers = 1", "profiles.work.headers must be a table of names and values."),
        (URL + 'headers."A B" = "x"', "headers.A B is not a name that a header can have."),
        (URL + "headers.A = 1", "profiles.work.headers.A must be a text or a table with one of"),
        (URL + f'headers.A = {{ text = "{CANARY}" }}', "headers.A must be a text or a table with"),
        (URL + 'headers.A = { env = "X", file = "y" }', "headers.A must be a text or a table"),
        (URL + "headers.A = { env = 1 }", "headers.A.env must be a text that is not empty."),
        (URL + "headers.A = { command = [] }", "headers.A must be a command line, or a list"),
        (URL + "token_command = 1", "profiles.work.token_command must be a command line"),
        (
            URL + 'token_command = "x"\nheaders.authorization = { env = "X" }',
            "headers.Authorization cannot stand beside a token.",
        ),
        (
            URL + 'token_command = "x"\ntoken = { env = "X" }',
            "profiles.work.token_command cannot stand beside token.",
        ),
        (
            URL + f'token = "{CANARY}"',
            "profiles.work.token must not stand in the file as plain text; `chatkit-tui login work`"
            " keeps it in the keyring, or name where it is: { env = … }, { command = … } or"
            " { file = … }.",
        ),
        *(
            (
                URL + f'headers.{name} = "{CANARY}"',
                f"headers.{name} must not stand in the file as plain text; `chatkit-tui login work"
                f" --header {name}` keeps it",
            )
            for name in ("Authorization", "cookie", "X-Api-Key", "apikey", "X-Auth-Token")
        ),
        (URL + "token = { env = 1 }", "profiles.work.token.env must be a text that is not empty."),
        (
            f'client_secret_command = "x"\nheaders.A = "{CANARY}"',
            "profiles.work.client_secret_command takes no headers and no token.",
        ),
        (URL + "domain_key = 1", "profiles.work.domain_key must be a text or a table"),
        (URL + 'allow_http = "yes"', "profiles.work.allow_http must be true or false."),
        (
            URL + 'events."chatkit.efect" = "x"',
            "chatkit.efect is not a setting; perhaps chatkit.effect is meant.",
        ),
        (URL + "keys = 1", "profiles.work.keys must be a table."),
        (URL + "keys.app.quit = 1", "profiles.work.keys.app.quit must be a text with keys, such"),
        (URL + "locale = 1", "profiles.work.locale must be a text that is not empty."),
        (URL + "alow_http = true", "alow_http is not a setting; perhaps allow_http is meant."),
        ('demo = true\ntoken_command = "x"', "demo takes no headers and no token."),
    ],
)
def test_an_error_names_the_file_and_the_key(table: str, complaint: str) -> None:
    path = configure(f"[profiles.work]\n{table}\n")
    with pytest.raises(ConfigurationError) as caught:
        load_profile("work")
    message = caught.value.message
    assert message.startswith(f"{path}, line ")
    assert ": profiles.work" in message
    assert complaint in message
    assert message.count("\n") == 0
    assert CANARY not in message


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[profiles.work", "is not TOML: "),
        ("profiles = 1  # work", ", line 1: profiles must be a table."),
        ("[profiles]\nwork = 1", ", line 2: profiles.work must be a table."),
        ("default_profile = 1", ", line 1: default_profile must be a text."),
        ('default_profile = "gone"', ': there is no profile "gone" (known: none).'),
        ('default_profile = "x"\n[profiles.a]\n[profiles.b]', '"x" (known: a, b).'),
    ],
)
def test_an_error_of_the_whole_file_names_the_file(text: str, complaint: str) -> None:
    path = configure(text)
    with pytest.raises(ConfigurationError) as caught:
        load_profile("work" if "work" in text else None)
    assert str(path) in caught.value.message
    assert complaint in caught.value.message


def test_a_profile_that_is_not_there_is_an_error_without_a_file() -> None:
    with pytest.raises(ConfigurationError, match="there is no profile"):
        load_profile("work")


def test_a_file_that_is_not_text_is_an_error() -> None:
    configure("").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match="is not UTF-8"):
        load_profile(None)


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    path = config_file()
    path.mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read: is a directory"):
        load_profile(None)


def test_a_profile_shows_no_secret() -> None:
    configure(
        f"""
        [profiles.work]
        url = "https://example.com"
        domain_key = "{CANARY}"
        headers.Alpha = "{CANARY}"
        headers.B = {{ command = "echo {CANARY}" }}
        """
    )
    assert CANARY not in repr(load_profile("work"))
