"""Operations that are answered by JSON, and what every request tells the server."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from chatkit.actions import Action
from chatkit.types import ChatKitReq, SyncCustomActionResponse, ThreadMetadata, WidgetItem
from pydantic import TypeAdapter

from chatkit_tui.errors import ProtocolError, ServerRejected
from chatkit_tui.options import CustomApiConfig, HostedApiConfig, SessionEndpoint
from chatkit_tui.transport.paging import iter_pages
from tests.support.chat import connected, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import Context, RecordedRequest, SdkServer


async def test_threads_are_listed_read_renamed_and_deleted(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client:
        for text in ("one", "two", "three"):
            await everything(client.create_thread(message(text)))
        page = await client.list_threads(limit=2)
        assert (len(page.data), page.has_more) == (2, True)
        oldest = await client.list_threads(order="asc", limit=1)
        thread_id = oldest.data[0].id
        assert thread_id == next(iter(sdk_server.store.threads))
        renamed = await client.update_thread(thread_id, "Größe")
        assert renamed is not None
        assert renamed.title == (await client.get_thread(thread_id)).title == "Größe"
        await client.delete_thread(thread_id)
        assert thread_id not in sdk_server.store.threads
        with pytest.raises(ServerRejected) as caught:
            await client.get_thread(thread_id)
    assert caught.value.status == 500


async def test_items_come_page_by_page_in_either_order(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client:
        await everything(client.create_thread(message("0")))
        thread_id = next(iter(sdk_server.store.threads))
        for number in range(1, 4):
            await everything(client.add_user_message(thread_id, message(str(number))))
        pages = iter_pages(
            lambda after: client.list_items(thread_id, limit=3, order="asc", after=after)
        )
        forward = [item.id async for page in pages for item in page.data]
        newest = await client.list_items(thread_id, limit=3)
    assert forward == list(sdk_server.store.threads[thread_id].items)
    assert [item.id for item in newest.data] == forward[:-4:-1]


async def test_feedback_dictation_and_sync_actions(sdk_server: SdkServer) -> None:
    async def change(
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: Context,
    ) -> SyncCustomActionResponse:
        assert (action.type, action.payload) == ("count", {"by": 2})
        return SyncCustomActionResponse()

    sdk_server.sync_action = change
    sdk_server.transcribe = lambda audio: f"{audio.media_type} {audio.data.decode()}"
    async with connected(sdk_server.url) as client:
        await everything(client.create_thread(message()))
        thread_id = next(iter(sdk_server.store.threads))
        await client.send_feedback(thread_id, ["msg_1", "msg_2"], "negative")
        action = {"type": "count", "payload": {"by": 2}}
        assert await client.sync_custom_action(thread_id, None, action) is None
        assert await client.transcribe(b"hello", "audio/webm;codecs=opus") == "audio/webm hello"
    assert sdk_server.feedback == [(thread_id, ["msg_1", "msg_2"], "negative")]


async def test_every_request_is_one_the_official_server_knows(sdk_server: SdkServer) -> None:
    await test_feedback_dictation_and_sync_actions(sdk_server)
    adapter: TypeAdapter[Any] = TypeAdapter(ChatKitReq)
    for request in sdk_server.requests:
        adapter.validate_json(request.body, strict=True)


async def test_a_self_hosted_server_is_told_only_what_it_needs(sdk_server: SdkServer) -> None:
    api = CustomApiConfig(sdk_server.url)
    async with connected(api, locale="de_CH.UTF-8") as client:
        await client.list_threads()
        await everything(client.create_thread(message()))
    plain, streaming = sdk_server.requests
    assert names(plain) == {
        "host",
        "connection",
        "user-agent",
        "accept",
        "accept-encoding",
        "accept-language",
        "content-type",
        "content-length",
        "chatkit-frame-instance-id",
    }
    assert names(streaming) == names(plain) | {"cache-control"}
    assert streaming.header("accept") == "text/event-stream"
    assert streaming.header("accept-encoding") == "identity"
    for request in (plain, streaming):
        assert request.header("accept-language") == "de-CH"
        assert request.header("content-type") == "application/json"
    ids = {request.header("chatkit-frame-instance-id") for request in (plain, streaming)}
    assert len(ids) == 1
    assert uuid.UUID(str(ids.pop())).version == 4


async def test_a_hosted_server_is_told_its_secret_and_no_more(sdk_server: SdkServer) -> None:
    session = SessionEndpoint(
        sdk_server.session_url, headers={"X-App": "key"}, body={"workflow": {"id": "wf"}}
    )
    api = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    async with connected(api) as client:
        await client.list_threads()
    asking, listing = sdk_server.requests
    assert asking.json == {"workflow": {"id": "wf"}}
    assert asking.header("x-app") == "key"
    assert listing.path == "/v1/chatkit/conversation"
    assert listing.header("authorization") == f"Bearer {sdk_server.secrets.copy().pop()}"
    assert listing.header("openai-beta") == "chatkit_beta=v1"
    assert {"x-app", "openai-sentinel-token", "x-chatkit-domain-key"}.isdisjoint(names(listing))
    assert listing.header("accept-language") == "en"


def names(request: RecordedRequest) -> set[str]:
    return {name for name, _ in request.headers}


async def test_servers_without_much_to_say_are_understood(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    async with connected(fault_proxy.url) as client:
        for body in ("OK", "", "{}", {"message": "Done"}, {"success": True, "error": None}):
            fault_proxy.on("threads.update", Answer(200, body))
            assert await client.update_thread("thr_1", "T") is None
            fault_proxy.on("threads.delete", Answer(200, body))
            await client.delete_thread("thr_1")
        fault_proxy.on("threads.list", Answer(200, [{"id": 1}, {"id": "b", "title": None}]))
        assert [each.id for each in (await client.list_threads()).data] == ["1", "b"]
        fault_proxy.on("threads.get_by_id", Answer(200, "OK", "text/plain"))
        with pytest.raises(ProtocolError):
            await client.get_thread("thr_1")


async def test_errors_in_disguise_are_errors(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    refusals: list[tuple[object, str | None]] = [
        ({"error": "no"}, None),
        ({"data": None, "error": {"message": "no", "code": "c"}}, "c"),
        ({"success": False, "message": "no"}, None),
        ({"type": "error", "code": "c", "message": "no"}, "c"),
    ]
    async with connected(fault_proxy.url) as client:
        for body, code in refusals:
            fault_proxy.on("threads.delete", Answer(200, body))
            with pytest.raises(ServerRejected, match="refused: no") as caught:
                await client.delete_thread("thr_1")
            assert caught.value.code == code
        fault_proxy.on("threads.create", Answer(200, {"message": "no"}))
        with pytest.raises(ServerRejected, match="refused: no"):
            await everything(client.create_thread(message()))


async def test_a_stream_in_answer_to_a_json_operation_is_read_too(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    async with connected(fault_proxy.url) as client:
        body = ': hi\n\ndata: {"id": "thr_1",\ndata: "title": "T"}\n\ndata: [DONE]\n\n'
        fault_proxy.on("threads.get_by_id", Answer(200, body, "text/event-stream"))
        assert (await client.get_thread("thr_1")).title == "T"
        body = 'data: {"type": "error", "code": "not_found", "message": "No such thread"}\n\n'
        fault_proxy.on("threads.get_by_id", Answer(200, body, "text/event-stream"))
        with pytest.raises(ServerRejected, match="No such thread") as caught:
            await client.get_thread("thr_1")
    assert caught.value.code == "not_found"


async def test_json_in_answer_to_a_streaming_operation_is_read_too(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    created = {"type": "thread.created", "thread": {"id": "thr_1"}}
    notice = {"type": "notice", "level": "info", "message": "m"}
    bodies: list[Any] = [[created, notice], f"{json.dumps(created)}\n{json.dumps(notice)}"]
    async with connected(fault_proxy.url) as client:
        for body in bodies:
            fault_proxy.on("threads.create", Answer(200, body, split_at=(5, 9)))
            messages = await everything(client.create_thread(message()))
            assert [each.event and each.event.type for each in messages] == [
                "thread.created",
                "notice",
            ]
        error = {"type": "error", "code": "custom", "message": "no"}
        fault_proxy.on("threads.create", Answer(200, error))
        (only,) = await everything(client.create_thread(message()))
        assert only.event is not None
        assert only.event.type == "error"
        fault_proxy.on("threads.create", Answer(200, {}))
        with pytest.raises(ProtocolError):
            await everything(client.create_thread(message()))
