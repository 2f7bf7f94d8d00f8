"""Client tools: the assistant asks the program for something and goes on with its answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from chatkit.types import ClientToolCallItem, ThreadItemDoneEvent

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import after_tool, scene
from chatkit_tui.demo.tour.stage import Stage


@scene("tools", "tool", "client tool", "terminal size", about="Asks how large your terminal is")
async def terminal_size(stage: Stage) -> AsyncIterator[Event]:
    """A tool without arguments."""
    async for event in _call(stage, "Let me look at your terminal.", "get_terminal_size", {}):
        yield event


@scene("tools", "open a page", "open url", "browser", about="Asks to open a page in the browser")
async def open_page(stage: Stage) -> AsyncIterator[Event]:
    """A tool that should ask before it does anything."""
    arguments = {"url": "https://github.com/openai/chatkit-python", "reason": "its source"}
    async for event in _call(stage, "I would like to open a page.", "open_url", arguments):
        yield event


@scene("tools", "unknown tool", "make coffee", about="Asks for a tool that no program has")
async def unknown_tool(stage: Stage) -> AsyncIterator[Event]:
    """A tool that can only be refused; the answer must go on all the same."""
    arguments = {"size": "large", "milk": None, "sugar": {"spoons": 1.0}}
    async for event in _call(stage, "One moment, coffee first.", "make_coffee", arguments):
        yield event


@after_tool("get_terminal_size")
async def after_terminal_size(stage: Stage, call: ClientToolCallItem) -> AsyncIterator[Event]:
    """Comment on the size, where there is one."""
    size = call.output if isinstance(call.output, dict) else {}
    columns, rows = size.get("columns"), size.get("rows")
    if columns is None or rows is None:
        text = f"This program does not tell me:\n\n{_as_code(call.output)}"
    else:
        text = f"Your terminal has **{columns} columns** and **{rows} rows**."
    async for event in stage.say(text):
        yield event


async def after_any_tool(stage: Stage, call: ClientToolCallItem) -> AsyncIterator[Event]:
    """Repeat what the tool answered."""
    text = f"The tool `{call.name}` answered:\n\n{_as_code(call.output)}"
    async for event in stage.say(text):
        yield event


async def _call(
    stage: Stage, announcement: str, name: str, arguments: dict[str, Any]
) -> AsyncIterator[Event]:
    """The call is the last item of the stream; its result comes with the next request."""
    async for event in stage.say(announcement):
        yield event
    await stage.pause(0.3)
    head = stage.head("tool_call")
    call = ClientToolCallItem(**head, call_id=f"call_{head['id']}", name=name, arguments=arguments)
    yield ThreadItemDoneEvent(item=call)


def _as_code(output: object) -> str:
    return f"```json\n{json.dumps(output, indent=2, ensure_ascii=False)}\n```\n"
