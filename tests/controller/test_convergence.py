"""After any stream of the official server, the state is what the server says when asked again."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from chatkit import types as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.controller.reduce_load import agree, load_page
from chatkit_tui.controller.reduce_rows import add_pending, put_item
from chatkit_tui.controller.reduce_turn import begin_retry, end_stream
from chatkit_tui.controller.state import PendingMessage, ThreadState
from chatkit_tui.protocol.decode import decode_item, decode_thread
from chatkit_tui.protocol.items import ClientToolCallItem, StructuredInputItem, UserMessageItem
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.protocol.requests import (
    Action,
    BaseReq,
    ItemsListParams,
    ItemsListReq,
    StructuredInputAnswerSubmission,
    StructuredInputSubmission,
    ThreadAddClientToolOutputParams,
    ThreadAddStructuredInputParams,
    ThreadAddUserMessageParams,
    ThreadCreateParams,
    ThreadCustomActionParams,
    ThreadGetByIdParams,
    ThreadRetryAfterItemParams,
    ThreadsAddClientToolOutputReq,
    ThreadsAddStructuredInputReq,
    ThreadsAddUserMessageReq,
    ThreadsCreateReq,
    ThreadsCustomActionReq,
    ThreadsGetByIdReq,
    ThreadsRetryAfterItemReq,
    UserMessageInput,
)
from tests.support.scripted_server import (
    CALLS,
    FAILURES,
    QUESTIONS,
    STEPS,
    TOOL_RESULTS,
    TURNS,
    Message,
    ScriptedServer,
    Turn,
    Whole,
    Work,
)
from tests.support.thread_mirror import Mirror
from tests.support.wire_strategies import models

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MESSAGES = models(UserMessageInput).map(
    lambda message: message.model_copy(update={"attachments": ()})
)


class Client:
    """A thread on both sides of the wire: the official server's, and ours."""

    def __init__(self) -> None:
        self.server = ScriptedServer()
        self.mirror = Mirror()

    @property
    def state(self) -> ThreadState:
        return self.mirror.state

    @property
    def thread_id(self) -> str:
        assert self.state.thread is not None
        return self.state.thread.id

    async def say(self, message: UserMessageInput, turn: Turn) -> None:
        item = UserMessageItem(id="", content=message.content)
        self.mirror.follow(add_pending(self.state, item, PendingMessage(message)))
        if self.state.thread is None:
            await self.run(ThreadsCreateReq(params=ThreadCreateParams(input=message)), turn)
        else:
            params = ThreadAddUserMessageParams(thread_id=self.thread_id, input=message)
            await self.run(ThreadsAddUserMessageReq(params=params), turn)

    async def retry(self, which: int, turn: Turn) -> None:
        said = [row.item for row in self.state.rows if isinstance(row.item, UserMessageItem)]
        if not said:
            return
        item_id = said[which % len(said)].id
        self.mirror.follow(begin_retry(self.state, item_id))
        params = ThreadRetryAfterItemParams(thread_id=self.thread_id, item_id=item_id)
        await self.run(ThreadsRetryAfterItemReq(params=params), turn)

    async def act(self, turn: Turn) -> None:
        params = ThreadCustomActionParams(thread_id=self.thread_id, action=Action(type="go"))
        await self.run(ThreadsCustomActionReq(params=params), turn)

    async def answer(self, submission: StructuredInputSubmission, turn: Turn) -> None:
        item = self.state.rows[-1].item
        assert isinstance(item, StructuredInputItem)
        params = ThreadAddStructuredInputParams(
            thread_id=self.thread_id, item_id=item.id, input=submission
        )
        await self.run(ThreadsAddStructuredInputReq(params=params), turn)

    async def finish_tool(self, result: Any, turn: Turn) -> None:
        row = self.state.rows[-1]
        assert isinstance(row.item, ClientToolCallItem)
        item = row.item.changed(status="completed", output=result)
        self.mirror.follow(put_item(self.state, row, item))
        params = ThreadAddClientToolOutputParams(thread_id=self.thread_id, result=result)
        await self.run(ThreadsAddClientToolOutputReq(params=params), turn)

    async def run(self, request: BaseReq, turn: Turn) -> None:
        self.server.turn = turn
        self.mirror.feed(*await self.server.stream(request))
        self.mirror.follow(end_stream(self.state))

    async def listed(self) -> list[Any]:
        """The items of the thread as the server has them, through our own reader."""
        return [decode_item(raw) for raw in await self.raw_items()]

    async def raw_items(self) -> list[Any]:
        params = ItemsListParams(thread_id=self.thread_id, limit=10_000, order="asc")
        page = await self.server.ask(ItemsListReq(params=params))
        assert not page["has_more"]
        items: list[Any] = page["data"]
        return items

    async def assert_agreed(self) -> None:
        fresh = ThreadState()
        load_page(fresh, [ListedItem(raw) for raw in await self.raw_items()], older=False)
        assert rows_of(self.state) == rows_of(fresh)
        params = ThreadGetByIdParams(thread_id=self.thread_id)
        stored = decode_thread(await self.server.ask(ThreadsGetByIdReq(params=params)))
        ours = self.state.thread
        assert ours is not None
        assert (ours.id, ours.title, ours.status, ours.allowed_image_domains) == (
            stored.id,
            stored.title,
            stored.status,
            stored.allowed_image_domains,
        )


def rows_of(state: ThreadState) -> list[Any]:
    """The rows as JSON; outputs that are null are not sent by the official server."""
    listed = []
    for row in state.rows:
        assert row.done
        assert row.pending is None
        item = {**row.item.as_json(), "created_at": None}
        listed.append({name: value for name, value in item.items() if value is not None})
    return listed


CONVERGENCE = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True)
def _failures_on_purpose_are_not_logged() -> None:
    logging.getLogger("chatkit").setLevel(logging.CRITICAL)


def submissions(item: sdk.StructuredInputItem) -> st.SearchStrategy[StructuredInputSubmission]:
    """Answers to some of the questions, and to one that was never asked."""
    names = st.sampled_from([*(question.id for question in item.inputs), "zork"])
    answers = st.dictionaries(names, models(StructuredInputAnswerSubmission), max_size=3)
    return st.builds(
        StructuredInputSubmission,
        status=st.sampled_from(["answered", "skipped"]),
        answers=answers,
    )


async def converse(data: st.DataObject) -> None:
    client = Client()
    await client.say(data.draw(MESSAGES), data.draw(TURNS))
    await client.assert_agreed()
    for _ in range(data.draw(st.integers(0, 3))):
        turn = data.draw(TURNS)
        command = data.draw(st.sampled_from(["say", "retry", "act", "answer", "tool"]))
        if command == "say":
            await client.say(data.draw(MESSAGES), turn)
        elif command == "retry":
            await client.retry(data.draw(st.integers(0, 3)), turn)
        elif command == "act":
            await client.act(turn)
        else:
            client_answers = command == "answer"
            asked = data.draw(QUESTIONS if client_answers else CALLS)
            waiting = asked.model_copy(update={"status": "pending"})
            await client.say(data.draw(MESSAGES), Turn([Whole(waiting)]))
            await client.assert_agreed()
            if client_answers:
                await client.answer(data.draw(submissions(waiting)), turn)
            else:
                await client.finish_tool(data.draw(TOOL_RESULTS), turn)
        await client.assert_agreed()
    assert client.state.bad_events == 0


@given(data=st.data())
@CONVERGENCE
def test_the_state_after_a_stream_is_the_state_fetched_anew(data: st.DataObject) -> None:
    asyncio.run(converse(data))


WORDS = st.sampled_from(["Hello", "Hello world", "", "Bye"])
PARTS = st.lists(st.builds(sdk.AssistantMessageContent, text=WORDS), max_size=2)
UNRULY = st.one_of(
    st.builds(
        Message,
        chunks=st.lists(st.tuples(st.integers(0, 1), WORDS), max_size=4),
        annotations=st.just([]),
        parts=st.integers(0, 1),
        begun=st.booleans(),
        rewritten=st.none(),
        finished=st.booleans(),
        item_id=st.none() | st.just("__fake_id__"),
        final=st.none() | PARTS,
    ),
    st.builds(
        Work, tasks=st.just([]), changes=st.just([]), summary=st.none(), finished=st.booleans()
    ),
)
MIXED = st.booleans().flatmap(lambda unruly: UNRULY if unruly else STEPS)


async def quarrel(data: st.DataObject) -> None:
    client = Client()
    turns = st.builds(Turn, st.lists(MIXED, max_size=4), FAILURES)
    for _ in range(data.draw(st.integers(1, 3))):
        await client.say(data.draw(MESSAGES), data.draw(turns))
        if data.draw(st.booleans()):
            client.mirror.follow(agree(client.state, await client.listed()))
            await client.assert_agreed()
    client.mirror.follow(agree(client.state, await client.listed()))
    await client.assert_agreed()


@given(data=st.data())
@CONVERGENCE
def test_after_an_unruly_stream_agreement_puts_things_right(data: st.DataObject) -> None:
    asyncio.run(quarrel(data))
