"""What a controller says, in the language in force when it says it."""

from __future__ import annotations

import pytest

from chatkit_tui.controller.errands import SendMessage
from chatkit_tui.controller.failures import not_arrived
from chatkit_tui.errors import ConnectionLost
from chatkit_tui.translation import speak


@pytest.mark.usefixtures("german")
def test_what_did_not_arrive_has_a_name_in_every_language() -> None:
    lost = ConnectionLost("The connection broke.")
    speak("de")
    german = "Die Verbindung brach ab, und deine Nachricht kam nicht an; noch einmal senden."
    assert not_arrived(lost, SendMessage.what).message == german
    speak("en")
    english = "The connection broke and your message did not reach the server; send again."
    assert not_arrived(lost, SendMessage.what).message == english
