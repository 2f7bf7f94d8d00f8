"""Playing back what a message brought along: attachments, a quote, tags, options."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from chatkit.types import Attachment, UserMessageItem, UserMessageTagContent

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage


@scene(
    "guide", "echo", "attachment", "repeat", about="Repeats your message with all it brings along"
)
async def echo(stage: Stage) -> AsyncIterator[Event]:
    """Attachments, quoted text, tags and inference options as they arrived."""
    if stage.message is None:
        return
    async for event in stage.say("\n\n".join(_describe(stage.message))):
        yield event


def _describe(message: UserMessageItem) -> list[str]:
    """A paragraph for each thing the message holds."""
    text = "".join(
        f"@{part.text}" if isinstance(part, UserMessageTagContent) else part.text
        for part in message.content
    )
    said = [f"You said:\n\n{_quote(text)}"]
    if message.quoted_text:
        said.append(f"You quoted:\n\n{_quote(message.quoted_text)}")
    for part in message.content:
        if isinstance(part, UserMessageTagContent):
            said.append(f"You tagged:\n\n{_as_code(part.model_dump())}")
    if message.attachments:
        said.append("You attached:\n\n" + "\n".join(map(_attached, message.attachments)))
    options = message.inference_options.model_dump(exclude_none=True)
    if options:
        said.append(f"You asked for:\n\n{_as_code(options)}")
    return said


def _attached(attachment: Attachment) -> str:
    """One line about a file; its size and checksum tell whether it arrived whole."""
    known = attachment.metadata or {}
    size, digest = known.get("size", 0), known.get("sha256", "")
    return f"- `{attachment.name}`, {attachment.mime_type}, {size:,} bytes, SHA-256 `{digest}`"


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines() or [""])


def _as_code(value: object) -> str:
    return f"```json\n{json.dumps(value, indent=2, ensure_ascii=False)}\n```"
