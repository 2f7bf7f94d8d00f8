"""Files on their way to each kind of server: whole, unharmed, and with the right headers only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import httpx
import pytest

from chatkit_tui.errors import (
    ChatKitError,
    ConnectError,
    ConnectionLost,
    ProtocolError,
    ServerRejected,
    StorageError,
)
from chatkit_tui.options import CustomApiConfig, DirectUpload, HostedApiConfig, SessionEndpoint
from chatkit_tui.protocol.attachments import ImageAttachment
from chatkit_tui.transport.uploads import CHUNK, FileBody, UploadFile
from tests.support.chat import connected, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse
from tests.support.sdk_server import SdkServer

CREDENTIALS = {"Authorization": "Bearer t", "Cookie": "c=1", "X-App": "1"}

DATA = os.urandom(2 * CHUNK + 17)


def a_file(folder: Path, name: str = "notes.txt", data: bytes = DATA) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_two_phases_to_another_origin(
    sdk_server: SdkServer, tmp_path: Path, method: Literal["PUT", "POST"]
) -> None:
    storage = SdkServer()
    try:
        sdk_server.upload_method = method
        sdk_server.upload_origin = storage.origin
        sdk_server.cookie_identity = True
        api = CustomApiConfig(
            sdk_server.url, headers_builder=lambda: CREDENTIALS, domain_key="domain_pk"
        )
        async with connected(api) as client:
            attachment = await client.upload(a_file(tmp_path))
            await everything(client.create_thread(message("see", attachment.id)))
        (sent,) = storage.requests
        assert storage.store.files == {attachment.id: DATA}
    finally:
        storage.close()
    assert sent.method == method
    names = {name for name, _ in sent.headers}
    assert names == {"host", "x-upload-token", "content-type", "content-length"}
    content_type = sent.header("content-type") or ""
    assert content_type.startswith("text/plain" if method == "PUT" else "multipart/form-data; ")
    (stored,) = sdk_server.store.user_messages()
    assert [each.id for each in stored.attachments] == [attachment.id]


async def test_a_pre_signed_url_at_the_own_server_gets_no_credentials_either(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    sdk_server.cookie_identity = True
    api = CustomApiConfig(sdk_server.url, headers_builder=lambda: {"Authorization": "Bearer t"})
    async with connected(api) as client:
        await client.list_threads()
        await client.upload(a_file(tmp_path))
    names = {name for name, _ in sdk_server.requests[-1].headers}
    assert names == {"host", "x-upload-token", "content-type", "content-length"}


async def test_direct_upload_to_the_own_server_with_credentials(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    api = CustomApiConfig(
        sdk_server.url, headers_builder=lambda: CREDENTIALS, upload_strategy=DirectUpload("/files")
    )
    async with connected(api) as client:
        attachment = await client.upload(a_file(tmp_path, 'a "quoted"\nname ü.png'))
    assert isinstance(attachment, ImageAttachment)
    assert attachment.mime_type == "image/png"
    assert attachment.name == "a %22quoted%22%0Aname ü.png"
    assert sdk_server.store.files == {attachment.id: DATA}
    (request,) = sdk_server.requests
    assert [request.header(name) for name in CREDENTIALS] == list(CREDENTIALS.values())
    assert int(request.header("content-length") or 0) == len(request.body)


async def test_hosted_upload_with_a_secret(sdk_server: SdkServer, tmp_path: Path) -> None:
    session = SessionEndpoint(sdk_server.session_url)
    api = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    async with connected(api) as client:
        await client.list_threads()
        # The file is sent again, whole, after a new secret was fetched.
        sdk_server.secrets.clear()
        attachment = await client.upload(a_file(tmp_path), mime_type="application/pdf")
    assert sdk_server.store.files == {attachment.id: DATA}
    assert attachment.mime_type == "application/pdf"
    assert sdk_server.requests[-1].path == "/v1/chatkit/files"


async def test_attachments_are_registered_and_deleted(sdk_server: SdkServer) -> None:
    async with connected(sdk_server.url) as client:
        attachment = await client.create_attachment("a.bin", 3, "application/x-thing")
        assert attachment.upload_descriptor is not None
        await client.delete_attachment(attachment.id)
    assert sdk_server.store.attachments == {}


@pytest.mark.parametrize(
    ("created", "method"),
    [
        ({"upload_url": "/uploads/atc_1"}, "POST"),
        ({"upload_descriptor": {"url": "/uploads/atc_1", "method": "PUT"}}, "PUT"),
        ({"upload_descriptor": {"url": "uploads/atc_1"}}, "POST"),
    ],
)
async def test_older_and_relative_descriptions_of_the_second_phase(
    sdk_server: SdkServer,
    fault_proxy: FaultProxy,
    tmp_path: Path,
    created: dict[str, object],
    method: str,
) -> None:
    answer = {"id": "atc_1", "name": "n", "mime_type": "text/plain", "type": "file", **created}
    fault_proxy.on("attachments.create", Answer(200, answer))
    fault_proxy.on("/uploads/atc_1", Answer(200, "whatever", "text/plain", forward=True))
    async with connected(fault_proxy.url) as client:
        assert (await client.upload(a_file(tmp_path))).id == "atc_1"
    assert (sdk_server.requests[-1].method, sdk_server.requests[-1].path) == (
        method,
        "/uploads/atc_1",
    )


@pytest.mark.parametrize(("method", "sent"), [("PUT", "image/x-own"), ("POST", "multipart/")])
async def test_the_servers_own_content_type_counts_for_a_bare_body(
    sdk_server: SdkServer, fault_proxy: FaultProxy, tmp_path: Path, method: str, sent: str
) -> None:
    headers = {"content-type": "image/x-own", "Content-Length": "5"}
    descriptor = {"url": "/uploads/atc_1", "method": method, "headers": headers}
    answer = {"id": "atc_1", "mime_type": "image/png", "upload_descriptor": descriptor}
    fault_proxy.on("attachments.create", Answer(200, answer))
    fault_proxy.on("/uploads/atc_1", Answer(200, forward=True))
    async with connected(fault_proxy.url) as client:
        await client.upload(a_file(tmp_path))
    assert (sdk_server.requests[-1].header("content-type") or "").startswith(sent)
    assert len(sdk_server.requests[-1].body) >= len(DATA)


@pytest.mark.parametrize(
    "descriptor",
    [
        None,
        {"url": "", "method": "PUT"},
        {"url": "http://storage.example/x", "method": "PUT"},
        {"url": "file:///etc/passwd", "method": "PUT"},
        {"url": "/x", "method": "PUT", "headers": {"a b": "1"}},
        {"url": "/x", "method": "PUT", "headers": {"X-A": "1\r\nX-B: 2"}},
    ],
)
async def test_a_second_phase_that_cannot_be_is_the_servers_fault(
    fault_proxy: FaultProxy, tmp_path: Path, descriptor: object
) -> None:
    answer = {"id": "a", "mime_type": "text/plain", "type": "file", "upload_descriptor": descriptor}
    fault_proxy.on("attachments.create", Answer(200, answer))
    async with connected(fault_proxy.url) as client:
        with pytest.raises(ProtocolError):
            await client.upload(a_file(tmp_path))
    assert fault_proxy.connections == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(200, {"name": "x"}), ProtocolError),
        (Answer(200, "<html>", "text/html"), ProtocolError),
        (
            Answer(400, {"error": {"code": "type_rejected", "message": "PDF!"}}),
            ServerRejected,
        ),
        (Answer(413, "too big", "text/plain"), ServerRejected),
        (CloseBeforeResponse(), ConnectionLost),
    ],
)
async def test_uploads_that_fail(
    fault_proxy: FaultProxy,
    tmp_path: Path,
    answer: Answer | CloseBeforeResponse,
    kind: type[ChatKitError],
) -> None:
    fault_proxy.on("/files", answer)
    api = CustomApiConfig(fault_proxy.url, upload_strategy=DirectUpload("/files"))
    async with connected(api) as client:
        with pytest.raises(ChatKitError) as caught:
            await client.upload(a_file(tmp_path))
    assert type(caught.value) is kind
    if isinstance(caught.value, ServerRejected) and caught.value.status == 400:
        assert caught.value.code == "type_rejected"


async def test_an_upload_through_a_refused_connection_is_not_sent(
    fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    fault_proxy.refuse()
    api = CustomApiConfig(fault_proxy.url, upload_strategy=DirectUpload("/files"))
    async with connected(api) as client:
        with pytest.raises(ConnectError):
            await client.upload(a_file(tmp_path))


async def test_files_that_cannot_be_read(sdk_server: SdkServer, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with connected(sdk_server.url) as client:
        for path in (tmp_path / "missing", tmp_path, pipe, Path("/dev/null"), Path("x" * 999)):
            with pytest.raises(StorageError):
                await client.upload(path)
    assert sdk_server.requests == []


async def test_a_file_that_shrinks_on_the_way_is_an_error(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    path = a_file(tmp_path)

    def shrink(request: object) -> None:
        path.write_bytes(b"short")

    sdk_server.authorize = shrink
    async with connected(sdk_server.url) as client:
        with pytest.raises(StorageError, match="shorter"):
            await client.upload(path)


async def test_a_file_that_grows_is_sent_as_it_was(tmp_path: Path) -> None:
    path = a_file(tmp_path, data=b"12345")
    file = await UploadFile.of(path, None)
    path.write_bytes(b"1234567890")
    for _ in range(2):
        assert b"".join([chunk async for chunk in FileBody(file)]) == b"12345"


async def test_an_empty_file_is_a_file(sdk_server: SdkServer, tmp_path: Path) -> None:
    async with connected(sdk_server.url) as client:
        attachment = await client.upload(a_file(tmp_path, "empty", b""))
    assert sdk_server.store.files == {attachment.id: b""}
    assert attachment.mime_type == "application/octet-stream"


async def test_a_name_that_is_not_utf8_is_sent_all_the_same(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_bytes(b"x")
    async with connected(sdk_server.url) as client:
        attachment = await client.upload(path)
    assert attachment.name == "\ufffd.txt"


async def test_a_mime_type_cannot_smuggle_headers(tmp_path: Path) -> None:
    file = await UploadFile.of(a_file(tmp_path), "text/plain\r\nX-Evil: 1")
    assert file.mime_type == "application/octet-stream"
    httpx.Headers({"content-type": file.mime_type})
