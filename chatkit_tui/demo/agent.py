"""The agent: a real model behind ChatKit, for those who have one at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from agents import Agent, RunConfig, Runner, RunResultStreaming, set_tracing_disabled
from agents.models.fake_id import FAKE_RESPONSES_ID
from chatkit.agents import AgentContext, stream_agent_response
from chatkit.errors import CustomStreamError
from chatkit.types import (
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    UserMessageItem,
)

from chatkit_tui.demo.agent_input import InputConverter, history
from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.model_server import MODEL_ERRORS, ModelServer
from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.store import SqliteStore

INSTRUCTIONS = """\
You are a helpful assistant in a terminal. Answer briefly and to the point. Use Markdown: short \
paragraphs, lists, fenced code blocks with their language, tables where they help. Write no HTML.
"""


class AgentAssistant:
    """Answers by the model that the environment names; talks to nobody else."""

    def __init__(self, store: SqliteStore, files: FileStore) -> None:
        set_tracing_disabled(True)
        self._store = store
        self._converter = InputConverter(files)
        self._server = ModelServer()

    async def respond(
        self, thread: ThreadMetadata, message: UserMessageItem | None
    ) -> AsyncIterator[Event]:
        """Run the agent on the thread; what goes wrong at the model is told in one sentence."""
        try:
            wanted = message.inference_options.model if message else None
            model = wanted or await self._server.model()
            context = AgentContext[None](thread=thread, store=self._store, request_context=None)
            result = await self._run(thread, model, context)
            answer = stream_agent_response(context, result)
            try:
                async for event in with_own_ids(answer, lambda: context.generate_id("message")):
                    yield event
            finally:
                result.cancel()
        except MODEL_ERRORS as error:
            raise CustomStreamError(self._server.explain(error), allow_retry=True) from error

    async def _run(
        self, thread: ThreadMetadata, model: str, context: AgentContext[None]
    ) -> RunResultStreaming:
        agent = Agent[AgentContext[None]](name="Assistant", instructions=INSTRUCTIONS, model=model)
        return Runner.run_streamed(
            agent,
            await history(self._store, self._converter, thread.id),
            context=context,
            run_config=RunConfig(model_provider=self._server.provider, tracing_disabled=True),
        )


async def with_own_ids(
    events: AsyncIterator[ThreadStreamEvent], new_id: Callable[[], str]
) -> AsyncIterator[ThreadStreamEvent]:
    """The events with an id of its own for each message.

    Models behind Chat Completions give all their messages one placeholder, which would make every
    answer replace the one before.
    """
    current = ""
    async for event in events:
        match event:
            case ThreadItemAddedEvent(item=item) if item.id == FAKE_RESPONSES_ID:
                current = item.id = new_id()
            case ThreadItemUpdatedEvent(item_id=item_id) if item_id == FAKE_RESPONSES_ID:
                event.item_id = current
            case ThreadItemDoneEvent(item=item) if item.id == FAKE_RESPONSES_ID:
                item.id = current or new_id()
        yield event
