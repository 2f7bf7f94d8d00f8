"""Uploads on long and bad ways: large, cut, refused, late, redirected, of files that change."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from chatkit_tui.errors import ChatKitError, ConnectionLost, ServerRejected, StorageError
from chatkit_tui.options import CustomApiConfig, DirectUpload
from chatkit_tui.transport.client import ChatKitClient
from chatkit_tui.transport.uploads import CHUNK, UploadWatch
from tests.support.chat import connected
from tests.support.file_sink import FileSink, file_sink
from tests.support.sdk_server import SdkServer

MEBIBYTE = 2**20


def sparse(folder: Path, size: int) -> Path:
    path = folder / "large.bin"
    with path.open("wb") as file:
        file.truncate(size)
    return path


def direct(sink: FileSink) -> CustomApiConfig:
    return CustomApiConfig(
        f"{sink.origin}/chatkit",
        headers_builder=lambda: {"Authorization": "Bearer t"},
        upload_strategy=DirectUpload("/files"),
    )


def resident() -> int:
    """Bytes of memory of this process."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
async def test_half_a_gigabyte_takes_no_memory(tmp_path: Path) -> None:
    size = 500 * MEBIBYTE
    seen: list[int] = []
    peak = 0

    def sent(count: int) -> None:
        nonlocal peak
        seen.append(count)
        peak = max(peak, resident())

    async with file_sink() as sink, connected(direct(sink)) as client:
        await client.upload(sparse(tmp_path, CHUNK))
        idle = resident()
        await client.upload(sparse(tmp_path, size), watch=UploadWatch(sent=sent))
    assert sink.received[-1] > size
    assert seen[-1] == size
    assert seen == sorted(seen)
    assert peak - idle <= 30 * MEBIBYTE


async def test_a_server_that_hangs_up_at_half(tmp_path: Path) -> None:
    async with file_sink() as sink, connected(direct(sink)) as client:
        sink.stop_after, sink.hang_up = 4 * MEBIBYTE, True
        with pytest.raises(
            ConnectionLost, match="broke off; try again, unless the file is too large"
        ):
            await client.upload(sparse(tmp_path, 8 * MEBIBYTE))
        sink.stop_after, sink.hang_up = None, False
        assert (await client.upload(tmp_path / "large.bin")).id == "atc_sink"
    assert 4 * MEBIBYTE <= sink.received[0] < 8 * MEBIBYTE


async def test_a_refusal_before_the_whole_file_is_heard(tmp_path: Path) -> None:
    async with file_sink() as sink, connected(direct(sink)) as client:
        sink.status, sink.stop_after = "413 Content Too Large", CHUNK
        sink.body = b'{"message": "100 MB at most"}'
        with pytest.raises(ServerRejected, match=r"413.*100 MB at most"):
            await client.upload(sparse(tmp_path, 64 * MEBIBYTE))
    assert sink.received[0] < 64 * MEBIBYTE


async def two_phases(server: SdkServer, sink: FileSink, path: Path) -> ChatKitError:
    """What becomes of an upload whose second phase goes to `sink`."""
    server.upload_origin = sink.origin
    api = CustomApiConfig(server.url, headers_builder=lambda: {"Authorization": "Bearer t"})
    async with connected(api) as client:
        with pytest.raises(ChatKitError) as caught:
            await client.upload(path)
    return caught.value


async def test_an_upload_url_that_has_expired_is_no_reason_to_sign_in(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    async with file_sink() as sink:
        sink.status, sink.body = "403 Forbidden", b"<Error><Code>AccessDenied</Code></Error>"
        error = await two_phases(sdk_server, sink, sparse(tmp_path, 3))
    assert isinstance(error, ServerRejected)
    assert error.message == (
        "The server's upload URL was refused (403), as one is that has expired; try again."
    )
    assert "authorization" not in sink.heads[0].lower()


@pytest.mark.parametrize("strategy", ["direct", "two phases"])
async def test_a_redirect_to_another_origin_gets_nothing(
    sdk_server: SdkServer, tmp_path: Path, strategy: str
) -> None:
    path = sparse(tmp_path, 3)
    async with file_sink() as sink, file_sink() as elsewhere:
        sink.status, sink.location = "307 Temporary Redirect", f"{elsewhere.origin}/take"
        if strategy == "direct":
            async with connected(direct(sink)) as client:
                with pytest.raises(ServerRejected, match=elsewhere.origin):
                    await client.upload(path)
        else:
            error = await two_phases(sdk_server, sink, path)
            assert elsewhere.origin in error.message
    assert elsewhere.heads == []


async def while_it_is_sent(
    client: ChatKitClient, sink: FileSink, path: Path
) -> asyncio.Task[object]:
    """An upload whose file is open, and of which the server has read nothing yet."""
    sink.reading.clear()
    under_way = asyncio.Event()
    watch = UploadWatch(sent=lambda count: under_way.set() if count else None)
    upload: asyncio.Task[object] = asyncio.create_task(client.upload(path, watch=watch))
    await under_way.wait()
    await sink.begun.wait()
    return upload


@pytest.mark.parametrize("how", ["rewritten", "replaced", "shorter", "gone", "longer"])
async def test_a_file_that_changes_while_it_is_sent(tmp_path: Path, how: str) -> None:
    size = 32 * MEBIBYTE
    path = sparse(tmp_path, size)
    os.utime(path, (1, 1))
    async with file_sink() as sink, connected(direct(sink)) as client:
        upload = await while_it_is_sent(client, sink, path)
        match how:
            case "rewritten":
                with path.open("r+b") as file:
                    file.write(b"new")
            case "replaced":
                other = tmp_path / "other"
                other.write_bytes(b"new")
                os.replace(other, path)
            case "shorter":
                os.truncate(path, 5)
            case "gone":
                path.unlink()
            case "longer":
                os.truncate(path, size + 1)
        sink.reading.set()
        if how in ("rewritten", "shorter"):
            with pytest.raises(StorageError, match=r"large\.bin (changed|became shorter) while"):
                await upload
            assert sink.received[0] < size
        else:
            # What was opened is there until it is closed.
            await upload
            assert sink.received[0] > size


async def test_a_cancelled_upload_ends_at_once(tmp_path: Path) -> None:
    async with file_sink() as sink, connected(direct(sink)) as client:
        upload = await while_it_is_sent(client, sink, sparse(tmp_path, 32 * MEBIBYTE))
        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload
        sink.reading.set()
    assert sink.received[0] < 32 * MEBIBYTE
