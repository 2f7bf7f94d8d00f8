"""A secret reaches the server it is for, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from starlette.responses import JSONResponse, Response

from chatkit_tui.profiles.config_file import config_file
from tests.support.command_line import Ended, chatkit_tui
from tests.support.memory_keyring import CONTENT_VARIABLE
from tests.support.sdk_server import RecordedRequest, SdkServer

CANARY = "canary-5f3a9c"


def kept_files() -> list[Path]:
    """Everything the program wrote on this machine."""
    folders = [os.environ[f"CHATKIT_TUI_{kind}_DIR"] for kind in ("DATA", "STATE")]
    return [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]


def configure(sdk_server: SdkServer, lines: str) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(f'[profiles.p]\nurl = "{sdk_server.url}"\n{lines}\n')


def ways(sdk_server: SdkServer, tmp_path: Path, way: str) -> tuple[list[str], dict[str, str]]:
    """The options and the environment that give the canary in one of all ways."""
    url = ["--url", sdk_server.url]
    secret = tmp_path / "secret"
    secret.write_text(f"Bearer {CANARY}\n")
    secret.chmod(0o600)
    header = "headers.Authorization = "
    match way:
        case "variable":
            return url, {"CHATKIT_TUI_TOKEN": CANARY}
        case "header":
            return [*url, "--header", f"Authorization: Bearer {CANARY}"], {}
        case "token command":
            return [*url, "--token-command", f"echo {CANARY}"], {}
        case "header that names a variable":
            named = 'Authorization: { env = "SOME_SECRET" }'
            return [*url, "--header", named], {"SOME_SECRET": f"Bearer {CANARY}"}
        case "token":
            content = f'{{"chatkit-tui": {{"p": "{CANARY}"}}}}'
            configure(sdk_server, 'token = { keyring = "p" }')
            return ["--profile", "p"], {CONTENT_VARIABLE: content}
        case "file":
            configure(sdk_server, f'{header}{{ file = "{secret}" }}')
        case "command":
            configure(sdk_server, f'{header}{{ command = ["cat", "{secret}"] }}')
        case "env":
            configure(sdk_server, f'{header}{{ env = "SOME_SECRET" }}')
            return ["--profile", "p"], {"SOME_SECRET": f"Bearer {CANARY}"}
        case "keyring":
            configure(sdk_server, f'{header}{{ keyring = "entry" }}')
            content = f'{{"chatkit-tui": {{"entry": "Bearer {CANARY}"}}}}'
            return ["--profile", "p"], {CONTENT_VARIABLE: content}
    return ["--profile", "p"], {}


@pytest.mark.parametrize(
    "way",
    [
        "variable",
        "header",
        "header that names a variable",
        "token",
        "token command",
        "file",
        "command",
        "env",
        "keyring",
    ],
)
def test_it_is_sent_and_not_seen(sdk_server: SdkServer, tmp_path: Path, way: str) -> None:
    def refuse(request: RecordedRequest) -> Response:
        return JSONResponse({"error": {"message": "This is not good enough."}}, 401)

    sdk_server.authorize = refuse
    options, environment = ways(sdk_server, tmp_path, way)
    ended = chatkit_tui("threads", "list", *options, env=environment)
    assert ended.status == 3
    assert {request.header("authorization") for request in sdk_server.requests} == {
        f"Bearer {CANARY}"
    }
    assert_unseen(ended)


def test_it_is_kept_nowhere(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, env={"CHATKIT_TUI_TOKEN": CANARY})
    assert ended.status == 0
    assert kept_files()
    assert_unseen(ended)


def assert_unseen(ended: Ended) -> None:
    assert CANARY not in ended.stdout + ended.stderr
    assert not [path for path in kept_files() if CANARY in path.read_text(errors="replace")]


@pytest.mark.parametrize("value", [f"{CANARY}\nsecond line", f"{CANARY} é"])
def test_one_that_no_header_can_hold_is_refused_unseen(sdk_server: SdkServer, value: str) -> None:
    ended = chatkit_tui("send", "x", "--url", sdk_server.url, env={"CHATKIT_TUI_TOKEN": value})
    assert (ended.status, sdk_server.requests) == (2, [])
    assert "CHATKIT_TUI_TOKEN" in ended.stderr
    assert CANARY not in ended.stderr


def test_a_token_command_does_not_inherit_the_token(sdk_server: SdkServer) -> None:
    ended = chatkit_tui(
        "send",
        "x",
        "--url",
        sdk_server.url,
        "--token-command",
        "echo got-${CHATKIT_TUI_TOKEN:-none}",
        env={"CHATKIT_TUI_TOKEN": CANARY},
    )
    assert ended.status == 0
    assert sdk_server.requests[0].header("authorization") == "Bearer got-none"


def test_a_session_backend_gets_the_profiles_headers_and_the_server_the_secret(
    sdk_server: SdkServer,
) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(
        f'[profiles.p]\nsession_url = "{sdk_server.session_url}"\n'
        f'base_url = "{sdk_server.hosted_url}"\nheaders.X-Key = {{ env = "KEY" }}\n'
    )
    ended = chatkit_tui("send", "x", "--profile", "p", env={"KEY": CANARY})
    assert (ended.status, ended.stdout) == (0, "You said: x\n")
    session, message = sdk_server.requests
    assert session.header("x-key") == CANARY
    assert message.header("x-key") is None
    assert message.header("authorization") in {f"Bearer {each}" for each in sdk_server.secrets}


def test_a_command_prints_the_client_secret_and_does_not_inherit_another(
    sdk_server: SdkServer,
) -> None:
    sdk_server.secrets.add("ek_printed")
    config_file().parent.mkdir(parents=True)
    config_file().write_text(
        "[profiles.p]\nclient_secret_command = 'echo ek_printed${CHATKIT_TUI_DOMAIN_KEY:-}'\n"
        f'base_url = "{sdk_server.hosted_url}"\n'
    )
    ended = chatkit_tui("send", "x", "--profile", "p", env={"CHATKIT_TUI_DOMAIN_KEY": CANARY})
    assert (ended.status, ended.stdout) == (0, "You said: x\n")
    assert {request.path for request in sdk_server.requests} == {"/v1/chatkit/conversation"}


def test_cookies_are_kept_for_the_next_start(sdk_server: SdkServer) -> None:
    sdk_server.cookie_identity = True
    chatkit_tui("send", "x", "--url", sdk_server.url)
    ended = chatkit_tui("threads", "list", "--url", sdk_server.url)
    assert len(ended.stdout.splitlines()) == 1
