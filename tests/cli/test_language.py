"""The language that commands speak, and where they take it from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatkit_tui.cli import main
from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.connection import connected
from chatkit_tui.errors import CommandRefused
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.translation import _, speak

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

APP = """
from chatkit_tui import ChatKitOptions, CustomApiConfig
options = ChatKitOptions(CustomApiConfig("{url}"), locale="de")
"""


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("source", "tag"),
    [("option", "de-DE"), ("variable", "de-CH"), ("environment", "de-AT"), ("options", "de")],
)
async def test_whoever_names_a_locale_is_spoken_to_in_it(
    source: str,
    tag: str,
    sdk_server: SdkServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    speak("en")
    choice = Choice(url=sdk_server.url)
    match source:
        case "option":
            choice = Choice(url=sdk_server.url, locale="de-DE")
        case "variable":
            monkeypatch.setenv("CHATKIT_TUI_LOCALE", "de_CH")
        case "environment":
            monkeypatch.setenv("LC_MESSAGES", "de_AT.UTF-8")
        case "options":
            (tmp_path / "app.py").write_text(APP.format(url=sdk_server.url))
            choice = Choice(app=str(tmp_path / "app.py"))
    backend = choice.backend()
    early = "New thread" if source == "options" else "Neues Gespräch"
    assert _("New thread") == early
    async with connected(backend, wait=0) as controller:
        with pytest.raises(CommandRefused, match="Ein Titel braucht einen Buchstaben"):
            await controller.rename_thread("thr_x", " ")
        await controller.list_threads()
    assert [each.header("accept-language") for each in sdk_server.requests] == [tag]


@pytest.mark.usefixtures("german")
def test_help_is_said_in_the_language_named_before_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> str:
        assert main(words) == 0
        return " ".join(capsys.readouterr().out.split())

    german = said("send", "--locale", "de", "--help")
    assert german.startswith("Aufruf: chatkit-tui send")
    assert "Optionen:" in german
    assert "--thread ID In diesem Gespräch weitermachen." in german
    assert "--help Diesen Text zeigen." in german
    english = said("send", "--help")
    assert english.startswith("Usage: chatkit-tui send")
    assert "--thread ID Go on with this thread." in english
    monkeypatch.setenv("CHATKIT_TUI_LOCALE", "de")
    whole = said("--help")
    assert "send Eine Nachricht schicken und die Antwort ausgeben." in whole
    assert "CHATKIT_TUI_SESSION_URL ein Dienst, der Client-Secrets ausgibt" in whole
    assert "CHATKIT_TUI_LOCALE wie --locale" in whole
    assert main(["--thread", "thr_x", "-c"]) == 2
    assert "--thread und --continue nennen zwei Gespräche" in capsys.readouterr().err


@pytest.mark.usefixtures("german")
def test_people_read_facts_in_their_language_and_programs_in_one(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(
        'default_profile = "work"\n[profiles.work]\nurl = "https://chat.example.com/chatkit"\n'
        'token_command = "true"\n'
    )

    def said(*words: str) -> str:
        assert main(words) == 0
        return capfd.readouterr().out

    for_programs = (
        ("doctor", "--no-connect", "--output", "json"),
        ("profiles", "show", "work", "--output", "json"),
        ("keys", "--output", "json"),
    )
    monkeypatch.setenv("CHATKIT_TUI_LOCALE", "en")
    english = [said(*words) for words in for_programs]
    monkeypatch.setenv("CHATKIT_TUI_LOCALE", "de")
    german = [said(*words).replace('"value": "de"', '"value": "en"') for words in for_programs]
    assert german == english
    assert "gesetzt, aus einem Befehl" in said("profiles", "show", "work")
    facts = said("doctor", "--no-connect")
    assert "Ordner\n  Einstellungen  " in facts
    assert "Profil Zeile 3" in facts
