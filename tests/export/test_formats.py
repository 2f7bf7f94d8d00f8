"""Threads as files: what is in them, and what they are called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chatkit_tui.export.formats import FORMATS, export_text, file_name, format_of
from chatkit_tui.protocol.decode import decode_item
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.threads import Thread

HOSTILE = (
    '<script>alert(1)</script> ![x](https://spy.example/p.png) [y](javascript:alert(1)) "&\x1b[2J'
)


def thread(title: str | None = "On <b>bold</b>\nmatters") -> Thread:
    return Thread(id="thr_1", title=title, created_at="2026-03-14T15:09:26Z")


def items(*texts: str) -> list[ThreadItem]:
    """A question, and answers."""
    time = "2026-03-14T15:09:26Z"
    question: dict[str, Any] = {
        "type": "user_message",
        "id": "u",
        "thread_id": "thr_1",
        "created_at": time,
        "content": [{"type": "input_text", "text": "Why?"}],
        "attachments": [],
        "quoted_text": "as it\nwas said",
        "unheard_of": {"b": 1.0, "a": 1},
    }
    answers: list[dict[str, Any]] = [
        {
            "type": "assistant_message",
            "id": f"a{number}",
            "thread_id": "thr_1",
            "created_at": time,
            "content": [
                {
                    "type": "output_text",
                    "text": text,
                    "annotations": [
                        {
                            "type": "annotation",
                            "index": 0,
                            "source": {"type": "url", "title": "Book", "url": "https://b.example"},
                        }
                    ],
                }
            ],
        }
        for number, text in enumerate(texts)
    ]
    return [decode_item(raw) for raw in (question, *answers)]


def test_markdown_says_who_said_what_and_from_where() -> None:
    text = export_text(thread(), items("Because of *that*."), "md")
    assert text.startswith("# On <b>bold</b> matters\n\nThread `thr_1`, 2026-03-14 15:09 UTC\n")
    assert "## You, 2026-03-14 15:09 UTC\n\n> as it\n> was said\nWhy?" in text
    assert "\n\n## Assistant, 2026-03-14 15:09 UTC\n\nBecause of *that*.\n\nSources:\n\n" in text
    assert text.endswith("- Book: <https://b.example>\n")


@given(
    st.lists(st.sampled_from(["```py", "```", "~~~~", "~~~", "x", "    ```", "- a"]), max_size=8)
)
def test_no_answer_swallows_the_next_one(lines: list[str]) -> None:
    text = export_text(thread(), items("\n".join(lines), "The next answer."), "md")
    tokens = MarkdownIt().parse(text)
    fences = [token.content for token in tokens if token.type in ("fence", "code_block")]
    assert not any("The next answer." in content for content in fences)


def test_json_is_what_the_server_sent() -> None:
    exported = json.loads(export_text(thread(), items("a", "b"), "json"))
    assert exported["items"][0]["unheard_of"] == {"b": 1.0, "a": 1}
    assert [item["id"] for item in exported["items"]] == ["u", "a0", "a1"]
    assert exported["thread"]["title"] == "On <b>bold</b>\nmatters"
    assert json.loads(export_text(thread(), [], "json"))["items"] == []


def test_html_runs_nothing_and_loads_nothing() -> None:
    page = export_text(thread(HOSTILE), items(HOSTILE), "html")
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "default-src 'none'" in page
    assert '<a href="https://spy.example/p.png">x</a>' in page
    assert "&lt;script&gt;" in page


def test_html_shows_control_characters_and_keeps_tabs() -> None:
    page = export_text(
        thread("a\x1b]0;b\x07"), items("\x9b2J\u202e\x08\n\n    \tmake\tall"), "html"
    )
    assert "<title>a␛]0;b␇</title>" in page
    assert "<p>‹9B›2J␈</p>" in page
    assert "<code>\tmake\tall" in page
    assert all(each.isprintable() or each in "\n\t" for each in page)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_name_is_a_name_everywhere(title: str, thread_id: str) -> None:
    named = thread(title).changed(id=thread_id)
    for kind in FORMATS:
        name = file_name(named, kind)
        assert name.endswith(f".{kind}")
        stem = name.removesuffix(f".{kind}")
        assert stem
        assert all(each.isalnum() or each in "-_" for each in stem)
        assert len(name) <= 130


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "md"), ("A.HTML", "html"), ("a.htm", "html"), ("b.markdown", "md"), ("c", None)],
)
def test_the_ending_says_the_format(name: str, kind: str | None) -> None:
    from pathlib import Path

    assert format_of(Path(name)) == kind


@pytest.mark.parametrize(("seconds", "told"), [(7, "7"), (2.5, "2.5"), (10**400, "1000000000")])
def test_how_long_it_took_is_told_whatever_the_number(seconds: float, told: str) -> None:
    workflow = {"type": "custom", "tasks": [], "summary": {"duration": seconds}}
    item = decode_item({"type": "workflow", "id": "w", "workflow": workflow})
    assert f"*worked for {told} s*" in export_text(thread(), [item], "md")
