"""What a watcher is told of requests, and what it is never told."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from chatkit_tui.errors import ChatKitError
from chatkit_tui.options import ApiConfig, CustomApiConfig, HostedApiConfig, SessionEndpoint
from chatkit_tui.transport.client import ChatKitClient
from chatkit_tui.transport.masking import HIDDEN, KnownSecrets
from chatkit_tui.transport.watching import RequestRecord
from tests.support.chat import QUICK, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse, CutAfterEvents, Fault, Stall
from tests.support.sdk_server import SdkServer


class Told:
    """Notes everything a watcher is told."""

    def __init__(self) -> None:
        self.secrets = KnownSecrets()
        self.begun = asyncio.Event()
        self.sent: list[tuple[RequestRecord, bytes | None]] = []
        self.answered: list[tuple[RequestRecord, bytes | None]] = []

    def began(self, record: RequestRecord, body: bytes | None) -> None:
        self.sent.append((record, body))
        self.begun.set()

    def ended(self, record: RequestRecord, body: bytes | None) -> None:
        self.answered.append((record, body))

    def client(self, api: ApiConfig | str) -> ChatKitClient:
        config = CustomApiConfig(api) if isinstance(api, str) else api
        return ChatKitClient(config, timeouts=QUICK, watcher=self)

    @property
    def last(self) -> RequestRecord:
        assert {record for record, _ in self.sent} == {record for record, _ in self.answered}
        return self.answered[-1][0]


async def test_a_request_and_its_answer_are_told(sdk_server: SdkServer) -> None:
    told = Told()
    client = told.client(sdk_server.url)
    await client.list_threads()
    record = told.last
    await everything(client.create_thread(message("Hello")))
    await client.aclose()
    (_, body), (stream, begun) = told.sent
    assert (record.what, record.method, record.address) == (
        "threads.list",
        "POST",
        sdk_server.url,
    )
    assert json.loads(body or b"")["type"] == "threads.list"
    assert record.sent == len(body or b"")
    assert (record.statuses, record.request_id) == ([200], "req_test")
    assert json.loads(told.answered[0][1] or b"")["data"] == []
    assert record.received == len(told.answered[0][1] or b"")
    assert record.took is not None
    assert record.head_after is not None
    assert "chatkit-frame-instance-id" in record.header_names
    assert b"Hello" in (begun or b"")
    assert told.answered[1][1] is None, "events are told one by one, elsewhere"
    assert stream.received > 300
    assert stream.error is None
    assert not stream.broken_off


@pytest.mark.parametrize(
    ("fault", "statuses", "error"),
    [
        (CloseBeforeResponse(), [], "hung up before"),
        (CutAfterEvents(2), [200], "broke off"),
        (Answer(500, {"error": {"message": "Out of cheese."}}), [500], "Out of cheese."),
        (Answer(401, {}), [401], "sign in"),
        (Answer(200, "<html>", content_type="text/html"), [200], "instead of ChatKit"),
        (Stall(None), [], "no answer in time"),
    ],
)
async def test_every_failure_is_told(
    fault_proxy: FaultProxy, fault: Fault, statuses: list[int], error: str
) -> None:
    fault_proxy.on("threads.create", fault)
    told = Told()
    client = told.client(fault_proxy.url)
    with pytest.raises(ChatKitError):
        await everything(client.create_thread(message()))
    await client.aclose()
    assert told.last.statuses == statuses
    assert error in (told.last.error or "")
    if isinstance(fault, Answer) and fault.status == 500:
        assert b"cheese" in (told.answered[-1][1] or b"")


async def test_what_was_never_sent_and_what_was_stopped(fault_proxy: FaultProxy) -> None:
    told = Told()
    client = told.client(fault_proxy.url)
    fault_proxy.on("threads.list", Stall(None))
    call = asyncio.create_task(client.list_threads())
    await told.begun.wait()
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    assert told.last.broken_off
    fault_proxy.refuse()
    with pytest.raises(ChatKitError):
        await client.list_threads()
    await client.aclose()
    assert told.last.statuses == []
    assert "refused" in (told.last.error or "")


async def test_new_credentials_are_seen_as_two_answers(sdk_server: SdkServer) -> None:
    tokens = iter(["canary-old-token", "canary-new-token"])
    wanted = "Bearer canary-new-token"
    sdk_server.authorize = lambda request: (
        None if request.header("authorization") == wanted else PlainTextResponse("no", 401)
    )
    told = Told()
    api = CustomApiConfig(
        sdk_server.url, headers_builder=lambda: {"Authorization": f"Bearer {next(tokens)}"}
    )
    client = told.client(api)
    await client.list_threads()
    await client.aclose()
    assert told.last.statuses == [401, 200]
    assert "authorization" in told.last.header_names
    assert "canary" not in repr(told.last)
    assert "canary" not in told.secrets.mask("canary-old-token, canary-new-token")


async def test_sessions_and_uploads_have_no_bodies(sdk_server: SdkServer, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("canary-in-a-file")
    told = Told()
    session = SessionEndpoint(sdk_server.session_url, body={"pass": "canary-in-session"})
    client = told.client(HostedApiConfig(session=session, base_url=sdk_server.hosted_url))
    await client.upload(file)
    await client.aclose()
    plain = told.client(sdk_server.url)
    await plain.upload(file)
    await plain.aclose()
    bodies = {record.what: body for record, body in told.sent + told.answered}
    assert set(bodies) == {"session", "upload", "attachments.create"}
    assert bodies["session"] is None
    assert bodies["upload"] is None
    upload = told.last
    assert upload.address == f"{sdk_server.origin}/…", "a signature may stand in a path"
    assert upload.sent == len("canary-in-a-file")
    whole = told.secrets.mask(str([*told.sent, *told.answered]))
    assert "canary" not in whole
    assert "token-" not in whole, "the headers of an upload are credentials"


SECRET = 'ab+c/d="e\\fg12'


@pytest.mark.parametrize(
    "spelled",
    [SECRET, json.dumps(SECRET), "ab\\u002bc\\/d=\\u0022e\\\\fg12", "ab%2Bc%2fd%3D%22e%5Cfg12"],
)
def test_a_secret_is_found_however_it_is_spelled(spelled: str) -> None:
    secrets = KnownSecrets()
    secrets.note(httpx.Headers({"Authorization": f"Bearer {SECRET}"}))
    assert "fg12" not in secrets.mask(f"before {spelled} after")
    assert secrets.mask(f"before {spelled} after").startswith("before ")


def test_words_are_no_secrets() -> None:
    secrets = KnownSecrets()
    secrets.note(httpx.Headers({"X-Team": "blue", "X-Debug": "true", "X-Api-Key": "k3y!"}))
    text = json.dumps({"team": "blue", "on": True, "key": "k3y!", "monk3y!s": 1})
    masked: Any = json.loads(secrets.mask(text))
    assert masked == {"team": "blue", "on": True, "key": HIDDEN, "monk3y!s": 1}


def test_what_is_named_or_looks_like_a_secret_is_masked() -> None:
    text = json.dumps(
        {
            "client_secret": "c4nary",
            "Authorization": "c4nary",
            "said": "use ek_c4nary_12345678",
            "upload_descriptor": {
                "url": "https://store.example/put?sig=c4nary",
                "method": "PUT",
                "headers": {"x-upload": "c4nary"},
            },
            "upload_url": "https://store.example/put?sig=c4nary",
            "url": "https://example.com/?page=2",
        }
    )
    masked = KnownSecrets().mask(text)
    assert "c4nary" not in masked
    assert json.loads(masked)["url"] == "https://example.com/?page=2"
    assert json.loads(masked)["upload_descriptor"]["method"] == "PUT"
