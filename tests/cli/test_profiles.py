from __future__ import annotations

import json
import stat
import tomllib
from typing import Any

import pytest

from chatkit_tui.profiles.config_file import config_file
from tests.support.command_line import Ended, chatkit_tui

CANARY = "canary-5f3a9c"
URL = "https://chat.example.com/chatkit"


def configure(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)


def profiles(*arguments: str) -> Ended:
    ended = chatkit_tui("profiles", *arguments)
    assert CANARY not in ended.stdout + ended.stderr
    return ended


def written() -> Any:
    return tomllib.loads(config_file().read_text())


def test_a_profile_from_its_beginning_to_its_end() -> None:
    assert profiles("list").stdout == ""
    ended = profiles("add", "work", "--url", f"{URL}?key={CANARY}", "--header", "X-Team: blue")
    assert (ended.status, ended.stdout) == (0, "")
    assert "work, the default." in ended.stderr
    assert "`chatkit-tui login work` stores a token" in ended.stderr
    assert stat.S_IMODE(config_file().stat().st_mode) == 0o600
    local = profiles("add", "on this machine", "--url", "http://127.0.0.1:8000/chatkit")
    assert "`chatkit-tui login 'on this machine'` stores a token" in local.stderr
    assert profiles("remove", "on this machine").status == 0
    assert profiles("add", "try", "--demo").status == 0
    assert profiles("list").stdout == f"work\turl\t{URL}?…\tdefault\ntry\tdemo\t\n"
    assert profiles("show", "work").stdout == f"url\t{URL}?…\nheaders.X-Team\tblue\n"
    assert profiles("default").stdout == "work\n"
    assert profiles("default", "try").status == 0
    assert [each["default"] for each in profiles("list", "--output", "json").json_lines] == [
        False,
        True,
    ]
    assert profiles("remove", "try").status == 0
    assert profiles("default").status == 2
    assert [*written()["profiles"]] == ["work"]


def test_everything_a_profile_can_say() -> None:
    ended = profiles(
        *("add", "shop", "--session-url", "https://shop.example/session", "--default"),
        *("--base-url", "http://chat.example", "--allow-http", "--app", "shop.py:options"),
        *("--header", 'X-Key: { env = "KEY" }', "--token", "{ command = ['pass', 'chat'] }"),
        *("--domain-key", CANARY, "--entities-url", "https://shop.example/find"),
        *("--locale", "de-DE", "--theme", "light"),
    )
    assert ended.status == 0, ended.stderr
    assert written() == {
        "default_profile": "shop",
        "profiles": {
            "shop": {
                "session_url": "https://shop.example/session",
                "app": "shop.py:options",
                "base_url": "http://chat.example",
                "domain_key": CANARY,
                "entities_url": "https://shop.example/find",
                "locale": "de-DE",
                "theme": "light",
                "allow_http": True,
                "headers": {"X-Key": {"env": "KEY"}},
                "token": {"command": ["pass", "chat"]},
            }
        },
    }
    with config_file().open("a") as file:
        file.write('[profiles.shop.keys]\napp.quit = "f4"\n')
        file.write('[profiles.shop.dictation]\ncommand = "rec"\n')
    (shown,) = profiles("show", "shop", "--output", "json").json_lines
    assert (shown["keys.app.quit"], shown["dictation"]) == ("f4", "a command")
    assert shown["token"] == "set, from a command"
    assert shown["headers.X-Key"] == "not set, from the environment variable KEY"
    assert shown["domain_key"] == "set"
    assert profiles("add", "hosted", "--client-secret-command", f"echo {CANARY}").status == 0
    assert profiles("show", "hosted").stdout == "client_secret_command\tset, from a command\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["add", "x"], "needs one of url, session_url, client_secret_command, demo = true and app"),
        (["add", "x", "--url", URL, "--demo"], "has url and demo."),
        (["add", "x", "--url", "nonsense"], "url must be an address"),
        (["add", "x", "--url", "http://chat.example"], "chat.example is named with plain http"),
        (["add", "x", "--url", URL, "--base-url", URL], "base_url goes with"),
        (["add", " ", "--url", URL], "NAME must be a text"),
        (["add", "work", "--url", URL], 'There is a profile "work" already'),
        (["add", "x", "--url", URL, "--header", CANARY], "--header wants 'Name: value'."),
        (
            ["add", "x", "--url", URL, "--header", f"X-Api-Key: {CANARY}"],
            "--header X-Api-Key: a secret is not written in plain text; leave it out and let"
            ' `chatkit-tui login` ask for it, or name where it is, as in { env = "NAME" }.',
        ),
        (["add", "x", "--url", URL, "--token", CANARY], "--token: a secret is not written"),
        (["show", "gone"], 'there is no profile "gone" (known: work).'),
        (["remove", "gone"], 'there is no profile "gone" (known: work).'),
        (["default", "gone"], 'there is no profile "gone" (known: work).'),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(arguments: list[str], complaint: str) -> None:
    text = f'[profiles.work]\nurl = "{URL}"\n'
    configure(text)
    ended = profiles(*arguments)
    assert (ended.status, ended.stdout) == (2, "")
    assert complaint in ended.stderr
    assert config_file().read_text() == text


def test_a_broken_profile_is_listed_as_such_and_can_be_removed() -> None:
    configure(f'[profiles.work]\nurl = "{URL}"\n[profiles.old]\ntoken = "{CANARY}"\n')
    ended = profiles("list")
    assert ended.stdout == f"work\turl\t{URL}\nold\tbroken\t\n"
    assert "line 4: profiles.old.token must not stand in the file" in ended.stderr
    assert profiles("remove", "old").status == 0
    assert [*written()["profiles"]] == ["work"]


def test_names_do_not_control_the_terminal() -> None:
    configure(f'[profiles."a\\u001b[2Jb"]\nurl = "{URL}"\n')
    assert "\x1b" not in profiles("list").stdout
    assert json.loads(profiles("list", "--output", "json").stdout)["name"] == "a\x1b[2Jb"


def test_the_path_of_the_file_is_told_whether_it_is_there_or_not() -> None:
    assert chatkit_tui("config", "path").stdout == f"{config_file()}\n"
    configure("nonsense")
    assert chatkit_tui("config", "path").stdout == f"{config_file()}\n"
