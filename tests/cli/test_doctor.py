"""What doctor finds out, and where it says that each value comes from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from chatkit_tui.profiles.config_file import config_file
from tests.support.command_line import chatkit_tui
from tests.support.memory_keyring import CONTENT_VARIABLE
from tests.support.odd_keyrings import LockedKeyring, backend
from tests.support.sdk_server import RecordedRequest, SdkServer

CANARY = "canary-5f3a9c"


def configure(text: str) -> Path:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)
    return config_file()


def found(*arguments: str, status: int = 0, env: dict[str, str] | None = None) -> Any:
    ended = chatkit_tui("doctor", "--output", "json", *arguments, env=env)
    assert ended.status == status, ended.stderr
    assert CANARY not in ended.stdout + ended.stderr
    (facts,) = ended.json_lines
    return facts


def sources(facts: Any) -> dict[str, tuple[str, str, str]]:
    rows = facts["profile"]["values"]
    return {row["key"]: (row["value"], row["from"], row["where"]) for row in rows}


def test_where_each_value_comes_from(sdk_server: SdkServer) -> None:
    path = configure(
        f"""\
default_profile = "work"
[ui]
theme = "dark"
[profiles.work]
url = "{sdk_server.url}?key={CANARY}"
locale = "de-DE"
headers = {{ X-Team = "blue", X-Key = {{ keyring = "it" }} }}
domain_key = {{ env = "DOMAIN" }}
"""
    )
    env = {
        CONTENT_VARIABLE: f'{{"chatkit-tui": {{"it": "{CANARY}"}}}}',
        "DOMAIN": CANARY,
        "CHATKIT_TUI_TOKEN": CANARY,
        "CHATKIT_TUI_LOCALE": "fr",
        "CHATKIT_TUI_ALLOW_HTTP": "1",
    }
    facts = found(env=env)
    assert sources(facts) == {
        "profile": ("work", "profile", f"{path}, line 1"),
        "url": (f"{sdk_server.url}?…", "profile", f"{path}, line 5"),
        "locale": ("fr", "environment", "CHATKIT_TUI_LOCALE"),
        "allow_http": ("true", "environment", "CHATKIT_TUI_ALLOW_HTTP"),
        "headers.X-Team": ("blue", "profile", f"{path}, line 7"),
        "headers.X-Key": ('set, from the keyring, entry "it"', "profile", f"{path}, line 7"),
        "token": ("set", "environment", "CHATKIT_TUI_TOKEN"),
        "domain_key": ("set, from the environment variable DOMAIN", "profile", f"{path}, line 8"),
        "theme": ("dark", "settings", f"{path}, line 3"),
    }
    assert facts["server"]["answers"]
    assert facts["keyring"]["usable"]
    assert facts["config"] | {"mode": ""} == {
        "file": str(path),
        "found": True,
        "mode": "",
        "profiles": ["work"],
        "default": "work",
    }
    (asked,) = sdk_server.requests
    assert asked.header("authorization") == f"Bearer {CANARY}"

    options = ("--profile", "work", "--locale", "it", "--token-command", f"echo {CANARY}")
    by_option = sources(found(*options, env=env))
    assert by_option["profile"][1:] == ("option", "--profile")
    assert by_option["locale"] == ("it", "option", "--locale")
    assert by_option["token"] == ("set, from a command", "option", "--token-command")
    by_variable = sources(found(env={"CHATKIT_TUI_URL": sdk_server.url}))
    assert by_variable["url"] == (sdk_server.url, "environment", "CHATKIT_TUI_URL")
    assert by_variable["locale"] == ("en", "default", "")
    named = {**env, "CHATKIT_TUI_PROFILE": "work"}
    assert sources(found(env=named))["profile"][1:] == ("environment", "CHATKIT_TUI_PROFILE")


def test_people_can_read_it(sdk_server: SdkServer) -> None:
    session, base = sdk_server.session_url, sdk_server.hosted_url
    configure(f'[profiles.work]\nsession_url = "{session}"\nbase_url = "{base}"\n')
    ended = chatkit_tui("doctor", "--profile", "work", env={"TERM": "x\x1b[2J"})
    assert ended.status == 0
    assert "\x1b" not in ended.stdout
    assert f"{session}  profile line 2\n" in ended.stdout
    assert "want client secrets are experimental" in ended.stdout
    assert "  threads                0\n" in ended.stdout


def test_what_the_server_says_is_told(sdk_server: SdkServer) -> None:
    def refuse(request: RecordedRequest) -> Response:
        error = {"error": {"message": "Not with this one."}}
        return JSONResponse(error, 401, headers={"x-request-id": "req_7"})

    sdk_server.authorize = refuse
    facts = found("--url", sdk_server.url, status=3, env={"CHATKIT_TUI_TOKEN": CANARY})
    server = facts["server"]
    assert (server["answers"], server["status"], server["request_id"]) == (False, 401, "req_7")
    assert "Not with this one." in server["problem"]


@pytest.mark.parametrize(
    ("text", "arguments", "status", "problem"),
    [
        ("", [], 2, "No server is configured yet;"),
        ("[profiles.work", [], 2, "is not TOML"),
        ("[profiles.work]\nurl = 1", ["--profile", "work"], 2, "line 2: profiles.work.url must be"),
        ("", ["--url", "x", "--demo"], 2, "--url and --demo name two servers"),
        ("", ["--url", "http://x.example"], 2, "plain http"),
    ],
)
def test_a_configuration_that_cannot_be_is_a_finding_among_others(
    text: str, arguments: list[str], status: int, problem: str
) -> None:
    configure(text)
    facts = found(*arguments, status=status)
    assert problem in facts["profile"]["problem"]
    assert facts["versions"]["textual"]
    assert facts["keyring"]["usable"]
    assert "server" not in facts


def test_a_server_that_is_away_and_a_keyring_that_is_locked() -> None:
    env = backend(LockedKeyring)
    facts = found("--url", "http://127.0.0.1:9/chatkit", status=4, env=env)
    assert "Nothing answers" in facts["server"]["problem"]
    assert facts["keyring"] == {
        "usable": False,
        "problem": "the keyring is locked;"
        " an environment variable, a command or a file can hold the secret instead",
    }
    assert "server" not in found("--url", "http://127.0.0.1:9", "--no-connect", env=env)


def test_the_terminal_and_tmux(tmp_path: Path) -> None:
    tmux = tmp_path / "tmux"
    tmux.write_text("#!/bin/sh\nprintf '3.5\\non\\noff\\nexternal\\ntmux-256color\\n'\n")
    tmux.chmod(0o755)
    env = {"TMUX": "x", "TERM": "tmux-256color", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    terminal = found("--demo", "--no-connect", env=env)["terminal"]
    assert terminal["tmux"]["version"] == "3.5"
    assert terminal["tmux"]["allow-passthrough"] == "on"
    assert (terminal["colours"], terminal["terminal"]) == ("256", "none")
    plain = found("--demo", "--no-connect", env={"NO_COLOR": "1"})["terminal"]
    assert plain["colours"] == "none, by NO_COLOR"
    assert "tmux" not in plain
