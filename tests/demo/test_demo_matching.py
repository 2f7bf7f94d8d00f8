"""Finding scenes by plain words."""

from __future__ import annotations

import pytest

from chatkit_tui.demo.startup import AssistantKind
from chatkit_tui.demo.tour.groups import GROUPS
from chatkit_tui.demo.tour.matching import find_scene
from chatkit_tui.demo.tour.scenes import all_scenes
from chatkit_tui.demo.welcome import welcome

SCENES = all_scenes()


def name_of(text: str) -> str | None:
    found = find_scene(text, SCENES)
    return found.name if found else None


@pytest.mark.parametrize("sentence", ["{}", "Could you show me the {}, please?"])
def test_every_phrase_finds_its_scene_alone_and_in_a_sentence(sentence: str) -> None:
    asked = [(phrase, found.name) for found in SCENES for phrase in found.words]
    answered = [(phrase, name_of(sentence.format(phrase.upper()))) for phrase, _ in asked]
    assert answered == asked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("show me tables", "tables"),
        ("tabels!", "tables"),
        ("a markdwon message", "markdown"),
        ("custom error", "custom_error"),
        ("ERROR", "error"),
        ("do you have charts?", "charts"),
        ("a list", "lists"),
        ("a list view", "list_view"),
        ("what can you do?", "tour"),
        ("unlock", "unlock"),
        ("close", "close"),
        ("a table widget", "table_widget"),
        ("unknown widget", "unknown_widget"),
    ],
)
def test_words_are_taken_as_they_come(text: str, name: str) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "the",
        "supercalifragilistic",
        "日本語",
        "Yesterday my neighbour told his sister about an error in a novel that nobody else noticed",
    ],
)
def test_words_that_ask_for_nothing_find_nothing(text: str) -> None:
    assert name_of(text) is None


def test_phrases_are_unambiguous() -> None:
    phrases = [phrase for found in SCENES for phrase in found.words]
    assert len(phrases) == len(set(phrases))
    assert len({found.name for found in SCENES}) == len(SCENES)


def test_every_group_has_scenes_and_its_prompt_asks_for_one_of_them() -> None:
    for group in GROUPS:
        found = find_scene(group.prompt, SCENES)
        assert found is not None
        assert found.group == group.name


@pytest.mark.parametrize("assistant", ["tour", "agent"])
def test_start_screens_have_a_handful_of_prompts(assistant: AssistantKind) -> None:
    said = welcome(assistant)
    assert said["greeting"]
    assert 3 <= len(said["prompts"]) <= 10
    assert all(prompt["label"] and prompt["prompt"] for prompt in said["prompts"])
