"""ChatKitClient: one method per operation of the protocol."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import AuthRequired, ConnectionLost
from chatkit_tui.options import ApiConfig, Entity, HostedApiConfig
from chatkit_tui.protocol import requests
from chatkit_tui.protocol.attachments import FileAttachment, ImageAttachment, LazyPreview
from chatkit_tui.protocol.decode import (
    decode_attachment,
    decode_item_page,
    decode_listed_page,
    decode_preview,
    decode_sync_action,
    decode_thread,
    decode_thread_page,
    decode_transcription,
)
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.listed import ListedItem
from chatkit_tui.protocol.requests import (
    Action,
    FeedbackKind,
    Order,
    StructuredInputSubmission,
    UserMessageInput,
)
from chatkit_tui.protocol.threads import Page, Thread
from chatkit_tui.translation import _
from chatkit_tui.transport import entity_search, pictures
from chatkit_tui.transport.answers import json_answer
from chatkit_tui.transport.connection import Call, Connection
from chatkit_tui.transport.event_stream import EventStream
from chatkit_tui.transport.headers import language_tag
from chatkit_tui.transport.policy import checked_url
from chatkit_tui.transport.servers import CustomServer, HostedServer, Server
from chatkit_tui.transport.timeouts import Timeouts
from chatkit_tui.transport.uploads import (
    UNWATCHED,
    UploadFile,
    UploadWatch,
    broken_off,
    form_upload,
    second_phase,
    upload_url_refused,
)
from chatkit_tui.transport.watching import Watcher

if TYPE_CHECKING:
    import httpx

PAGE_SIZE = 50

Attachment = FileAttachment | ImageAttachment
Streaming = AbstractAsyncContextManager[EventStream]


class ChatKitClient:
    """Talks to the server that `api` names; `aclose` it in the end.

    Nothing is read, resolved or connected before the first request. Every method raises what
    `chatkit_tui.errors` describes and nothing else. Requests are never repeated, save for one that
    was refused with 401 (or 403) and has new credentials to show.
    """

    def __init__(
        self,
        api: ApiConfig,
        *,
        locale: str = "en",
        cookie_file: Path | None = None,
        timeouts: Timeouts | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        self._timeouts = timeouts or Timeouts()
        self._connection = Connection(
            language=language_tag(locale), cookie_file=cookie_file, watcher=watcher
        )
        self._server: Server = (
            HostedServer(api, self._connection, self._timeouts)
            if isinstance(api, HostedApiConfig)
            else CustomServer(api, self._connection)
        )
        self._instance_id = str(uuid.uuid4())
        self.uploaded: dict[str, Attachment] = {}
        """What was uploaded from here, by its id."""

    async def aclose(self) -> None:
        """Hang up. Streams that still run are interrupted."""
        await self._connection.aclose()

    async def list_threads(
        self, *, limit: int = PAGE_SIZE, order: Order = "desc", after: str | None = None
    ) -> Page[Thread]:
        """A page of the user's threads, by default the newest first."""
        params = requests.ThreadListParams(limit=limit, order=order, after=after)
        return decode_thread_page(await self._call(requests.ThreadsListReq(params=params)))

    async def get_thread(self, thread_id: str) -> Thread:
        """A thread, with the first items if the server sends them along."""
        params = requests.ThreadGetByIdParams(thread_id=thread_id)
        return decode_thread(await self._call(requests.ThreadsGetByIdReq(params=params)))

    async def list_items(
        self,
        thread_id: str,
        *,
        limit: int = PAGE_SIZE,
        order: Order = "desc",
        after: str | None = None,
    ) -> Page[ThreadItem]:
        """A page of a thread's items, by default the newest first."""
        return decode_item_page(await self._items(thread_id, limit, order, after))

    async def list_unread(
        self, thread_id: str, *, limit: int = PAGE_SIZE, after: str | None = None
    ) -> Page[ListedItem]:
        """The newest items first, each read when it is looked at."""
        return decode_listed_page(await self._items(thread_id, limit, "desc", after))

    async def _items(self, thread_id: str, limit: int, order: Order, after: str | None) -> Any:
        params = requests.ItemsListParams(
            thread_id=thread_id, limit=limit, order=order, after=after
        )
        return await self._call(requests.ItemsListReq(params=params))

    async def update_thread(self, thread_id: str, title: str) -> Thread | None:
        """Give a thread another title; the thread, where the server returns it."""
        params = requests.ThreadUpdateParams(thread_id=thread_id, title=title)
        answer = await self._call(requests.ThreadsUpdateReq(params=params))
        return decode_thread(answer) if isinstance(answer, dict) and "id" in answer else None

    async def delete_thread(self, thread_id: str) -> None:
        params = requests.ThreadDeleteParams(thread_id=thread_id)
        await self._call(requests.ThreadsDeleteReq(params=params))

    async def send_feedback(
        self, thread_id: str, item_ids: Sequence[str], kind: FeedbackKind
    ) -> None:
        params = requests.ItemFeedbackParams(
            thread_id=thread_id, item_ids=tuple(item_ids), kind=kind
        )
        await self._call(requests.ItemsFeedbackReq(params=params))

    async def create_attachment(self, name: str, size: int, mime_type: str) -> Attachment:
        """Register a file of `size` bytes for a two-phase upload."""
        params = requests.AttachmentCreateParams(name=name, size=size, mime_type=mime_type)
        return decode_attachment(await self._call(requests.AttachmentsCreateReq(params=params)))

    async def delete_attachment(self, attachment_id: str) -> None:
        params = requests.AttachmentDeleteParams(attachment_id=attachment_id)
        await self._call(requests.AttachmentsDeleteReq(params=params))

    async def upload(
        self, path: Path, *, mime_type: str | None = None, watch: UploadWatch = UNWATCHED
    ) -> Attachment:
        """Send a file as the server wants it; the type is told by its name if need be."""
        file = (await UploadFile.of(path, mime_type)).told(watch.sent)
        try:
            attachment = await self._upload(file, watch)
        except ConnectionLost as error:
            # Unlike a message, a file may be sent again without a look.
            raise broken_off(error) from error
        self.uploaded[attachment.id] = attachment
        return attachment

    async def _upload(self, file: UploadFile, watch: UploadWatch) -> Attachment:
        url = self._server.upload_url
        if url is None:
            return await self._upload_in_two_phases(file, watch)
        auth = self._server.auth_for(url)
        headers = self._headers() if auth else {}
        timeout = self._timeouts.for_stream()
        call = form_upload(file, url, timeout, headers=headers, auth=auth)
        return decode_attachment(await json_answer(*await self._connection.fetch(call)))

    async def _upload_in_two_phases(self, file: UploadFile, watch: UploadWatch) -> Attachment:
        attachment = await self.create_attachment(file.name, file.size, file.mime_type)
        watch.registered(attachment.id)
        timeout = self._timeouts.for_stream()
        call = second_phase(
            file, attachment, timeout, base=self._server.url, allow_http=self._server.allow_http
        )
        try:
            await self._connection.send(call)
        except AuthRequired as error:
            # What was refused is the URL, which came without anybody's credentials.
            raise upload_url_refused(error) from error
        return attachment

    async def transcribe(self, audio: bytes, mime_type: str) -> str:
        """What is said in `audio`."""

        def request() -> bytes:
            params = requests.InputTranscribeParams(
                audio_base64=base64.b64encode(audio).decode(), mime_type=mime_type
            )
            return requests.InputTranscribeReq(params=params).to_json()

        body = await asyncio.to_thread(request)
        # Long recordings take their time.
        call = self._json_call("input.transcribe", body, self._timeouts.for_stream())
        return decode_transcription(await json_answer(*await self._connection.fetch(call)))

    async def preview_address(self, preview: LazyPreview) -> str:
        """Where the preview of an attachment is."""
        params = requests.AttachmentGetPreviewParams(
            attachment_id=preview.attachment_id, conversation_id=preview.thread_id
        )
        request = requests.AttachmentsGetPreviewReq(params=params)
        return decode_preview(await self._call(request))

    async def fetch_picture(
        self, address: str, *, allowed_domains: Sequence[str] | None = None
    ) -> bytes:
        """The bytes of a picture that an item points to; see `pictures.picture_url` for which."""
        inline = await asyncio.to_thread(pictures.inline_picture, address)
        if inline is not None:
            return inline
        server = self._server
        url = pictures.picture_url(address, api=server.url, allowed_domains=allowed_domains)
        auth = server.auth_for(url)
        headers = {**(self._headers() if auth else {}), "Accept": pictures.ACCEPTED}
        timeout = self._timeouts.for_json()
        call = Call("GET", url, timeout, headers=headers, auth=auth, what="picture")
        return await pictures.fetch_picture(self._connection, call)

    async def search_entities(self, address: str, query: str) -> list[Entity]:
        """The entities that a search address knows for `query`; credentials as for the API."""
        server = self._server
        base = checked_url(
            address, what=_("The entities URL"), allow_http=server.allow_http, base=server.url
        )
        url = entity_search.search_url(base, query)
        auth = server.auth_for(url)
        headers = {**(self._headers() if auth else {}), "Accept": "application/json"}
        timeout = self._timeouts.for_json()
        call = Call("GET", url, timeout, headers=headers, auth=auth, what="entity search")
        return entity_search.read_entities(await json_answer(*await self._connection.fetch(call)))

    async def sync_custom_action(
        self, thread_id: str, item_id: str | None, action: Action | Mapping[str, Any]
    ) -> ThreadItem | None:
        """Run an action; the item it changed, if it changed one."""
        params = requests.ThreadCustomActionParams(
            thread_id=thread_id, item_id=item_id, action=_action(action)
        )
        request = requests.ThreadsSyncCustomActionReq(params=params)
        return decode_sync_action(await self._call(request))

    def create_thread(self, message: UserMessageInput) -> Streaming:
        """Begin a thread with a message."""
        params = requests.ThreadCreateParams(input=message)
        return self._stream(requests.ThreadsCreateReq(params=params))

    def add_user_message(self, thread_id: str, message: UserMessageInput) -> Streaming:
        params = requests.ThreadAddUserMessageParams(thread_id=thread_id, input=message)
        return self._stream(requests.ThreadsAddUserMessageReq(params=params))

    def add_client_tool_output(self, thread_id: str, result: Any) -> Streaming:
        """Answer the pending client tool call; `result` is any JSON value."""
        params = requests.ThreadAddClientToolOutputParams(thread_id=thread_id, result=result)
        return self._stream(requests.ThreadsAddClientToolOutputReq(params=params))

    def add_structured_input(
        self, thread_id: str, item_id: str, answers: StructuredInputSubmission
    ) -> Streaming:
        params = requests.ThreadAddStructuredInputParams(
            thread_id=thread_id, item_id=item_id, input=answers
        )
        return self._stream(requests.ThreadsAddStructuredInputReq(params=params))

    def retry_after_item(self, thread_id: str, item_id: str) -> Streaming:
        """Have the user message `item_id` answered anew; the server drops what follows it."""
        params = requests.ThreadRetryAfterItemParams(thread_id=thread_id, item_id=item_id)
        return self._stream(requests.ThreadsRetryAfterItemReq(params=params))

    def custom_action(
        self, thread_id: str, item_id: str | None, action: Action | Mapping[str, Any]
    ) -> Streaming:
        """Run an action of the widget `item_id`, or one of the program's own."""
        params = requests.ThreadCustomActionParams(
            thread_id=thread_id, item_id=item_id, action=_action(action)
        )
        return self._stream(requests.ThreadsCustomActionReq(params=params))

    async def _call(self, request: requests.BaseReq) -> Any:
        """The JSON that answers a request."""
        call = self._json_call(request.op, request.to_json(), self._timeouts.for_json())
        return await json_answer(*await self._connection.fetch(call))

    def _json_call(self, op: str, body: bytes, timeout: httpx.Timeout) -> Call:
        return Call(
            "POST",
            self._server.url,
            timeout,
            headers={**self._headers(), "Content-Type": "application/json"},
            content=body,
            auth=self._server.auth_for(self._server.url),
            what=op,
            may_be_told=True,
        )

    @asynccontextmanager
    async def _stream(self, request: requests.StreamingBaseReq) -> AsyncIterator[EventStream]:
        """The stream that answers a request; leaving the block hangs up."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
            # Compression would hold events back until a block is full.
            "Accept-Encoding": "identity",
            "Cache-Control": "no-store",
        }
        call = Call(
            "POST",
            self._server.url,
            self._timeouts.for_stream(),
            headers={**self._headers(), **headers},
            content=request.to_json(),
            auth=self._server.auth_for(self._server.url),
            what=request.op,
            may_be_told=True,
        )
        async with self._connection.open(call) as response:
            stream = EventStream(response)
            try:
                yield stream
            finally:
                await stream.aclose()

    def _headers(self) -> dict[str, str]:
        return {"chatkit-frame-instance-id": self._instance_id, **self._server.headers}


def _action(action: Action | Mapping[str, Any]) -> Action:
    """What of an action goes over the wire: its type and its payload."""
    if isinstance(action, Action):
        return action
    return Action(**{key: action[key] for key in ("type", "payload") if key in action})
