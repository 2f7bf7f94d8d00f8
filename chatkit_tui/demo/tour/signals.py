"""Signals beside the conversation: progress, notices, effects."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import ClientEffectEvent, NoticeEvent, ProgressUpdateEvent

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage


@scene("signals", "progress", "loading", about="Progress updates with icons, then an answer")
async def progress(stage: Stage) -> AsyncIterator[Event]:
    """What the assistant is doing, said while it does it."""
    for event in (
        ProgressUpdateEvent(icon="search", text="Searching the archive"),
        ProgressUpdateEvent(icon="book-open", text="Reading 14 documents"),
        ProgressUpdateEvent(text="Thinking, without an icon"),
        ProgressUpdateEvent(icon="lucide:anchor", text="Dropping anchor"),
        ProgressUpdateEvent(icon="write", text="Writing the answer"),
    ):
        yield event
        await stage.pause(1.2)
    async for said in stage.say("There. The progress lines are gone now."):
        yield said


@scene("signals", "notices", "notice", "warning", about="Notices of three levels, with Markdown")
async def notices(stage: Stage) -> AsyncIterator[Event]:
    """Information, a warning and a danger."""
    limit = "You have used **80 %** of your messages. [See plans](https://example.com/plans)"
    for event in (
        NoticeEvent(level="info", message="The archive was updated *this morning*."),
        NoticeEvent(level="warning", title="Nearly there", message=limit),
        NoticeEvent(level="danger", title="Read-only", message="Nothing is saved: `disk full`."),
    ):
        yield event
        await stage.pause(1)
    async for said in stage.say("Three notices, none of them true."):
        yield said


@scene("signals", "effect", "client effect", about="An effect for the program to act on")
async def effect(stage: Stage) -> AsyncIterator[Event]:
    """Effects go to the program, not to the screen."""
    yield ClientEffectEvent(name="tour.highlight", data={"target": "composer", "seconds": 2})
    async for event in stage.say("I sent the effect `tour.highlight`; programs may ignore it."):
        yield event
