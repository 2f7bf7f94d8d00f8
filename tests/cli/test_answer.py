"""The answer of a turn in words, as it is written."""

from __future__ import annotations

import json

from chatkit_tui.commands.answer import AnswerPrinter
from tests.controller.chat import Chat
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer


async def test_what_comes_in_one_piece_is_written_in_one_piece(fault_proxy: FaultProxy) -> None:
    words = [f"w{number} " for number in range(300)]
    events: list[dict[str, object]] = [
        {"type": "thread.created", "thread": {"id": "thr_1"}},
        {"type": "thread.item.done", "item": {"type": "user_message", "id": "u", "content": []}},
    ]
    for word in words:
        update = {"type": "assistant_message.content_part.text_delta", "delta": word}
        events.append({"type": "thread.item.updated", "item_id": "a", "update": update})
    task = {"type": "task", "id": "t", "task": {"type": "custom", "title": "Looked it up"}}
    events += [
        {"type": "thread.item.done", "item": {"type": "assistant_message", "id": "a"}},
        {"type": "thread.item.done", "item": task},
        {"type": "progress_update", "text": "Nearly there"},
    ]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    fault_proxy.on("threads.create", Answer(200, body, "text/event-stream"))
    chat, written, told = Chat(fault_proxy.url), list[str](), list[str]()
    printer = AnswerPrinter(chat.active, written.append, told.append)
    chat.controller.subscribe(printer)
    await chat.controller.send_user_message("Hello")
    printer.finish()
    await chat.controller.aclose()
    assert "".join(written) == "".join(words) + "\n"
    assert len(written) < len(words) / 4
    assert told == ["Looked it up", "Nearly there"]
