"""Entities in a text: chips on the screen, links in what is kept, tags in what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui import Entity
from chatkit_tui.tui.composer.completion.trigger import Kind, Trigger, find_trigger
from chatkit_tui.tui.composer.mentions import (
    Mentions,
    chip,
    content_of,
    mention,
    readable,
    text_of_parts,
)
from tests.support.wire_strategies import JSON_VALUES

ADA = Entity("1", "Ada Lovelace", icon="user", group="People", data={"n": 1.0, "big": 10**30})

ENTITIES = st.builds(
    Entity,
    id=st.text(min_size=1).filter(str.strip),
    title=st.text(),
    icon=st.none() | st.just("user"),
    interactive=st.none() | st.just(True),
    group=st.none() | st.text(min_size=1),
    data=st.dictionaries(st.text(), JSON_VALUES, max_size=3),
)


def test_a_mention_becomes_a_tag_with_its_data_untouched() -> None:
    assert content_of(f"Ask {mention(ADA)} now") == [
        {"type": "input_text", "text": "Ask "},
        {
            "type": "input_tag",
            "id": "1",
            "text": "Ada Lovelace",
            "data": {"n": 1.0, "big": 10**30},
            "group": "People",
            "interactive": False,
        },
        {"type": "input_text", "text": " now"},
    ]
    assert readable(f"Ask {mention(ADA)} now") == "Ask @Ada Lovelace now"


@given(entity=ENTITIES, before=st.text(max_size=5), after=st.text(max_size=5))
def test_no_way_through_the_composer_changes_an_entity(
    entity: Entity, before: str, after: str
) -> None:
    mentions = Mentions()
    kept = f"{before} {mention(entity)} {after}"
    folded = mentions.refold(kept)
    assert chip(entity) in folded
    parts = content_of(mentions.unfold(folded))
    (tag,) = (part for part in parts if part["type"] == "input_tag")
    assert (tag["id"], tag["text"], tag["data"]) == (entity.id, entity.title, entity.data)
    assert content_of(text_of_parts(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "@[Ada](entity:)",
        "@[Ada](entity:e30=)",
        "@[Ada](entity:!!!)",
        "@[Ada](entity:bm90IGpzb24=)",
        "@[Ada](https://example.com)",
        "@Ada",
    ],
)
def test_what_only_looks_like_a_mention_is_text(text: str) -> None:
    assert content_of(text) == [{"type": "input_text", "text": text}]
    assert Mentions().refold(text) == text
    assert readable(text) == text


def test_two_of_one_title_are_told_apart_and_a_longer_word_is_none() -> None:
    mentions = Mentions()
    assert mentions.chip(Entity("1", "Ann")) == "@Ann"
    assert mentions.chip(Entity("2", "Ann")) == "@Ann (2)"
    assert mentions.chip(Entity("1", "Ann")) == "@Ann"
    line = "@Ann @Anna @Ann (2)"
    assert [line[begin:end] for begin, end in mentions.spans(line)] == ["@Ann", "@Ann (2)"]
    ids = [part["id"] for part in content_of(mentions.unfold(line)) if "id" in part]
    assert ids == ["1", "2"]


def test_a_chip_is_one_line_of_shown_text() -> None:
    entity = Entity("1", "a]\x1b[2J\nb" + "x" * 500)
    assert "\x1b" not in chip(entity)
    assert "\n" not in chip(entity)
    assert len(chip(entity)) < 70
    assert content_of(mention(entity))[0]["text"] == entity.title


CASES: list[tuple[str, Any]] = [
    ("@", Trigger(Kind.ENTITY, "", 0, 0)),
    ("@ad", Trigger(Kind.ENTITY, "ad", 0, 0)),
    ("hi (@ada lo", Trigger(Kind.ENTITY, "ada lo", 0, 4)),
    ("hi @ada  lo", None),
    ("me@example.com", None),
    ("@a b c d e f", None),
    ("@x" + "y" * 80, None),
    ("/", Trigger(Kind.COMMAND, "", 0, 0)),
    ("/new thr", Trigger(Kind.COMMAND, "new thr", 0, 0)),
    ("//", None),
    ("/usr/bin", None),
    ("a /new", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "trigger"), CASES, ids=[case[0][:12] or "-" for case in CASES])
def test_what_the_text_before_the_caret_asks_for(line: str, trigger: Trigger | None) -> None:
    assert find_trigger(line, 0, len(line), []) == trigger


def test_nothing_is_asked_for_within_a_chip_or_by_a_slash_further_down() -> None:
    assert find_trigger("@Ada", 0, 4, [(0, 4)]) is None
    assert find_trigger("/new", 1, 4, []) is None
