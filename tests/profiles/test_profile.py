from __future__ import annotations

from pathlib import Path

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.profile import Profile, config_file, load_profile
from chatkit_tui.profiles.secrets import (
    CommandSecret,
    EnvSecret,
    FileSecret,
    KeyringSecret,
    PlainSecret,
)

CANARY = "canary-5f3a"


def configure(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def where(path: Path, key: str) -> str:
    return f"{path}: profiles.work.{key}"


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
        keymap = "a key of another version"

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


URL = 'url = "https://example.com"\n'


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("", "needs one of url, session_url, demo = true and app, and has none of them."),
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
        (URL + 'base_url = "https://x.example"', "base_url goes with session_url only."),
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
            URL + f'token_command = "x"\nheaders.authorization = "{CANARY}"',
            "headers.Authorization cannot stand beside token_command.",
        ),
        (URL + "domain_key = 1", "profiles.work.domain_key must be a text or a table"),
        (URL + 'allow_http = "yes"', "profiles.work.allow_http must be true or false."),
        (URL + "locale = 1", "profiles.work.locale must be a text that is not empty."),
        (URL + "alow_http = true", "alow_http is not a setting; perhaps allow_http is meant."),
        ('demo = true\ntoken_command = "x"', "demo takes no headers, token_command or domain_key."),
    ],
)
def test_an_error_names_the_file_and_the_key(table: str, complaint: str) -> None:
    path = configure(f"[profiles.work]\n{table}\n")
    with pytest.raises(ConfigurationError) as caught:
        load_profile("work")
    message = caught.value.message
    assert message.startswith(f"{path}: profiles.work")
    assert complaint in message
    assert message.count("\n") == 0
    assert CANARY not in message


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[profiles.work", "is not TOML: "),
        ("profiles = 1  # work", ": profiles must be a table."),
        ("[profiles]\nwork = 1", ": profiles.work must be a table."),
        ("default_profile = 1", ": default_profile must be a text."),
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
        headers.A = "{CANARY}"
        headers.B = {{ command = "echo {CANARY}" }}
        """
    )
    assert CANARY not in repr(load_profile("work"))
