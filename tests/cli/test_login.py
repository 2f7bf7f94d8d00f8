"""Signing in and out: the token goes to the server and to where it is kept, and nowhere else."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from chatkit_tui.profiles.config_file import config_file
from tests.support.command_line import Ended, chatkit_tui, environment
from tests.support.odd_keyrings import (
    CANARY,
    FILE_VARIABLE,
    BrokenKeyring,
    ForgetfulKeyring,
    LastingKeyring,
    LockedKeyring,
    backend,
)
from tests.support.sdk_server import RecordedRequest, SdkServer
from tests.support.terminal import Terminal

TOKEN = "right-token-8d1e"
NONE = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def keyring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the keyring of these processes has what it is given."""
    path = tmp_path / "keyring.json"
    monkeypatch.setenv(FILE_VARIABLE, str(path))
    for name, value in backend(LastingKeyring).items():
        monkeypatch.setenv(name, value)
    return path


@pytest.fixture
def guarded(sdk_server: SdkServer) -> SdkServer:
    """A server that wants the token, as a bearer or in a header of its own."""

    def authorize(request: RecordedRequest) -> Response | None:
        if request.header("authorization") == f"Bearer {TOKEN}" or request.header("x-key") == TOKEN:
            return None
        return JSONResponse({"error": {"message": "Who are you?"}}, 401)

    sdk_server.authorize = authorize
    configure(f'default_profile = "work"\n[profiles.work] # mine\nurl = "{sdk_server.url}"\n')
    return sdk_server


def configure(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)


def login(*arguments: str, token: str = TOKEN, env: dict[str, str] | None = None) -> Ended:
    ended = chatkit_tui("login", *arguments, stdin=f" {token}\n".encode(), env=env)
    assert token not in ended.stdout + ended.stderr
    return ended


def passwords(path: Path) -> Any:
    return json.loads(path.read_text()) if path.exists() else {}


def test_a_token_is_tried_kept_used_and_removed(guarded: SdkServer, keyring_file: Path) -> None:
    ended = login()
    assert (ended.status, ended.stdout) == (0, "")
    assert ended.stderr == 'The server accepts it.\nStored in the keyring, entry "work".\n'
    assert passwords(keyring_file) == {"chatkit-tui/work": TOKEN}
    assert config_file().read_text().endswith('token = { keyring = "work" }\n')
    assert "[profiles.work] # mine\n" in config_file().read_text()
    assert chatkit_tui("threads", "list").status == 0

    ended = chatkit_tui("logout")
    assert (ended.status, ended.stdout) == (0, "")
    assert ended.stderr == 'Removed: token, from the keyring, entry "work".\n'
    assert passwords(keyring_file) == {}
    assert "token" not in config_file().read_text()
    assert chatkit_tui("threads", "list").status == 3
    assert chatkit_tui("logout").stderr == "There was nothing to remove.\n"


def test_a_header_can_be_kept_too(guarded: SdkServer, keyring_file: Path) -> None:
    assert login("work", "--header", "X-Key").status == 0
    assert passwords(keyring_file) == {"chatkit-tui/work X-Key": TOKEN}
    assert chatkit_tui("threads", "list").status == 0
    assert "Removed: headers.X-Key" in chatkit_tui("logout", "work").stderr
    assert passwords(keyring_file) == {}


def test_one_that_the_server_refuses_is_not_kept(guarded: SdkServer, keyring_file: Path) -> None:
    before = config_file().read_text()
    ended = login(token="wrong-token-8d1e")
    assert ended.status == 3
    assert "Who are you? Nothing was stored." in ended.stderr
    assert (config_file().read_text(), passwords(keyring_file)) == (before, {})


def test_a_server_that_is_away_leaves_it_to_the_user(keyring_file: Path) -> None:
    configure('[profiles.work]\nurl = "http://127.0.0.1:9/chatkit"\n')
    ended = login("work")
    assert ended.status == 4
    assert "Nothing was stored; --no-test stores it all the same." in ended.stderr
    assert login("work", "--no-test").status == 0
    assert passwords(keyring_file) == {"chatkit-tui/work": TOKEN}


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        (NONE, "There is no keyring on this machine;"),
        (backend(LockedKeyring), "The keyring is locked;"),
        (backend(BrokenKeyring), "The keyring cannot be used (OSError);"),
        (backend(ForgetfulKeyring), "The keyring did not keep what it was given;"),
    ],
)
def test_without_a_keyring_the_user_is_told_what_to_do(
    guarded: SdkServer, env: dict[str, str], sentence: str
) -> None:
    before = config_file().read_text()
    ended = login(env=env)
    assert ended.status == 2
    assert f"{sentence} nothing was stored. `login --file` keeps it" in ended.stderr
    assert CANARY not in ended.stderr
    assert config_file().read_text() == before


def test_a_file_of_the_users_own_is_kept_instead(guarded: SdkServer) -> None:
    ended = login("--file", env=NONE)
    assert ended.status == 0
    (kept,) = Path(os.environ["CHATKIT_TUI_DATA_DIR"]).rglob("secrets/*")
    assert kept.read_text() == f"{TOKEN}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert f'token = {{ file = "{kept}" }}' in config_file().read_text()
    assert chatkit_tui("threads", "list", env=NONE).status == 0
    assert chatkit_tui("logout", env=NONE).status == 0
    assert not kept.exists()


def test_what_moves_from_one_place_to_another_is_not_left_behind(
    guarded: SdkServer, keyring_file: Path
) -> None:
    login()
    login("--file")
    assert passwords(keyring_file) == {}
    login()
    assert not [*Path(os.environ["CHATKIT_TUI_DATA_DIR"]).rglob("secrets/*")]
    assert passwords(keyring_file) == {"chatkit-tui/work": TOKEN}


def test_an_entry_that_another_profile_has_too_stays(
    guarded: SdkServer, keyring_file: Path
) -> None:
    shared = f'url = "{guarded.url}"\ntoken = {{ keyring = "both" }}\n'
    configure(f"[profiles.one]\n{shared}[profiles.two]\n{shared}[profiles.broken]\nurl = 1\n")
    assert login("one").status == 0
    assert passwords(keyring_file) == {"chatkit-tui/both": TOKEN}
    assert "stays, since two uses it too." in chatkit_tui("logout", "one").stderr
    assert passwords(keyring_file) == {"chatkit-tui/both": TOKEN}
    assert chatkit_tui("profiles", "remove", "two").status == 0
    assert passwords(keyring_file) == {}
    assert "two" not in config_file().read_text()


def test_signing_out_forgets_the_cookies_too(sdk_server: SdkServer) -> None:
    sdk_server.cookie_identity = True
    configure(f'[profiles.work]\nurl = "{sdk_server.url}"\nheaders.X-Key = {{ env = "KEY" }}\n')
    env = {"KEY": "x"}
    chatkit_tui("send", "x", "--profile", "work", env=env)
    ended = chatkit_tui("logout", "work")
    assert ended.stderr == (
        "Removed: the server's cookies.\n"
        "headers.X-Key still comes from the environment variable KEY.\n"
    )
    assert chatkit_tui("threads", "list", "--profile", "work", env=env).stdout == ""


URL = 'url = "https://x.example"\n'


@pytest.mark.parametrize(
    ("profile", "arguments", "complaint"),
    [
        (URL, ["gone"], 'there is no profile "gone"'),
        (URL, [], "There is no default profile"),
        ("demo = true", ["p"], "The demo wants no token."),
        ('client_secret_command = "x"', ["p"], "gets its client secrets from a command"),
        ('app = "x.py"', ["p"], "names no server"),
        (URL + 'token = { env = "X" }', ["p"], "comes from the environment variable X; remove"),
        (URL + 'token_command = "x"', ["p"], "comes from a command; remove that line"),
        (URL + 'headers.authorization = { env = "X" }', ["p"], "a header Authorization then"),
        (URL, ["p", "--header", "a b"], "--header wants the name of a header."),
        ('url = "http://x.example"', ["p"], "plain http"),
    ],
)
def test_what_makes_no_sense_is_refused(profile: str, arguments: list[str], complaint: str) -> None:
    configure(f"[profiles.p]\n{profile}\n")
    before = config_file().read_text()
    ended = login(*arguments)
    assert ended.status == 2
    assert complaint in ended.stderr
    assert config_file().read_text() == before


@pytest.mark.parametrize("token", ["", "naïve", "two\nlines", "x" * 70_000])
def test_what_is_no_token_is_refused_unseen(token: str) -> None:
    configure(f"[profiles.p]\n{URL}")
    ended = chatkit_tui("login", "p", stdin=token.encode())
    assert ended.status == 2
    assert not token or token not in ended.stderr


def test_a_terminal_shows_nothing_of_it_and_offers_a_file(guarded: SdkServer) -> None:
    argv = [sys.executable, "-m", "chatkit_tui", "login"]
    with Terminal(argv, env=environment(**NONE)) as terminal:
        terminal.wait_for("Token for work (not shown)")
        terminal.send(f"{TOKEN}\r")
        terminal.wait_for("which only you can read?")
        terminal.wait_for("[y/N]")
        terminal.send("y\r")
        terminal.wait_for("Stored in")
        assert terminal.wait_for_exit() == 0
        assert TOKEN.encode() not in terminal.written
    assert chatkit_tui("threads", "list", env=NONE).status == 0
