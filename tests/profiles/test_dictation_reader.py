"""What a profile says of dictation, and what is said of a slip in it."""

from __future__ import annotations

from typing import Any

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import DictationOption
from chatkit_tui.profiles.dictation_reader import read_dictation


def wrong(key: str, sentence: str, **words: str) -> ConfigurationError:
    return ConfigurationError(sentence.format(place=key, **words))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, DictationOption(True)),
        ({}, DictationOption(True)),
        ({"enabled": False}, DictationOption(False)),
        ({"command": "rec -q -t wav -"}, DictationOption(True, "rec -q -t wav -")),
        (
            {"command": ["parec", "{file}"], "mime_type": "audio/webm;codecs=opus"},
            DictationOption(True, ("parec", "{file}"), "audio/webm;codecs=opus"),
        ),
    ],
)
def test_what_may_be_said(value: Any, wanted: DictationOption) -> None:
    assert read_dictation(value, wrong) == wanted


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("arecord", "must be true, or a table"),
        ({"comand": "x"}, "comand is not a setting"),
        ({"enabled": 1}, "enabled must be"),
        ({"command": []}, "command must be"),
        ({"command": ["a", 1]}, "command must be"),
        ({"mime_type": "text/plain"}, "mime_type must be"),
        ({"mime_type": "audio/wav\nX: y"}, "mime_type must be"),
    ],
)
def test_what_makes_no_sense(value: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        read_dictation(value, wrong)
