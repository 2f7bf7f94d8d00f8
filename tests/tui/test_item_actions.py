"""What can be done with an item: one key each, pressed in the transcript."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from chatkit_tui.options import ChatKitOptions, CustomApiConfig, ThreadItemActionsOption
from chatkit_tui.tui.code_blocks import CodeBlock, code_blocks
from chatkit_tui.tui.screens.code_blocks import CodeBlocksScreen
from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

BOTH = ThreadItemActionsOption(feedback=True, retry=True)

ONE_BLOCK = "Run **this**:\n\n```sh\nls -l  \n\n\tpwd\n```\n\nand see."
TWO_BLOCKS = (
    "- a list\n\n  ```python\n  def f():\n      return 1\n  ```\n\n"
    "Text\n\n    indented\n      more\n"
)


def answering(server: SdkServer, *answers: str) -> None:
    """Give these answers, one after the other; the last one again and again."""
    from tests.support.assistant import assistant_message

    left = list(answers)

    async def respond(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        text = left.pop(0) if len(left) > 1 else left[0]
        for event in assistant_message(thread, text):
            yield event

    server.respond = respond


@asynccontextmanager
async def standing(
    server: SdkServer, *questions: str, actions: ThreadItemActionsOption = BOTH
) -> AsyncIterator[tuple[Chat, list[tuple[str, str]]]]:
    """A chat in which these were asked and answered, the user on the last answer; the copies."""
    options = ChatKitOptions(api=CustomApiConfig(server.url), thread_item_actions=actions)
    copies: list[tuple[str, str]] = []
    async with running(server.url, options=options) as chat:
        # What becomes of a copy is the clipboard's subject; here it is what is copied.
        chat.view.copy = lambda text, what="": copies.append((text, what))  # type: ignore[method-assign]
        for number, question in enumerate(questions, 1):
            await chat.say(question)
            await chat.until(
                lambda number=number: (  # type: ignore[misc]
                    chat.idle and len(chat.view.transcript.rows) >= 2 * number
                )
            )
        chat.view.transcript.focus()
        await chat.until(lambda: chat.view.transcript.cursor is not None)
        yield chat, copies


async def test_y_copies_the_source_of_the_message(sdk_server: SdkServer) -> None:
    answering(sdk_server, ONE_BLOCK)
    async with standing(sdk_server, "How?") as (chat, copies):
        await chat.pilot.press("y")
        await chat.until(lambda: bool(copies))
        await chat.pilot.press("k", "y")
        await chat.until(lambda: len(copies) == 2)
        assert [text for text, _ in copies] == [ONE_BLOCK, "How?"]


async def test_capital_y_copies_the_turn(sdk_server: SdkServer) -> None:
    answering(sdk_server, "First answer", "Second *answer*")
    async with standing(sdk_server, "One?", "Two?") as (chat, copies):
        await chat.pilot.press("Y")
        await chat.until(lambda: bool(copies))
        await chat.pilot.press("g", "Y")
        await chat.until(lambda: len(copies) == 2)
        turns = ["Two?\n\nSecond *answer*", "One?\n\nFirst answer"]
        assert [text for text, _ in copies] == turns


async def test_c_copies_the_only_code_block_exactly(sdk_server: SdkServer) -> None:
    answering(sdk_server, ONE_BLOCK)
    async with standing(sdk_server, "How?") as (chat, copies):
        await chat.pilot.press("c")
        await chat.until(lambda: bool(copies))
        assert copies == [("ls -l  \n\n\tpwd", "the sh code")]


async def test_c_and_a_digit_copies_one_of_several(sdk_server: SdkServer) -> None:
    answering(sdk_server, TWO_BLOCKS)
    async with standing(sdk_server, "How?") as (chat, copies):
        await chat.pilot.press("c")
        await chat.until(lambda: isinstance(chat.app.screen, CodeBlocksScreen))
        await chat.shows("1 python, 2 lines  def f():", "2 code, 2 lines  indented")
        await chat.pilot.press("2")
        await chat.until(lambda: bool(copies))
        await chat.pilot.press("c")
        await chat.until(lambda: isinstance(chat.app.screen, CodeBlocksScreen))
        await chat.pilot.press("k", "enter")
        await chat.until(lambda: len(copies) == 2)
        assert [text for text, _ in copies] == ["indented\n  more", "def f():\n    return 1"]


async def test_without_code_c_says_so(sdk_server: SdkServer) -> None:
    answering(sdk_server, "Just words")
    async with standing(sdk_server, "How?") as (chat, copies):
        await chat.pilot.press("c")
        await chat.shows("There is no code block in this message.")
        assert copies == []


def test_blocks_are_found_wherever_they_are() -> None:
    source = "> ~~~js\n> 1\n> ~~~\n\n```\nopen\nend"
    assert code_blocks(source) == [CodeBlock("js", "1"), CodeBlock("", "open\nend")]


async def test_w_writes_a_file_and_never_replaces_one_unasked(
    sdk_server: SdkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    answering(sdk_server, "An *answer*")
    async with standing(sdk_server, "How?") as (chat, _):
        await chat.pilot.press("w")
        await chat.until(lambda: isinstance(chat.app.screen, LineScreen))
        assert chat.app.screen.query_one(Input).value.endswith(".md")
        await chat.shows("Enter writes it")
        chat.app.screen.query_one(Input).value = "~/kept.md"
        await chat.pilot.press("enter")
        await chat.shows("Written to")
        kept = tmp_path / "kept.md"
        assert kept.read_text() == "An *answer*\n"
        kept.write_text("precious")
        for answer, content in (("n", "precious"), ("y", "An *answer*\n")):
            await chat.pilot.press("w")
            await chat.until(lambda: isinstance(chat.app.screen, LineScreen))
            chat.app.screen.query_one(Input).value = "kept.md"
            await chat.pilot.press("enter")
            await chat.until(lambda: isinstance(chat.app.screen, ConfirmScreen))
            await chat.pilot.press(answer)
            await chat.until(lambda content=content: kept.read_text() == content)  # type: ignore[misc]


async def test_w_says_why_a_file_cannot_be_written(
    sdk_server: SdkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with standing(sdk_server, "How?") as (chat, _):
        await chat.pilot.press("w")
        await chat.until(lambda: isinstance(chat.app.screen, LineScreen))
        chat.app.screen.query_one(Input).value = "missing/kept.md"
        await chat.pilot.press("enter")
        await chat.shows("missing/kept.md could not be written: No such file")


async def test_r_answers_again_after_asking_what_may_go(sdk_server: SdkServer) -> None:
    answering(sdk_server, "First answer", "Second answer", "Third answer", "Other answer")
    async with standing(sdk_server, "One?", "Two?") as (chat, _):
        await chat.pilot.press("r")
        await chat.shows("Third answer")
        assert "Second answer" not in chat.screen
        await chat.until(lambda: chat.idle)
        await chat.pilot.press("g", "r")
        await chat.shows("removes what follows in the", "thread: 2 items")
        await chat.pilot.press("y")
        await chat.shows("Other answer")
        assert sdk_server.user_texts() == ["One?"]
        assert "Two?" not in chat.screen


async def test_r_and_feedback_only_where_the_chat_offers_them(sdk_server: SdkServer) -> None:
    async with standing(sdk_server, "One?", actions=ThreadItemActionsOption()) as (chat, _):
        await chat.pilot.press("r")
        await chat.shows("does not offer to have")
        await chat.pilot.press("+")
        await chat.shows("does not ask what")
        assert sdk_server.count("threads.retry_after_item") == 0
        assert sdk_server.feedback == []


async def test_r_after_an_error_that_allows_it(sdk_server: SdkServer) -> None:
    from chatkit.errors import CustomStreamError

    from tests.support.assistant import echo

    async def fail(thread: Any, item: Any, context: Any) -> AsyncIterator[Any]:
        raise CustomStreamError("Out of breath.", allow_retry=True)
        yield

    none = ThreadItemActionsOption()
    async with standing(sdk_server, "One?", actions=none) as (chat, _):
        sdk_server.respond = fail
        await chat.pilot.press("i")
        await chat.say("Two?")
        await chat.shows("Out of breath.")
        sdk_server.respond = echo
        chat.view.transcript.focus()
        await chat.pilot.press("G", "r")
        await chat.shows("You said: Two?")


async def test_plus_and_minus_tell_the_server(sdk_server: SdkServer) -> None:
    async with standing(sdk_server, "One?") as (chat, _):
        await chat.pilot.press("+")
        await chat.shows("a good answer")
        await chat.pilot.press("-")
        await chat.shows("a bad answer")
        thread, items, _kind = sdk_server.feedback[0]
        assert [kind for _, _, kind in sdk_server.feedback] == ["positive", "negative"]
        assert set(items) <= set(sdk_server.store.threads[thread].items)
        await chat.pilot.press("k", "+")
        await chat.shows("Only answers can be called")


async def test_e_brings_the_question_back_and_loses_nothing(sdk_server: SdkServer) -> None:
    async with standing(sdk_server, "What is *that*?") as (chat, _):
        chat.view.composer.text = "half a thought"
        await chat.pilot.press("e")
        await chat.until(lambda: chat.view.composer.input.has_focus)
        assert chat.view.composer.text == "What is *that*?"
        await chat.pilot.press("home", "up")
        assert chat.view.composer.text == "half a thought"


async def test_q_quotes_the_message(sdk_server: SdkServer) -> None:
    async with standing(sdk_server, "One?") as (chat, _):
        await chat.pilot.press("q")
        await chat.until(lambda: chat.view.composer.input.has_focus)
        await chat.pilot.press("w", "h", "y", "enter")
        await chat.until(lambda: len(sdk_server.store.user_messages()) == 2)
        assert sdk_server.store.user_messages()[1].quoted_text == "You said: One?"


async def test_letters_typed_into_the_composer_do_nothing_but_stand_there(
    sdk_server: SdkServer,
) -> None:
    async with standing(sdk_server, "One?") as (chat, copies):
        await chat.pilot.press("i")
        await chat.until(lambda: chat.view.composer.input.has_focus)
        await chat.pilot.press(*"yYrw+-o")
        assert chat.view.composer.text == "yYrw+-o"
        assert copies == []
        assert sdk_server.feedback == []
