"""What can go wrong with an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.errors import CustomStreamError, ErrorCode, StreamError

from chatkit_tui.demo.opaque import ConnectionCut, Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage


@scene("errors", "error", "retry", about="Fails with the general error; a retry succeeds")
async def error(stage: Stage) -> AsyncIterator[Event]:
    """The error the SDK has a code for, without text of its own."""
    if stage.is_first_try():
        await stage.pause(0.6)
        raise StreamError(ErrorCode.STREAM_ERROR, allow_retry=True)
    async for event in stage.say("The second attempt worked."):
        yield event


@scene("errors", "custom error", "quota", about="Fails with a message, and no retry")
async def custom_error(stage: Stage) -> AsyncIterator[Event]:
    """An error with text of its own."""
    async for event in stage.say("Let me see whether you may ask that."):
        yield event
    raise CustomStreamError("You have no questions left until tomorrow.", allow_retry=False)


@scene("errors", "final error", "fatal", about="Fails with the general error, and no retry")
async def final_error(stage: Stage) -> AsyncIterator[Event]:
    """The coded error when trying again makes no sense."""
    async for event in stage.begin_saying("This will not"):
        yield event
    raise StreamError(ErrorCode.STREAM_ERROR, allow_retry=False)


@scene("errors", "exception", "crash", "bug", about="Crashes while it writes")
async def exception(stage: Stage) -> AsyncIterator[Event]:
    """A bug in the assistant: the SDK turns it into an error, and what was written is lost."""
    async for event in stage.begin_saying("Dividing by nought gives"):
        yield event
    raise ZeroDivisionError("the tour divides by nought on purpose")


@scene("errors", "cut", "disconnect", "break off", about="Drops the connection; a retry succeeds")
async def cut(stage: Stage) -> AsyncIterator[Event]:
    """The connection ends in mid-answer; the server keeps what it has written."""
    if stage.is_first_try():
        async for event in stage.begin_saying(
            "The connection is about to break, in the middle of a"
        ):
            yield event
        raise ConnectionCut
    async for event in stage.say("This time the connection held."):
        yield event
