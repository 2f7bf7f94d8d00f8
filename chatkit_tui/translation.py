"""The texts of this program in the language of its user.

`_` marks a text and says it in the language in force; English is the text itself. Catalogues are
gettext's, in `locales/`; `make texts` brings them up to date with the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "chatkit_tui"
LOCALES = Path(__file__).parent / "locales"

LANGUAGES = ("en", "de", "es", "fr", "ja", "pt-BR", "zh-CN")
"""Languages there is a catalogue for; English needs none."""

_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})
"""Who reads these would rather have English than simplified characters."""

_catalogue: NullTranslations | None = None
"""Of the language in force; None for English. One for the process, as terminals have one user."""


def environment_locale(environ: Mapping[str, str] | None = None) -> str:
    """The locale that the environment names for messages; "en" where it names none."""
    environ = os.environ if environ is None else environ
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    named = next((environ[name] for name in names if environ.get(name)), "")
    tag = re.split(r"[.@]", named)[0].replace("_", "-")
    return "en" if tag in ("", "C", "POSIX") else tag


def language_for(locale: str) -> str:
    """The language of LANGUAGES that suits a locale of any spelling best."""
    parts = re.split(r"[-_.@]", locale.lower())
    language, rest = parts[0], set(parts[1:])
    if language == "zh" and rest & _TRADITIONAL:
        return "en"
    return next((each for each in LANGUAGES if each.lower().split("-")[0] == language), "en")


def speak(locale: str | None) -> str:
    """Say everything in the language for a locale from now on, None for the environment's."""
    global _catalogue
    language = language_for(locale or environment_locale())
    _catalogue = None
    if language != "en":
        from gettext import translation

        _catalogue = translation(DOMAIN, LOCALES, [language.replace("-", "_")], fallback=True)
    return language


def _(text: str) -> str:
    """A text in the language in force."""
    return text if _catalogue is None or not text else _catalogue.gettext(text)


def plural(one: str, many: str, number: int) -> str:
    """The form of a text that goes with a number, in the language in force."""
    if _catalogue is None:
        return one if number == 1 else many
    return _catalogue.ngettext(one, many, number)


def N_(text: str) -> str:  # noqa: N802 - as gettext calls it
    """Marks a text that is said later, with `_`: what is made before the language is known."""
    return text
