"""The thread itself: its title, and whether it takes messages."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import (
    ActiveStatus,
    ClosedStatus,
    LockedStatus,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    WidgetItem,
)

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import action, node
from chatkit_tui.demo.tour.scenes import on_action, scene
from chatkit_tui.demo.tour.stage import Stage, redraw

LOCK_REASON = "Locked by the tour. Say “unlock” in a new thread to open it again."
CLOSE_REASON = "This conversation is over. Say “unlock” in a new thread to go on."

THREADS_PER_PAGE = 100


@scene("threads", "title", "rename", about="Gives the thread another title")
async def title(stage: Stage) -> AsyncIterator[Event]:
    """The title changes twice while the answer is being written."""
    stage.thread.title = "Thinking of a title…"
    async for event in stage.say("This thread has a better title now."):
        yield event
    stage.thread.title = "A better title"


@scene("threads", "lock", "locked", about="Locks the thread, with a button to unlock it")
async def lock(stage: Stage) -> AsyncIterator[Event]:
    """No messages from here on, for a reason; widgets still work."""
    unlock_button = node("Button", label="Unlock", onClickAction=action("tour.unlock"))
    yield stage.show(node("Card", node("Text", value="This thread is locked."), unlock_button))
    stage.thread.status = LockedStatus(reason=LOCK_REASON)


@scene("threads", "close", "closed", about="Closes the thread")
async def close(stage: Stage) -> AsyncIterator[Event]:
    """The end of a conversation."""
    async for event in stage.say("Goodbye. This thread is closed now."):
        yield event
    stage.thread.status = ClosedStatus(reason=CLOSE_REASON)


@scene("threads", "unlock", "unlock threads", "reopen", about="Opens all locked and closed threads")
async def unlock(stage: Stage) -> AsyncIterator[Event]:
    """The way back, from any other thread."""
    opened = [thread async for thread in _shut_threads(stage)]
    for thread in opened:
        thread.status = ActiveStatus()
        await stage.store.save_thread(thread, None)
    text = (
        f"{len(opened)} threads are open again."
        if len(opened) != 1
        else "One thread is open again."
    )
    async for event in stage.say(text):
        yield event


@on_action("tour.unlock")
async def unlock_here(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The way back from within a locked thread."""
    stage.thread.status = ActiveStatus()
    if sender is not None:
        note = node("Card", node("Text", value="This thread was locked and is open again."))
        yield ThreadItemReplacedEvent(item=redraw(sender, note))


async def _shut_threads(stage: Stage) -> AsyncIterator[ThreadMetadata]:
    """Every thread that takes no messages."""
    after: str | None = None
    while True:
        page = await stage.store.load_threads(THREADS_PER_PAGE, after, "asc", None)
        for thread in page.data:
            if not isinstance(thread.status, ActiveStatus):
                yield thread
        if not page.has_more:
            return
        after = page.after
