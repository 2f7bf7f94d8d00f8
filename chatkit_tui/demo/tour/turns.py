"""The course of a turn: what is taken back, replaced, hidden, slow, or cannot be stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    EndOfTurnItem,
    HiddenContextItem,
    ProgressUpdateEvent,
    StreamOptions,
    StreamOptionsEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
)

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

SILENCE = 25.0
"""Seconds the slow answer says nothing: longer than impatient programs wait."""


@scene(
    "threads", "end of turn", "two turns", about="Two turns of the assistant, with an end between"
)
async def end_of_turn(stage: Stage) -> AsyncIterator[Event]:
    """The marker item that separates turns."""
    async for event in stage.say("This is my first turn."):
        yield event
    yield ThreadItemDoneEvent(item=EndOfTurnItem(**stage.head()))
    async for event in stage.say("And this is another one, though you said nothing."):
        yield event
    yield ThreadItemDoneEvent(item=EndOfTurnItem(**stage.head()))


@scene("threads", "hidden", "hidden context", about="Items that are stored and never shown")
async def hidden(stage: Stage) -> AsyncIterator[Event]:
    """Context for the assistant only; pages of items become shorter by it."""
    for number in range(3):
        content = {"note": number, "for": "the assistant"}
        yield ThreadItemDoneEvent(item=HiddenContextItem(**stage.head(), content=content))
    async for event in stage.say("I have made three notes that you cannot see."):
        yield event


@scene("threads", "remove", "take back", about="Says something and takes it back")
async def remove(stage: Stage) -> AsyncIterator[Event]:
    """An item that is removed after it was done, and one before."""
    for text in ("Forget what I am saying here.", "And this."):
        item = AssistantMessageItem(**stage.head(), content=[AssistantMessageContent(text=text)])
        yield ThreadItemDoneEvent(item=item)
        await stage.pause(1)
        yield ThreadItemRemovedEvent(item_id=item.id)
    async for event in stage.say("Something is missing above, on purpose."):
        yield event


@scene("threads", "replace", "change your mind", about="Says something and replaces it")
async def replace_message(stage: Stage) -> AsyncIterator[Event]:
    """A finished item turns into another one in place."""
    draft = AssistantMessageContent(text="The answer is 41.")
    item = AssistantMessageItem(**stage.head(), content=[draft])
    yield ThreadItemDoneEvent(item=item)
    async for event in stage.say("I have to correct myself above."):
        yield event
    final = AssistantMessageContent(text="The answer is **42**.")
    yield ThreadItemReplacedEvent(item=item.model_copy(update={"content": [final]}))


@scene(
    "threads", "no cancel", "cannot stop", "unstoppable", about="An answer that cannot be stopped"
)
async def no_cancel(stage: Stage) -> AsyncIterator[Event]:
    """The stream says that it must not be cancelled."""
    yield StreamOptionsEvent(stream_options=StreamOptions(allow_cancel=False))
    yield ProgressUpdateEvent(icon="bolt", text="Moving money, please do not turn off")
    await stage.pause(6)
    async for event in stage.say("Done. You could not have stopped this."):
        yield event


@scene("errors", "slow", "silence", "wait", about="Says nothing for 25 seconds, then answers")
async def slow(stage: Stage) -> AsyncIterator[Event]:
    """A stream that is alive and silent."""
    await stage.pause(SILENCE)
    async for event in stage.say("Sorry for the silence. The connection was fine all along."):
        yield event
