"""The ChatKit server: the SDK's, with our store, our assistants and the tour's actions."""

from __future__ import annotations

import json
import textwrap
from collections.abc import AsyncIterator
from typing import Any, Protocol, cast

from chatkit.actions import Action
from chatkit.errors import CustomStreamError
from chatkit.server import ChatKitServer, NonStreamingResult, StreamingResult
from chatkit.types import (
    ActiveStatus,
    AudioInput,
    ChatKitReq,
    FeedbackKind,
    HiddenContextItem,
    SDKHiddenContextItem,
    SyncCustomActionResponse,
    ThreadMetadata,
    ThreadsDeleteReq,
    ThreadsGetByIdReq,
    ThreadStreamEvent,
    TranscriptionResult,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
)
from pydantic import TypeAdapter

from chatkit_tui.demo.files import FileStore
from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.assistant import TourAssistant

FIRST_PAGE = 20
"""Items that come with a thread, as many as the SDK sends."""

TITLE_LENGTH = 48

_REQUEST: TypeAdapter[ChatKitReq] = TypeAdapter(ChatKitReq)


class Assistant(Protocol):
    """Whoever answers."""

    def respond(
        self, thread: ThreadMetadata, message: UserMessageItem | None
    ) -> AsyncIterator[Event]:
        """Answer `message`; without one, go on after a tool's result or structured input."""
        ...


class DemoServer(ChatKitServer[None]):
    """Serves ChatKit requests; `tour` reacts to widgets whichever assistant answers messages."""

    def __init__(
        self, store: SqliteStore, files: FileStore, assistant: Assistant, tour: TourAssistant
    ) -> None:
        super().__init__(store, files)
        self._sqlite = store
        self._files = files
        self._assistant = assistant
        self._tour = tour

    async def process(
        self, request: str | bytes | bytearray, context: None
    ) -> StreamingResult | NonStreamingResult:
        """As the SDK does, but items of unknown types are sent too, and no file is left behind."""
        match _REQUEST.validate_json(request):
            case ThreadsGetByIdReq(params=params):
                return NonStreamingResult(await self._thread_with_items(params.thread_id))
            case ThreadsDeleteReq(params=params):
                await self._delete_files(params.thread_id)
        return await super().process(request, context)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: None
    ) -> AsyncIterator[ThreadStreamEvent]:
        """The assistant's answer; the first message names the thread."""
        if input_user_message is not None:
            if not isinstance(thread.status, ActiveStatus):
                raise CustomStreamError(thread.status.reason or "This thread takes no messages.")
            thread.title = thread.title or _title(input_user_message)
        async for event in self._assistant.respond(thread, input_user_message):
            yield cast("ThreadStreamEvent", event)

    async def action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: None,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """What happens after a click, as a stream."""
        async for event in self._tour.act(thread, action, sender):
            yield cast("ThreadStreamEvent", event)

    async def sync_action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: None,
    ) -> SyncCustomActionResponse:
        """What happens after a click that only changes its own widget."""
        return await self._tour.act_at_once(thread, action, sender)

    async def add_feedback(
        self, thread_id: str, item_ids: list[str], feedback: FeedbackKind, context: None
    ) -> None:
        """Keep the user's opinion."""
        await self._sqlite.add_feedback(thread_id, item_ids, feedback)

    async def transcribe(self, audio_input: AudioInput, context: None) -> TranscriptionResult:
        """No speech recognition here, and the text says so."""
        size, kind = len(audio_input.data), audio_input.media_type
        return TranscriptionResult(
            text=f"(The demo received {size:,} bytes of {kind} and cannot listen to them.)"
        )

    async def _thread_with_items(self, thread_id: str) -> bytes:
        """A thread and its first items. The SDK's own models refuse items of unknown types."""
        thread = await self.store.load_thread(thread_id, None)
        page = await self.store.load_thread_items(thread_id, None, FIRST_PAGE, "asc", None)
        hidden = (HiddenContextItem, SDKHiddenContextItem)
        page.data = [item for item in page.data if not isinstance(item, hidden)]
        body = json.loads(self._serialize(self._to_thread_response(thread)))
        body["items"] = json.loads(self._serialize(page))
        return json.dumps(body).encode()

    async def _delete_files(self, thread_id: str) -> None:
        for attachment_id in await self._sqlite.thread_attachments(thread_id):
            await self._files.delete_attachment(attachment_id, None)
            await self._sqlite.delete_attachment(attachment_id, None)


def _title(message: UserMessageItem) -> str:
    """The beginning of what the user wrote, cut between words."""
    text = " ".join(
        part.text for part in message.content if isinstance(part, UserMessageTextContent)
    )
    return textwrap.shorten(text, TITLE_LENGTH, placeholder="…") or "New conversation"
