"""The catalogues: no text is missing, nothing in one differs from what the code will fill in."""

from __future__ import annotations

import re
import shlex
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from chatkit_tui.translation import DOMAIN, LANGUAGES, LOCALES

ROOT = Path(__file__).parents[1]
TRANSLATED = [language.replace("-", "_") for language in LANGUAGES if language != "en"]
FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def keywords() -> dict[str, Any]:
    """Which arguments of which functions are texts, as `make texts` has it."""
    line = re.search(r"^KEYWORDS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert line is not None
    words = [word for word in shlex.split(line[1]) if word != "-k"]
    named = (word.partition(":") for word in words)
    own = {name: tuple(map(int, at.split(","))) if at else None for name, _, at in named}
    return {**DEFAULT_KEYWORDS, **own}


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Every text in the code, by its first form."""
    found = extract_from_dir(
        str(ROOT / "chatkit_tui"),
        method_map=[("**.py", "python")],
        keywords=keywords(),
        directory_filter=lambda path: Path(path).name not in ("demo", "docs", "__pycache__"),
    )
    messages = (message for _, _, message, _, _ in found)
    firsts = (each if isinstance(each, str) else each[0] for each in messages)
    return {text for text in firsts if text}


def catalogue(language: str) -> tuple[Catalog, Path]:
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language), path


def forms(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing_and_none_is_left_over(language: str, texts: set[str]) -> None:
    messages, _ = catalogue(language)
    said = {forms(m.id)[0] for m in messages if m.id and all(forms(m.string)) and not m.fuzzy}
    assert texts - said == set(), "missing; make texts shows where"
    assert said - texts == set(), "left over; make texts takes it out"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_fields_of_its_text(language: str) -> None:
    messages, _ = catalogue(language)
    for message in messages:
        wanted = {name for form in forms(message.id) for name in FIELD.findall(form)}
        for form in forms(message.string) if message.id else ():
            assert set(FIELD.findall(form)) <= wanted, form
            if isinstance(message.id, str):
                assert sorted(FIELD.findall(form)) == sorted(FIELD.findall(message.id)), form
            spaced = form.replace("\xa0", " ").replace("\u202f", " ")
            assert spaced.strip().isprintable() or "\n" in form
            assert form[:1].isspace() == forms(message.id)[0][:1].isspace(), form
            assert form[-1:].isspace() == forms(message.id)[0][-1:].isspace(), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_installed_is_what_was_written(language: str) -> None:
    messages, path = catalogue(language)
    with path.with_suffix(".mo").open("rb") as file:
        installed = GNUTranslations(file)
    for message in messages:
        if isinstance(message.id, str):
            assert not message.id or installed.gettext(message.id) == message.string
        else:
            one, many = message.id[:2]
            said = {installed.ngettext(one, many, number) for number in range(200)}
            assert said <= set(forms(message.string)), "make texts compiles it"
