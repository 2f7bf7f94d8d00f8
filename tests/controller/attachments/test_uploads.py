"""Files on their way while a message is being written: held, failed, tried again, removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from chatkit_tui.controller.attachments.attached import Attached, Stage
from chatkit_tui.controller.attachments.uploads import Uploads
from chatkit_tui.controller.controller import ChatKitController
from chatkit_tui.options import (
    ChatKitOptions,
    ComposerAttachmentOption,
    ComposerOption,
    CustomApiConfig,
)
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.file_sink import file_sink
from tests.support.sdk_server import SdkServer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@asynccontextmanager
async def uploading(url: str, **rules: Any) -> AsyncIterator[Uploads]:
    """Uploads to a server that have not begun: `connect` is called by `started`."""
    files = ComposerAttachmentOption(enabled=True, **rules)
    options = ChatKitOptions(api=CustomApiConfig(url), composer=ComposerOption(attachments=files))
    controller = ChatKitController(options)
    uploads = Uploads()
    uploads.connect(controller)
    try:
        yield uploads
    finally:
        await uploads.aclose()
        await controller.aclose()


def a_file(folder: Path, name: str, data: bytes = b"x") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


async def test_a_file_is_sent_as_what_it_is_and_told_on_its_way(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    async with uploading(sdk_server.url) as uploads:
        told: list[tuple[Stage, int]] = []
        uploads.changes.add(lambda each: told.append((each.stage, each.percent)))
        attached = uploads.add(a_file(tmp_path, "a b\x1b[31m.txt", PNG))
        assert attached.pending
        await uploads.finish()
        assert attached.id is not None
        assert (attached.stage, attached.error) == (Stage.READY, None)
        assert uploads.of_ids([attached.id]) == (attached,)
    stored = sdk_server.store.attachments[attached.id]
    assert (stored.name, stored.mime_type) == ("a b\x1b[31m.txt", "image/png")
    assert told[0] == (Stage.UPLOADING, 0)
    assert told[-1] == (Stage.READY, 100)


async def test_rules_are_kept_before_a_byte_leaves(sdk_server: SdkServer, tmp_path: Path) -> None:
    rules = {
        "max_size": {"image/*": 28, "*": 1},
        "accept": {"image/*": (), "text/plain": (".txt",)},
    }
    async with uploading(sdk_server.url, **rules) as uploads:
        fine = [
            uploads.add(a_file(tmp_path, "limit.png", PNG)),
            uploads.add(a_file(tmp_path, "one.txt")),
            uploads.add(a_file(tmp_path, "none.txt", b"")),
        ]
        wrong = [
            uploads.add(a_file(tmp_path, "over.png", PNG + b"x")),
            uploads.add(a_file(tmp_path, "lie.png", b"<html>")),
            uploads.add(tmp_path / "missing.txt"),
            uploads.add(tmp_path),
        ]
        await uploads.finish()
    assert [each.stage for each in fine] == [Stage.READY] * 3
    assert sorted(sdk_server.store.files.values()) == [b"", b"x", PNG]
    assert [str(each.error) for each in wrong] == [
        "over.png has 29 bytes; a file of the type image/png may have 28 bytes in this chat.",
        "lie.png is of the type text/html; this chat takes images and text/plain (.txt) only.",
        f"{tmp_path / 'missing.txt'} cannot be read: no such file or directory.",
        f"{tmp_path} is not a file that can be sent.",
    ]
    assert sdk_server.count("attachments.create") == 3


async def test_what_is_removed_is_removed_at_the_server(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    async with file_sink() as sink, uploading(sdk_server.url) as uploads:
        ready = uploads.add(a_file(tmp_path, "ready.txt"))
        await uploads.finish()
        sdk_server.upload_origin = sink.origin
        sink.reading.clear()
        coming = uploads.add(a_file(tmp_path, "coming.txt"))
        await sink.begun.wait()
        assert len(sdk_server.store.attachments) == 2
        uploads.remove(ready)
        uploads.remove(coming)
        await sdk_server.until(lambda: not sdk_server.store.attachments)
        await uploads.finish()
    assert (ready.stage, coming.stage) == (Stage.REMOVED, Stage.REMOVED)
    assert uploads.find(ready.key) is None


async def test_what_failed_is_tried_again_and_leaves_nothing(
    sdk_server: SdkServer, fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    async with file_sink() as sink, uploading(fault_proxy.url) as uploads:
        sdk_server.upload_origin = sink.origin
        sink.status = "403 Forbidden"
        attached = uploads.add(a_file(tmp_path, "a.txt"))
        await uploads.finish()
        assert attached.stage is Stage.FAILED
        assert "upload URL was refused (403)" in str(attached.error)
        await sdk_server.until(lambda: not sdk_server.store.attachments)
        sdk_server.upload_origin = None
        uploads.retry(attached)
        await uploads.finish()
        assert (attached.stage, attached.error) == (Stage.READY, None)
        assert [*sdk_server.store.attachments] == [attached.id]
        # That a server cannot delete is nobody's problem but its own.
        fault_proxy.on("attachments.delete", Answer(500, "no", "text/plain"))
        uploads.remove(attached)
        await uploads.finish()


async def test_few_go_at_once_and_all_in_the_end(sdk_server: SdkServer, tmp_path: Path) -> None:
    async with file_sink() as sink, uploading(sdk_server.url) as uploads:
        sdk_server.upload_origin = sink.origin
        sink.reading.clear()
        files = [uploads.add(a_file(tmp_path, f"{number}.txt")) for number in range(7)]
        await sdk_server.until(lambda: sdk_server.count("attachments.create") == 3)
        assert [each.stage for each in files] == [Stage.UPLOADING] * 3 + [Stage.WAITING] * 4
        sink.reading.set()
        await uploads.finish()
        assert {each.stage for each in files} == {Stage.READY}


async def test_files_may_be_added_before_there_is_a_server(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    early = Uploads()
    attached = early.add(a_file(tmp_path, "a.txt"), key="k")
    gone = early.add(a_file(tmp_path, "b.txt"))
    early.remove(gone)
    elsewhere = early.add_uploaded({"id": "atc_9", "name": "n.png", "mime_type": "image/png"})
    assert (elsewhere.stage, early.find("k"), early.find("atc_9")) == (
        Stage.READY,
        attached,
        elsewhere,
    )
    assert early.add_uploaded({"id": "atc_9"}) is elsewhere
    controller = ChatKitController(
        ChatKitOptions(
            api=CustomApiConfig(sdk_server.url),
            composer=ComposerOption(attachments=ComposerAttachmentOption(enabled=True)),
        )
    )
    early.connect(controller)
    await early.finish()
    assert attached.stage is Stage.READY
    await early.aclose()
    await controller.aclose()
    assert len(sdk_server.store.files) == 1


async def test_a_chat_that_takes_no_files_says_so(sdk_server: SdkServer, tmp_path: Path) -> None:
    controller = ChatKitController(ChatKitOptions(api=CustomApiConfig(sdk_server.url)))
    uploads = Uploads()
    uploads.connect(controller)
    attached: Attached = uploads.add(a_file(tmp_path, "a.txt"))
    await uploads.finish()
    assert str(attached.error) == "This chat takes no files."
    await uploads.aclose()
    await controller.aclose()
    assert sdk_server.requests == []
