"""The language of the interface, and the catalogues it comes from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatkit_tui import translation
from chatkit_tui.translation import environment_locale, language_for, speak


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("de_DE.UTF-8", "de"),
        ("de-AT", "de"),
        ("es-419", "es"),
        ("fr_CA@euro", "fr"),
        ("ja", "ja"),
        ("pt", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("zh", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-TW", "en"),
        ("zh_Hant", "en"),
        ("tlh", "en"),
        ("", "en"),
    ],
)
def test_a_locale_of_any_spelling_finds_its_language(locale: str, language: str) -> None:
    assert language_for(locale) == language


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de-DE"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR"}, "fr-FR"),
        ({"LANG": "de_DE", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "sr_RS@latin"}, "sr-RS"),
    ],
)
def test_the_environment_names_one(environ: dict[str, str], locale: str) -> None:
    assert environment_locale(environ) == locale


def test_english_is_the_text_itself() -> None:
    speak("en")
    assert translation._("Any text") == "Any text"
    assert translation.plural("{n} file", "{n} files", 1) == "{n} file"
    assert translation.plural("{n} file", "{n} files", 0) == "{n} files"
    assert translation._("") == ""
