"""From JSON to models: what a server says, as far as anything can be made of it.

Unknown types and wrong fields never fail; ProtocolError means that nothing can be made of it.
"""

from __future__ import annotations

from typing import Any

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.attachments import (
    ATTACHMENT,
    Attachment,
    FileAttachment,
    ImageAttachment,
    UnknownAttachment,
)
from chatkit_tui.protocol.base import read
from chatkit_tui.protocol.events import THREAD_STREAM_EVENT, ThreadStreamEvent
from chatkit_tui.protocol.items import THREAD_ITEM, ThreadItem
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.protocol.text_delta import text_delta
from chatkit_tui.protocol.threads import ITEM_PAGE, LISTED_PAGE, THREAD_PAGE, Page, Thread
from chatkit_tui.translation import N_, _

__all__ = [
    "decode_attachment",
    "decode_event",
    "decode_item",
    "decode_item_page",
    "decode_listed_page",
    "decode_sync_action",
    "decode_thread",
    "decode_thread_page",
    "decode_transcription",
    "parse_json",
]

_NO_THREADS = N_("The server sent no list of threads where one was due.")
_NO_ITEMS = N_("The server sent no list of items where one was due.")


def decode_event(data: Any) -> ThreadStreamEvent:
    """One event of a stream."""
    if not isinstance(data, dict):
        raise ProtocolError(_("The server sent an event that is not a JSON object."))
    if (delta := text_delta(data)) is not None:
        return delta
    try:
        event: ThreadStreamEvent = THREAD_STREAM_EVENT.read_strictly(data)
    except ValueError as error:
        raise ProtocolError(
            _("The server sent an event that cannot be used: {reason}.").format(reason=error)
        ) from error
    return event


def decode_thread(data: Any) -> Thread:
    """A thread, with the items the server chose to send along."""
    try:
        return read(Thread, data)
    except ValueError as error:
        raise ProtocolError(
            _("The server sent no thread where one was due: {reason}.").format(reason=error)
        ) from error


def decode_item(data: Any) -> ThreadItem:
    """An item of any type."""
    item: ThreadItem = THREAD_ITEM.read(data)
    return item


def decode_thread_page(data: Any) -> Page[Thread]:
    """A page of threads, or a bare list of them; rows without an id are left out."""
    return THREAD_PAGE.read(_page_object(data, _NO_THREADS))


def decode_item_page(data: Any) -> Page[ThreadItem]:
    """A page of items, or a bare list of them."""
    return ITEM_PAGE.read(_page_object(data, _NO_ITEMS))


def decode_listed_page(data: Any) -> Page[ListedItem]:
    """As `decode_item_page`, each item read when it is looked at; `data` is theirs from now on."""
    return LISTED_PAGE.read(_page_object(data, _NO_ITEMS))


def _page_object(data: Any, otherwise: str) -> dict[str, Any]:
    if isinstance(data, list):
        return {"data": data}
    if isinstance(data, dict) and isinstance(data.get("data"), list):
        return data
    raise ProtocolError(_(otherwise))


def decode_attachment(data: Any) -> FileAttachment | ImageAttachment:
    """What the server made of a file: at least an id, and a type or a MIME type."""
    attachment: Attachment = ATTACHMENT.read(data)
    if isinstance(attachment, UnknownAttachment):
        raise ProtocolError(_("The server did not say which attachment it made of the file."))
    return attachment


def decode_sync_action(data: Any) -> ThreadItem | None:
    """The item that a sync action changed, if it changed one."""
    if not isinstance(data, dict):
        raise ProtocolError(_("The server did not answer the action with a JSON object."))
    item = data.get("updated_item")
    return None if item is None else decode_item(item)


def decode_preview(data: Any) -> str:
    """The address of an attachment's preview."""
    url = data.get("url") if isinstance(data, dict) else None
    if not isinstance(url, str) or not url:
        raise ProtocolError(_("The server did not say where the preview is."))
    return url


def decode_transcription(data: Any) -> str:
    """The text that was spoken."""
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise ProtocolError(_("The server did not answer the recording with a text."))
    return text
