"""The language that commands speak, and where they take it from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.connection import connected
from chatkit_tui.errors import CommandRefused
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
