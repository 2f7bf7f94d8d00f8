"""Questions in the composer's place, answered with the keyboard, against the official server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import JSONResponse

from chatkit_tui.tui.questions.panel import QuestionsPanel
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

SMALL = (40, 12)


def single(name: str, *options: str, multiple: bool = False, question: str = "") -> dict[str, Any]:
    return {
        "type": "multiple_choice",
        "id": name,
        "question": question or f"Which {name}?",
        "options": [{"value": option} for option in options],
        "multiple": multiple,
    }


def free(name: str) -> dict[str, Any]:
    return {"type": "freeform", "id": name, "question": f"Why {name}?", "description": "In short."}


SURVEY = (
    single("tea", "green", "black"),
    single("cups", "a", "b", "c", multiple=True),
    free("tea"),
)
SURVEY[2]["id"] = "why"


def item_of(thread_id: str, *inputs: dict[str, Any]) -> Any:
    from chatkit.types import StructuredInputItem

    raw = {"id": "si_1", "thread_id": thread_id, "created_at": datetime.now(), "inputs": inputs}
    return StructuredInputItem.model_validate(raw)


def asking(
    server: SdkServer, *inputs: dict[str, Any], gate: Any = None, error: str | None = None
) -> None:
    """Answer the first message with these questions, and what follows with a word of thanks."""
    from chatkit.errors import CustomStreamError
    from chatkit.types import ThreadItemAddedEvent, ThreadItemDoneEvent

    from tests.support.assistant import assistant_message

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        if item is None or any("si_1" in t.items for t in server.store.threads.values()):
            for event in assistant_message(thread, "Thank you."):
                yield event
            return
        if gate is not None:
            await gate.passed()
        yield ThreadItemAddedEvent(item=item_of(thread.id, *inputs[:1]))
        yield ThreadItemDoneEvent(item=item_of(thread.id, *inputs))
        if error is not None:
            raise CustomStreamError(error)

    server.respond = respond


def recorded(server: SdkServer) -> dict[str, list[str]]:
    """The answers as the server keeps them; skipped questions have none."""
    (thread,) = [t for t in server.store.threads.values() if "si_1" in t.items]
    item: Any = thread.items["si_1"]
    assert item.status != "pending"
    return {question.id: question.answer.values for question in item.inputs}


def focus_is_in_panel(chat: Chat) -> bool:
    focused = chat.app.focused
    return focused is not None and any(isinstance(a, QuestionsPanel) for a in focused.ancestors)


async def ask(chat: Chat, *shown: str) -> None:
    """Say something, and wait for the questions to take the keys."""
    await chat.say("ask me")
    await chat.until(lambda: focus_is_in_panel(chat))
    await chat.shows(*shown)


async def test_a_survey_is_answered_reviewed_changed_and_sent(sdk_server: SdkServer) -> None:
    asking(sdk_server, *SURVEY)
    async with running(sdk_server.url) as chat:
        press = chat.pilot.press
        await ask(chat, "1 of 3 · choose one", "Which tea?", "1 ○ green")
        chat.view.composer.text = "a draft"
        await press("2")
        await chat.shows("2 of 3 · choose any", "2 ☐ b")
        await press("3", "up", "space", "space", "up", "space", *"more", "enter")
        await chat.shows("3 of 3", "Why tea?", "In short.")
        await press("n", "ctrl+j", "y", "enter")
        await chat.shows("Your answers", "Send the answers")
        await press("home", "enter")
        await chat.shows("1 of 3", "2 ● black")
        await press("1")
        await chat.shows("Send the answers")
        assert sdk_server.count("threads.add_structured_input") == 0
        await press("enter")
        await chat.shows("Thank you.", "a draft")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)
        assert chat.view.composer.text == "a draft"
    answers = {"tea": ["green"], "cups": ["a", "c", "more"], "why": ["n\ny"]}
    assert recorded(sdk_server) == answers


async def test_questions_can_be_skipped_and_gone_back_to(sdk_server: SdkServer) -> None:
    asking(sdk_server, *SURVEY)
    async with running(sdk_server.url) as chat:
        press = chat.pilot.press
        await ask(chat, "1 of 3", "Tab skips")
        await press("tab", "tab", "enter")
        await chat.shows("0 of 3 answered", "Skip all of it")
        await press("left", "left")
        await chat.shows("2 of 3")
        await press("shift+tab", "k", "backspace", "backspace", "2", "left")
        await chat.shows("2 ● black", "Del takes it back")
        await press("delete", "tab", "tab", "y", "tab", "enter")
        await chat.shows("Thank you.")
    assert recorded(sdk_server) == {"tea": [], "cups": [], "why": ["y"]}


async def test_a_failed_submission_keeps_the_answers_and_so_does_a_failed_turn(
    sdk_server: SdkServer,
) -> None:
    asking(sdk_server, SURVEY[0], error="Out of breath.")
    async with running(sdk_server.url) as chat:
        await ask(chat, "1 of 1", "Out of breath.")
        sdk_server.authorize = lambda request: JSONResponse({"message": "No."}, status_code=422)
        await chat.pilot.press("2", "enter")
        await chat.shows("No.", "Not sent. Your answers are kept", "black")
        assert focus_is_in_panel(chat)
        sdk_server.authorize = None
        await chat.pilot.press("enter")
        await chat.shows("Thank you.")
    assert recorded(sdk_server) == {"tea": ["black"]}


async def test_answers_survive_another_thread_a_resize_and_new_words(
    sdk_server: SdkServer,
) -> None:
    asking(sdk_server, *SURVEY)
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        await ask(chat, "1 of 3")
        await chat.pilot.press("2", "space", *"own")
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)
        assert "2 of 3" not in chat.screen
        (thread,) = sdk_server.store.threads
        await controller.set_thread_id(thread)
        await chat.shows("2 of 3", "1 ☑ a", "✎ own")
        await chat.pilot.resize_terminal(*SMALL)
        await chat.shows("2 of 3", "1 ☑ a", "✎ own")
        changed = item_of(thread, free("new"), {**SURVEY[1], "question": "How many cups?"})
        sdk_server.store.threads[thread].items["si_1"] = changed
        await controller.fetch_updates()
        await chat.shows("2 of 2", "How many cups?", "1 ☑ a", "✎ own")
        answered = changed.model_copy(update={"status": "skipped"})
        sdk_server.store.threads[thread].items["si_1"] = answered
        await controller.fetch_updates()
        await chat.shows("❯ Message the assistant")


async def test_a_thread_is_opened_with_questions_and_other_keys_go_on_working(
    sdk_server: SdkServer,
) -> None:
    asking(sdk_server, SURVEY[0])
    async with running(sdk_server.url) as chat:
        await ask(chat)
    (thread,) = sdk_server.store.threads
    async with running(sdk_server.url, size=SMALL) as chat:
        controller, press = chat.view.controller, chat.pilot.press
        assert controller is not None
        await controller.set_thread_id(thread)
        await chat.until(lambda: focus_is_in_panel(chat))
        await press("ctrl+r", "ctrl+t", "f3", "pageup")
        assert chat.app.screen is chat.view.screen
        await press("escape")
        await chat.until(lambda: chat.view.transcript.has_focus)
        await press("e")
        await chat.shows("Answer the")
        await chat.shows("i answer")
        await press("q", "i")
        await chat.until(lambda: focus_is_in_panel(chat))
        await press("escape", "escape")
        await chat.until(lambda: focus_is_in_panel(chat))
        await press("z", "ctrl+c")
        await chat.shows("Or an answer of your own")
        await press("up", "ctrl+n")
        await chat.until(lambda: chat.app.focused is chat.view.composer.input)
        assert chat.view.composer.text == ""


async def test_who_is_writing_is_not_taken_to_answer(sdk_server: SdkServer) -> None:
    gate = sdk_server.gate()
    asking(sdk_server, SURVEY[0], gate=gate)
    async with running(sdk_server.url) as chat:
        await chat.say("ask me")
        await chat.until(lambda: not chat.idle)
        await chat.say("queued")
        await chat.pilot.press(*"half")
        gate.open()
        await chat.shows("The assistant has a question", "What you queued waits")
        await chat.pilot.press(*"1 f", "enter")
        await chat.shows("1 of 1", "1 ○ green")
        await chat.pilot.press("1", "enter")
        await chat.until(lambda: sdk_server.user_texts() == ["ask me", "queued"])
        assert chat.view.composer.text == "half"
    assert recorded(sdk_server) == {"tea": ["green"]}


async def test_long_hostile_and_many(sdk_server: SdkServer) -> None:
    question = "\x1b[2J[bold]Long[/bold] " + "word " * 40 + "end"
    options = [f"option {n}" for n in range(1, 200)] + [
        "\x1b]0;x\x07[red]last[/red]" + " wrap" * 20,
    ]
    asking(sdk_server, single("many", *options, question=question))
    async with running(sdk_server.url, size=SMALL) as chat:
        await ask(chat, "␛[2J[bold]Long[/bold]")
        while "end" not in chat.screen:
            await chat.pilot.press("down")
        await chat.pilot.press("end")
        await chat.shows("␛]0;x␇[red]last[/red]")
        await chat.pilot.press("home", *["up"] * 8)
        await chat.shows("␛[2J[bold]Long")
        await chat.pilot.press("end", "enter")
        await chat.shows("Send the answer")
        await chat.pilot.press("enter")
        await chat.shows("Thank you.")
    assert recorded(sdk_server) == {"many": [options[-1]]}


async def test_a_locked_thread_takes_no_answers(sdk_server: SdkServer) -> None:
    from chatkit.types import ActiveStatus, LockedStatus

    from chatkit_tui.errors import CommandRefused

    asking(sdk_server, SURVEY[0])
    async with running(sdk_server.url) as chat:
        controller = chat.view.controller
        assert controller is not None
        await ask(chat, "1 of 1")
        (thread,) = sdk_server.store.threads.values()
        thread.meta.status = LockedStatus(reason="Under review.")
        await controller.fetch_updates()
        await chat.shows("Locked: Under review.")
        await chat.pilot.press("1", "enter")
        with pytest.raises(CommandRefused, match="Under review"):
            await controller.submit_structured_input("si_1", {"tea": ["green"]})
        await chat.pilot.press("escape", "r")
        await chat.until(lambda: chat.screen.count("Under review.") > 1)
        thread.meta.status = ActiveStatus()
        await controller.fetch_updates()
        await chat.shows("1 of 1", "1 ○ green")
        await chat.pilot.press("i", "1", "enter")
        await chat.shows("Thank you.")
