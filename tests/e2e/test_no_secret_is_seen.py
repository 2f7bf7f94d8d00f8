"""A canary in every place where a secret can be given, a tour with all that may go wrong, and then
a search of every file, the screen, the clipboard, argument lists and environments."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.responses import JSONResponse, Response

from tests.support.command_line import ROOT
from tests.support.odd_keyrings import FILE_VARIABLE, LastingKeyring, backend
from tests.support.terminal import Terminal

if TYPE_CHECKING:
    from tests.support.sdk_server import RecordedRequest, SdkServer

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="the spies look into /proc"
)

PLACES = ("keyring", "variable", "file", "command", "option", "token", "domain")
F10, F12, CTRL_G = "\x1b[21~", "\x1b[24~", "\x07"
OSC_52 = re.compile(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)")
ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\r\n ]")

SPY = """#!/bin/sh
cat /proc/self/environ /proc/[0-9]*/cmdline | tr '\\000' '\\n' > {seen}/$(basename $0).$$
case $(basename $0) in xclip|wl-copy) cat > {seen}/copied.$$;; esac
exit 0
"""

PROGRAM = """
import json, sys
from chatkit_tui.tui import app


class Crashing(app.ChatKitApp):
    BINDINGS = [("f10", "crash", "Crash")]

    def action_crash(self):
        raise RuntimeError("Illegal header: " + repr(json.load(open({canaries!r}))))


app.ChatKitApp = Crashing
from chatkit_tui.cli import main

sys.exit(main())
"""


class Burrow:
    """A home directory with a canary in every place, and spies instead of other programs."""

    def __init__(self, home: Path, env: dict[str, str]) -> None:
        self.home = home
        self.canaries = {place: f"canary-{place}-5f3a9c" for place in PLACES}
        self.seen = home / "seen"
        self.sources = [home / name for name in ("canaries.json", "keyring.json", "secret")]
        for folder in ("seen", "bin", "config", "work"):
            (home / folder).mkdir()
        for program in ("xdg-open", "xclip", "wl-copy", "editor", "event"):
            spy = home / "bin" / program
            spy.write_text(SPY.format(seen=self.seen))
            spy.chmod(0o755)
        self.sources[0].write_text(json.dumps(self.canaries))
        entry = {"chatkit-tui/work": self.canaries["keyring"]}
        self.sources[1].write_text(json.dumps(entry))
        self.sources[2].write_text(self.canaries["file"] + "\n")
        self.sources[2].chmod(0o600)
        (home / "program.py").write_text(PROGRAM.format(canaries=str(self.sources[0])))
        self.env = {
            **env,
            **backend(LastingKeyring),
            FILE_VARIABLE: str(self.sources[1]),
            "PYTHONPATH": str(ROOT),
            "PATH": f"{home / 'bin'}:{env['PATH']}",
            "DISPLAY": ":0",
            "VISUAL": "editor",
            "A_VARIABLE": self.canaries["variable"],
            "AN_OPTION": self.canaries["option"],
        }

    def configure(self, server: str) -> None:
        (self.home / "config" / "config.toml").write_text(
            f"""
            default_profile = "work"
            [profiles.work]
            {server}
            [profiles.work.headers]
            X-Variable = {{ env = "A_VARIABLE" }}
            X-File = {{ file = "{self.sources[2]}" }}
            X-Command = {{ command = "event; sed s/-file-/-command-/ {self.sources[2]}" }}
            [profiles.work.events]
            "chatkit.response.end" = "event"
            """
        )

    def start(self, *arguments: str) -> Terminal:
        argv = [sys.executable, str(self.home / "program.py"), *arguments]
        return Terminal(argv, env=self.env)

    def found(self, secrets: list[str], shown: list[bytes]) -> set[str]:
        """Where any of the secrets is: names of files, and "shown"."""
        texts = {str(path): path.read_bytes() for path in self.files()}
        texts["shown"] = b"\n".join(shown)
        return {where for where, text in texts.items() for each in secrets if each.encode() in text}

    def files(self) -> Iterator[Path]:
        """All there are but cookies, by which a server knows the user."""
        return (
            path
            for path in self.home.rglob("*")
            if path.is_file() and path.parent.name != "cookies"
        )


@pytest.fixture
def burrow(tmp_path: Path, program_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Burrow:
    burrow = Burrow(tmp_path, program_env)
    monkeypatch.chdir(tmp_path / "work")
    return burrow


def repeat_all(request: RecordedRequest) -> Response | None:
    """Refuse a message that asks for it, repeating all that was sent in confidence."""
    if b"refuse" not in request.body:
        return None
    said = json.dumps(dict(request.headers))
    return JSONResponse({"error": {"message": said, "client_secret": said}}, 500)


def words_of(terminal: Terminal) -> list[bytes]:
    """All that was ever written to the terminal, also to its clipboard."""
    copied = [b64decode(found) for found in OSC_52.findall(terminal.written)]
    return [terminal.written, ESCAPES.sub(b"", terminal.written), *copied]


def tour(terminal: Terminal, burrow: Burrow) -> list[bytes]:
    """Everything that shows, copies, writes or starts something, and then a crash."""
    terminal.wait_for("Message the assistant")
    terminal.send("see https://example.com/page\r")
    terminal.wait_for("You said: see")
    terminal.send("\x1b")
    terminal.wait_for(lambda text: "Enter send" not in text)
    terminal.send("o")
    terminal.wait_for("Enter opens")
    terminal.send("\r")
    terminal.wait_for(lambda _: any(burrow.seen.glob("xdg-open.*")))
    terminal.wait_for("i write")
    terminal.send("i")
    terminal.wait_for("Enter send")
    terminal.send(CTRL_G)
    terminal.wait_for(lambda _: any(burrow.seen.glob("editor.*")))
    terminal.wait_for("Message the assistant")
    terminal.send("refuse\r")
    terminal.wait_for("Tab more")
    terminal.send("\t")
    terminal.wait_for("y copy report")
    terminal.send("y")
    terminal.wait_for(lambda _: any(burrow.seen.glob("copied.*")))
    terminal.send("d")
    terminal.wait_for("Status")
    terminal.send("\x1b")
    terminal.send(F12)
    terminal.wait_for("Inspector")
    terminal.send("W")
    terminal.wait_for("Write it to which file?")
    terminal.send("\r")
    terminal.wait_for(lambda _: any(Path.cwd().iterdir()))
    terminal.send("\x1b[F\r")
    terminal.wait_for("Esc back")
    terminal.send(F12)
    terminal.wait_for("Ctrl+F find")
    terminal.send(F10)
    assert terminal.wait_for_exit() == 70
    return words_of(terminal)


def test_a_server_of_ones_own(burrow: Burrow, sdk_server: SdkServer) -> None:
    sdk_server.authorize = repeat_all
    burrow.configure(f'url = "{sdk_server.url}"\ntoken = {{ keyring = "work" }}')
    burrow.env["CHATKIT_TUI_DOMAIN_KEY"] = burrow.canaries["domain"]
    with burrow.start("--header", 'X-Option: { env = "AN_OPTION" }') as terminal:
        shown = tour(terminal, burrow)
    sent = "\n".join(value for each in sdk_server.requests for _, value in each.headers)
    given = [canary for place, canary in burrow.canaries.items() if place != "token"]
    assert all(canary in sent for canary in given), "each of them went to the server"
    assert burrow.found(given, shown) == {str(path) for path in burrow.sources}


def test_a_backend_that_hands_out_client_secrets(burrow: Burrow, sdk_server: SdkServer) -> None:
    sdk_server.authorize = repeat_all
    burrow.configure(
        f'session_url = "{sdk_server.session_url}"\nbase_url = "{sdk_server.hosted_url}"'
    )
    burrow.env["CHATKIT_TUI_TOKEN"] = burrow.canaries["token"]
    with burrow.start("--header", 'X-Option: { env = "AN_OPTION" }') as terminal:
        shown = tour(terminal, burrow)
    sent = "\n".join(value for each in sdk_server.requests for _, value in each.headers)
    given = [burrow.canaries[place] for place in PLACES if place not in ("keyring", "domain")]
    given += sdk_server.secrets
    assert all(canary in sent for canary in given), "each of them went to the server"
    del burrow.sources[1]
    assert burrow.found(given, shown) == {str(path) for path in burrow.sources}
