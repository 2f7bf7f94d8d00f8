"""A catalogue of a few texts, to see where the language in force is spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatkit_tui import translation

TEXTS = {
    "New thread": "Neues Gespräch",
    "Message the assistant": "Schreib dem Assistenten",
    "What can I help with today?": "Womit kann ich helfen?",
    "{key}, then {enter} or a number": "{key}, dann {enter} oder eine Ziffer",
    "{key} keys": "{key} Tasten",
    "{key} threads": "{key} Gespräche",
    "Everywhere in a chat": "Überall im Gespräch",
    "Find in the thread": "Im Gespräch suchen",
    "A title needs at least one letter.": "Ein Titel braucht einen Buchstaben.",
    "The connection broke and {what} did not reach the server; send again.": (
        "Die Verbindung brach ab, und {what} kam nicht an; noch einmal senden."
    ),
    "your message": "deine Nachricht",
    "Usage:": "Aufruf:",
    "Options": "Optionen",
    "Commands": "Befehle",
    "Go on with this thread.": "In diesem Gespräch weitermachen.",
    "Send one message and print the answer.": "Eine Nachricht schicken und die Antwort ausgeben.",
    "Show this message and exit.": "Diesen Text zeigen.",
    "a backend that hands out client secrets": "ein Dienst, der Client-Secrets ausgibt",
    "as {option}": "wie {option}",
    "{one} and {other} name two threads; give one of them.": (
        "{one} und {other} nennen zwei Gespräche; eines genügt."
    ),
    "Folders": "Ordner",
    "config": "Einstellungen",
    "yes": "ja",
    "{path}, line {line}": "{path}, Zeile {line}",
    "profile": "Profil",
    "set, from {source}": "gesetzt, aus {source}",
    "a command": "einem Befehl",
    "none": "keine",
    "Pasted text #{number} · {size}": "Eingefügter Text {number} · {size}",
}


@pytest.fixture
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """German has these texts, and no others; English is spoken again afterwards."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = tmp_path_factory.mktemp("locales")
    catalogue = Catalog(locale="de")
    for english, german in TEXTS.items():
        catalogue.add(english, german)
    place = folder / "de" / "LC_MESSAGES" / f"{translation.DOMAIN}.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "LOCALES", folder)
        yield
    translation.speak("en")
