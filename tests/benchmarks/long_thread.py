"""A thread of mixed kinds and very different heights, as a server lists it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from tests.benchmarks.texts import END, tokens

FIRST = "Θ"
"""Stands in the first item and nowhere else."""

NEEDLE = "Ψ"
"""Stands in the item at the first fifth and nowhere else, behind the word to look for."""

NEEDLE_WORD = "haystackneedle"

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def _text(kind: str, number: int) -> str:
    return "".join(tokens(kind, number)).replace(END, "")


TEXTS = {
    "short": _text("prose", 12),
    "prose": _text("prose", 90),
    "fence": f"Like this:\n\n{_text('fence', 70)}",
    "list": _text("list", 60),
    "table": _text("table", 60),
}


def long_thread(number: int) -> list[Any]:
    """So many items, oldest first."""
    items = [_item(index) for index in range(number)]
    for index, mark in (
        (0, FIRST),
        (number // 5, f"{NEEDLE_WORD} {NEEDLE}"),
        (number - 1, END),
    ):
        if items:
            items[index] = _answer(index, f"Item {index}: {mark}")
    return items


def _item(index: int) -> Any:
    match index % 20:
        case 3:
            return _made("workflow", index) | {"workflow": _workflow(index)}
        case 7:
            return _made("task", index) | {
                "task": {"type": "custom", "title": f"Step {index}", "content": "It was done."}
            }
        case 13:
            return _made("widget", index) | {"widget": _widget(index)}
        case even if even % 2 == 0:
            text = f"Question {index}: {TEXTS['short']}"
            content = [{"type": "input_text", "text": text}]
            more = {"attachments": [], "quoted_text": "", "inference_options": {}}
            return _made("user_message", index) | {"content": content} | more
        case odd:
            kind = list(TEXTS)[odd // 2 % len(TEXTS)]
            return _answer(index, f"Answer {index}.\n\n{TEXTS[kind]}")


def _made(kind: str, index: int) -> dict[str, Any]:
    time = (BEGINNING + timedelta(minutes=index)).isoformat()
    return {"type": kind, "id": f"i{index}", "thread_id": "long", "created_at": time}


def _answer(index: int, text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    return _made("assistant_message", index) | {"content": [part]}


def _workflow(index: int) -> Any:
    tasks = [
        {"type": "thought", "title": "Thinking", "content": TEXTS["short"]},
        {"type": "web_search", "title": "Looked it up", "queries": [f"number {index}"]},
    ]
    return {"type": "custom", "tasks": tasks, "summary": {"title": "Thought about it"}}


def _widget(index: int) -> Any:
    rows = islice(({"type": "Text", "value": f"Line {each} of {index}"} for each in range(9)), 4)
    return {"type": "Card", "children": [{"type": "Title", "value": f"Card {index}"}, *rows]}
