"""The official SDK's server, in this process, answering as a script says.

A script is a list of steps; each streams something and leaves the store as the SDK makes it.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from chatkit import types as sdk
from chatkit.errors import CustomStreamError, ErrorCode, StreamError
from chatkit.server import ChatKitServer, StreamingResult, stream_widget
from chatkit.widgets import Card
from hypothesis import strategies as st

from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.protocol.requests import BaseReq
from tests.support.growing_widgets import widget_versions
from tests.support.memory_store import MemoryStore
from tests.support.wire_strategies import JSON_VALUES, members, models

Events = AsyncIterator[sdk.ThreadStreamEvent]
CONTEXT: Any = SimpleNamespace(user="everyone")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="★"), max_size=5)


@dataclass
class Turn:
    """What the server does in one response: its steps, and how it ends."""

    steps: list[Callable[[ScriptedServer, Any], Events]]
    failure: Callable[[], Exception] | None = None


class ScriptedServer(ChatKitServer[Any]):
    """Plays `turn` for every message, retry, action and tool result."""

    def __init__(self) -> None:
        self.kept = MemoryStore()
        super().__init__(self.kept, self.kept)
        self.turn = Turn([])
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        return f"i{next(self._numbers)}"

    def items(self, thread: Any) -> list[Any]:
        """What the store has of a thread, hidden items left out."""
        return [
            item
            for item in self.kept.threads[thread.id].items.values()
            if not isinstance(item, sdk.HiddenContextItem | sdk.SDKHiddenContextItem)
        ]

    async def respond(self, thread: Any, input_user_message: Any, context: Any) -> Events:
        for step in self.turn.steps:
            async for event in step(self, thread):
                yield event
        if self.turn.failure is not None:
            raise self.turn.failure()

    def action(self, thread: Any, action: Any, sender: Any, context: Any) -> Events:
        return self.respond(thread, None, context)

    async def stream(self, request: BaseReq) -> list[Any]:
        """The events that answer a request, as JSON."""
        result = await self.process(request.to_json(), CONTEXT)
        assert isinstance(result, StreamingResult)
        return [parse_json(chunk.decode().removeprefix("data: ")) async for chunk in result]

    async def ask(self, request: BaseReq) -> Any:
        """The JSON that answers a request."""
        result = await self.process(request.to_json(), CONTEXT)
        assert not isinstance(result, StreamingResult)
        return parse_json(result.json)


# -- steps ---------------------------------------------------------------------------------------


@dataclass
class Whole:
    """An item in one event."""

    item: Any

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        update = {"id": server.new_id(), "thread_id": thread.id}
        yield sdk.ThreadItemDoneEvent(item=self.item.model_copy(update=update))


@dataclass
class Message:
    """An answer, streamed; `rewritten` is what the finished item says instead, if anything."""

    chunks: list[tuple[int, str]]
    annotations: list[tuple[int, int, Any]]
    parts: int
    begun: bool
    rewritten: str | None
    finished: bool = True
    item_id: str | None = None
    final: list[sdk.AssistantMessageContent] | None = None
    """What the finished item has instead of what was streamed."""

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        name = self.item_id or server.new_id()
        new = {"id": name, "thread_id": thread.id, "created_at": "2026-01-01"}
        item = sdk.AssistantMessageItem.model_validate({**new, "content": []})
        if self.begun:
            yield sdk.ThreadItemAddedEvent(item=item.model_copy(deep=True))
        for update in self._updates():
            server._apply_assistant_message_update(item, update.model_copy(deep=True))
            yield sdk.ThreadItemUpdatedEvent(item_id=name, update=update)
        if self.rewritten is not None:
            item.content = [sdk.AssistantMessageContent(text=f"★{self.rewritten}")]
        if self.final is not None:
            item.content = self.final
        if self.finished:
            yield sdk.ThreadItemDoneEvent(item=item)

    def _updates(self) -> list[Any]:
        updates: list[Any] = [
            sdk.AssistantMessageContentPartAdded(
                content_index=index, content=sdk.AssistantMessageContent(text="")
            )
            for index in range(self.parts)
        ]
        updates += [
            sdk.AssistantMessageContentPartTextDelta(content_index=index, delta=words)
            for index, words in self.chunks
        ]
        updates += [
            sdk.AssistantMessageContentPartAnnotationAdded(
                content_index=index, annotation_index=place, annotation=annotation
            )
            for index, place, annotation in self.annotations
        ]
        return updates


@dataclass
class Widget:
    """A widget in several versions, told apart by the SDK itself."""

    versions: list[dict[str, Any]]

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        async def roots() -> Any:
            for version in self.versions:
                yield Card.model_validate(version)

        async for event in stream_widget(thread, roots(), generate_id=lambda _: server.new_id()):
            yield event


@dataclass
class Work:
    """A workflow whose tasks come one by one and change."""

    tasks: list[Any]
    changes: list[tuple[int, Any]]
    summary: Any
    finished: bool = True

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        name = server.new_id()
        new = {"id": name, "thread_id": thread.id, "created_at": "2026-01-01"}
        workflow: dict[str, Any] = {"type": "custom", "tasks": []}
        item = sdk.WorkflowItem.model_validate({**new, "workflow": workflow})
        yield sdk.ThreadItemAddedEvent(item=item.model_copy(deep=True))
        tasks = item.workflow.tasks
        for index, task in enumerate(self.tasks):
            tasks.append(task)
            update: Any = sdk.WorkflowTaskAdded(task_index=index, task=task)
            yield sdk.ThreadItemUpdatedEvent(item_id=name, update=update)
        for index, task in self.changes:
            if index < len(tasks):
                tasks[index] = task
                update = sdk.WorkflowTaskUpdated(task_index=index, task=task)
                yield sdk.ThreadItemUpdatedEvent(item_id=name, update=update)
        item.workflow.summary = self.summary
        if self.finished:
            yield sdk.ThreadItemDoneEvent(item=item)


@dataclass
class Picture:
    """An image that comes nearer."""

    images: list[Any]

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        name = server.new_id()
        new = {"id": name, "thread_id": thread.id, "created_at": "2026-01-01"}
        item = sdk.GeneratedImageItem.model_validate(new)
        yield sdk.ThreadItemAddedEvent(item=item.model_copy(deep=True))
        for image in self.images:
            item.image = image
            yield sdk.ThreadItemUpdatedEvent(
                item_id=name, update=sdk.GeneratedImageUpdated(image=image, progress=0.5)
            )
        yield sdk.ThreadItemDoneEvent(item=item)


@dataclass
class Replace:
    """Any earlier item becomes another one."""

    which: int
    item: Any

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        if items := server.items(thread):
            name = items[self.which % len(items)].id
            update = {"id": name, "thread_id": thread.id}
            yield sdk.ThreadItemReplacedEvent(item=self.item.model_copy(update=update))


@dataclass
class Remove:
    """Any earlier item goes."""

    which: int

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        if items := server.items(thread):
            yield sdk.ThreadItemRemovedEvent(item_id=items[self.which % len(items)].id)


@dataclass
class Retitle:
    """The thread gets other fields; the SDK tells it after the event that follows."""

    fields: dict[str, Any]

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        for name, value in self.fields.items():
            setattr(thread, name, value)
        yield sdk.ProgressUpdateEvent(text="busy")


@dataclass
class Other:
    """An event that is about no item."""

    event: Any

    async def __call__(self, server: ScriptedServer, thread: Any) -> Events:
        yield self.event


# -- scripts -------------------------------------------------------------------------------------

PLACES = st.integers(0, 2)
SETTLED = [cls for cls in members(sdk.ThreadItem) if cls is not sdk.ClientToolCallItem]
CALLS = models(sdk.ClientToolCallItem)
ITEMS = st.one_of(
    *(models(cls) for cls in SETTLED),
    CALLS.map(lambda item: item.model_copy(update={"status": "completed"})),
)
SHOWN_ITEMS = ITEMS.filter(lambda item: "hidden" not in item.type)
ANNOTATIONS = st.lists(st.tuples(PLACES, PLACES, models(sdk.Annotation)), max_size=2)
MESSAGES = st.builds(
    Message,
    chunks=st.lists(st.tuples(PLACES, WORDS), max_size=5),
    annotations=ANNOTATIONS,
    parts=PLACES,
    begun=st.sampled_from([True, True, False]),
    rewritten=st.none() | WORDS,
)
THREAD_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.none() | WORDS,
        "status": st.one_of([models(cls) for cls in members(sdk.ThreadStatus)]),
        "allowed_image_domains": st.none() | st.lists(WORDS, max_size=2),
    },
)
WORK = st.builds(
    Work,
    tasks=st.lists(st.one_of([models(cls) for cls in members(sdk.Task)]), max_size=3),
    changes=st.lists(
        st.tuples(PLACES, st.one_of([models(cls) for cls in members(sdk.Task)])), max_size=2
    ),
    summary=st.none() | models(sdk.DurationSummary) | models(sdk.CustomSummary),
)
STEPS = st.one_of(
    MESSAGES,
    MESSAGES,
    WORK,
    st.builds(Whole, ITEMS),
    st.builds(Widget, st.integers(1, 4).flatmap(lambda count: widget_versions(count=count))),
    st.builds(Picture, st.lists(models(sdk.GeneratedImage), max_size=2)),
    st.builds(Replace, PLACES, SHOWN_ITEMS),
    st.builds(Remove, PLACES),
    st.builds(Retitle, THREAD_FIELDS),
    st.builds(Other, models(sdk.ProgressUpdateEvent) | models(sdk.NoticeEvent)),
    st.builds(Other, models(sdk.ClientEffectEvent)),
)
FAILURES = st.sampled_from(
    [
        None,
        None,
        lambda: CustomStreamError("No more today.", allow_retry=True),
        lambda: StreamError(ErrorCode.STREAM_ERROR),
        lambda: RuntimeError("the script says so"),
    ]
)
TURNS = st.builds(Turn, st.lists(STEPS, min_size=1, max_size=6), FAILURES)
TOOL_RESULTS = JSON_VALUES
QUESTIONS = models(sdk.StructuredInputItem)
