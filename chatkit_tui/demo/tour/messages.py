"""Assistant messages: Markdown in its forms, and the ways in which a message can arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import AssistantMessageContent, AssistantMessageItem, ThreadItemDoneEvent

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour import markdown_texts as texts
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

LONG_CHAPTERS = 40


@scene("messages", "markdown", "messages", about="A long answer with all of Markdown")
async def markdown(stage: Stage) -> AsyncIterator[Event]:
    """Headings, lists, tables, code, quotes and links in one message."""
    async for event in stage.say(texts.MARKDOWN):
        yield event


@scene("messages", "tables", "table", about="Tables, narrow and too wide")
async def tables(stage: Stage) -> AsyncIterator[Event]:
    """Markdown tables."""
    async for event in stage.say(texts.TABLES):
        yield event


@scene("messages", "code", "code blocks", about="Code in several languages")
async def code(stage: Stage) -> AsyncIterator[Event]:
    """Fenced and indented code."""
    async for event in stage.say(texts.CODE):
        yield event


@scene("messages", "lists", "nested lists", "task list", about="Nested lists and a task list")
async def lists(stage: Stage) -> AsyncIterator[Event]:
    """Bullets, numbers, boxes."""
    async for event in stage.say(texts.LISTS):
        yield event


@scene("messages", "links", "quotes", "link", about="Quotes, and links good and bad")
async def links(stage: Stage) -> AsyncIterator[Event]:
    """Block quotes, links and emphasis."""
    async for event in stage.say(texts.LINKS):
        yield event


@scene("messages", "unicode", "emoji", "characters", about="Wide, joined and right-to-left text")
async def unicode(stage: Stage) -> AsyncIterator[Event]:
    """Characters whose width is hard to tell."""
    async for event in stage.say(texts.UNICODE):
        yield event


@scene("messages", "hostile", "escape sequences", about="Text that tries to control the terminal")
async def hostile(stage: Stage) -> AsyncIterator[Event]:
    """Escape sequences, bidi overrides, markup."""
    async for event in stage.say(texts.HOSTILE):
        yield event


@scene("messages", "long answer", "long", about="Forty chapters, to scroll in")
async def long_answer(stage: Stage) -> AsyncIterator[Event]:
    """More than fits on any screen."""
    chapter = (
        "## Chapter {0}\n\nIt was a dark and stormy night, number {0}; the rain fell in torrents.\n"
    )
    async for event in stage.say("\n".join(map(chapter.format, range(1, LONG_CHAPTERS + 1)))):
        yield event


@scene("messages", "parts", "two parts", about="One message in three parts")
async def parts(stage: Stage) -> AsyncIterator[Event]:
    """Several content parts in one item."""
    said = ("**One.** This is the first part.", "**Two.** Another part.", "**Three.** The last.")
    async for event in stage.say_parts([AssistantMessageContent(text=text) for text in said]):
        yield event


@scene("messages", "at once", "whole message", about="An answer that is not streamed")
async def whole_message(stage: Stage) -> AsyncIterator[Event]:
    """A message that is only ever done."""
    await stage.pause(1)
    part = AssistantMessageContent(text="This message came in one piece, without any deltas.")
    yield ThreadItemDoneEvent(item=AssistantMessageItem(**stage.head(), content=[part]))
