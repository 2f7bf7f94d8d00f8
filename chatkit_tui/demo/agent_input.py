"""A thread's history as a model reads it."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path

from agents import TResponseInputItem
from chatkit.agents import ThreadItemConverter
from chatkit.types import (
    AssistantMessageItem,
    Attachment,
    GeneratedImageItem,
    HiddenContextItem,
    ImageAttachment,
    ThreadItem,
    UserMessageTagContent,
)
from openai.types.responses import (
    EasyInputMessageParam,
    ResponseInputContentParam,
    ResponseInputFileParam,
    ResponseInputImageParam,
    ResponseInputTextParam,
)

from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.opaque import OpaqueItem
from chatkit_tui.demo.store import SqliteStore

MAX_ITEMS = 60
"""The newest items of a thread that a model is given."""

MAX_TEXT_BYTES = 200_000
"""Text files beyond this are cut: they would not fit into a model's context."""

MAX_BINARY_BYTES = 20_000_000


class InputConverter(ThreadItemConverter):
    """Adds what the SDK leaves to its user: attachments, tags, notes of any shape."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def attachment_to_message_content(
        self, attachment: Attachment
    ) -> ResponseInputContentParam:
        """Images and PDFs as they are, text as text, and of anything else that it is there."""
        path = self._files.path_of(attachment)
        try:
            return await asyncio.to_thread(_read, path, attachment)
        except OSError:
            return _note(attachment, "is no longer there")

    async def tag_to_message_content(self, tag: UserMessageTagContent) -> ResponseInputContentParam:
        """What the client told about the entity."""
        about = json.dumps(tag.data, ensure_ascii=False)
        text = f"Entity {tag.text} (id {tag.id}, group {tag.group}): {about}"
        return ResponseInputTextParam(type="input_text", text=text)

    async def assistant_message_to_input(
        self, item: AssistantMessageItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """As plain text: in the SDK's own form it cannot go through Chat Completions."""
        text = "\n\n".join(part.text for part in item.content)
        return EasyInputMessageParam(type="message", role="assistant", content=text)

    async def hidden_context_to_input(
        self, item: HiddenContextItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """Notes that are no text, as JSON."""
        if isinstance(item.content, str):
            return await super().hidden_context_to_input(item)
        text = json.dumps(item.content, ensure_ascii=False)
        return await super().hidden_context_to_input(item.model_copy(update={"content": text}))

    async def generated_image_to_input(
        self, item: GeneratedImageItem
    ) -> TResponseInputItem | list[TResponseInputItem] | None:
        """Nothing: no model can fetch a picture from this machine."""
        return None


async def history(
    store: SqliteStore, converter: InputConverter, thread_id: str
) -> list[TResponseInputItem]:
    """The newest items of the thread, oldest first."""
    page = await store.load_thread_items(thread_id, None, MAX_ITEMS, "desc", None)
    items: list[ThreadItem] = [item for item in page.data if not isinstance(item, OpaqueItem)]
    return await converter.to_agent_input(items[::-1])


def _read(path: Path, attachment: Attachment) -> ResponseInputContentParam:
    if path.stat().st_size > MAX_BINARY_BYTES:
        return _note(attachment, "is too large to be read")
    data = path.read_bytes()
    url = f"data:{attachment.mime_type};base64," + base64.b64encode(data).decode()
    if isinstance(attachment, ImageAttachment):
        return ResponseInputImageParam(type="input_image", detail="auto", image_url=url)
    if attachment.mime_type == "application/pdf":
        return ResponseInputFileParam(type="input_file", filename=attachment.name, file_data=url)
    try:
        text = data[:MAX_TEXT_BYTES].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(data[:MAX_TEXT_BYTES]) - 3:  # not merely a character cut in half
            return _note(attachment, "is not text")
        text = data[: error.start].decode("utf-8")
    return ResponseInputTextParam(
        type="input_text", text=f'<file name="{attachment.name}">\n{text}\n</file>'
    )


def _note(attachment: Attachment, what: str) -> ResponseInputContentParam:
    text = f"[The attached file {attachment.name} ({attachment.mime_type}) {what}.]"
    return ResponseInputTextParam(type="input_text", text=text)
