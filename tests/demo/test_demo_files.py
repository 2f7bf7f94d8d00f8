"""Attachments: what is uploaded arrives, is private, and goes away with its thread."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.database import Database
from chatkit_tui.demo.files import FileStore, sniff_image
from chatkit_tui.demo.http_errors import ANSWERED_ERRORS, respond_to
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.pictures import draw_picture
from chatkit_tui.demo.uploads import receive_file
from tests.support.demo_client import DemoClient, Json, demo_client


@pytest.fixture(scope="module")
def png() -> bytes:
    drawn = asyncio.run(draw_picture("badge"))
    assert drawn is not None
    return drawn


def test_a_file_arrives_whole_and_is_described_in_the_answer(demo: DemoClient) -> None:
    data = bytes(range(256)) * 9000
    attachment = demo.upload("report.bin", data, "application/octet-stream").json()
    assert set(attachment) == {"id", "name", "mime_type", "type"}
    assert attachment["type"] == "file"
    turn = demo.create("", content=[], attachments=[attachment["id"]])
    assert turn.item("user_message")["attachments"][0]["id"] == attachment["id"]
    assert "metadata" not in turn.item("user_message")["attachments"][0]
    digest = hashlib.sha256(data).hexdigest()
    assert (
        f"`report.bin`, application/octet-stream, 2,304,000 bytes, SHA-256 `{digest}`" in turn.text
    )


def test_an_image_has_a_preview_that_needs_no_secret(demo: DemoClient, png: bytes) -> None:
    attachment = demo.upload("ring.txt", png, "text/plain").json()
    assert (attachment["type"], attachment["mime_type"]) == ("image", "image/png")
    assert attachment["preview_url"].startswith(demo.info.base_url)
    assert demo.secret not in attachment["preview_url"]
    preview = httpx.get(attachment["preview_url"], trust_env=False)
    assert preview.content == png
    assert preview.headers["content-type"] == "image/png"
    assert preview.headers["x-content-type-options"] == "nosniff"
    guessed = attachment["preview_url"][:-1] + "!"
    assert httpx.get(guessed, trust_env=False).status_code == 404
    other_launch = f"{demo.info.base_url}/public/guess/attachments/x"
    assert httpx.get(other_launch, trust_env=False).status_code == 404


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..\\..\\boot.ini", "/", ".."])
def test_names_are_never_paths(demo: DemoClient, name: str) -> None:
    attachment = demo.upload(name, b"hello").json()
    assert "/" not in attachment["name"]
    assert "\\" not in attachment["name"]
    assert "5 bytes" in demo.create("", content=[], attachments=[attachment["id"]]).text


def test_a_deleted_attachment_is_gone(demo: DemoClient, png: bytes) -> None:
    attachment = demo.upload("ring.png", png, "image/png").json()
    assert demo.call("attachments.delete", attachment_id=attachment["id"]) == {}
    assert httpx.get(attachment["preview_url"], trust_env=False).status_code == 404
    again = demo.send("attachments.delete", attachment_id=attachment["id"])
    assert again.status_code == 404
    turn = demo.create("hello", attachments=[attachment["id"]])
    assert turn.broken


def test_an_upload_needs_a_file(demo: DemoClient) -> None:
    headers = {"authorization": f"Bearer {demo.secret}"}
    for answer in (
        demo.http.post("/v1/chatkit/files", headers=headers, data={"file": "text"}),
        demo.http.post("/v1/chatkit/files", headers=headers, files={"other": b"x"}),
        demo.http.post("/v1/chatkit/files", headers=headers, content=b"--x"),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "missing_file"


async def test_an_upload_may_not_be_larger_than_allowed(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n'
        while True:
            yield b"x" * 65536

    addresses = Addresses("http://127.0.0.1:1")
    database = Database.open(tmp_path / "db.sqlite3")
    files = FileStore(tmp_path / "files", SqliteStore(database, addresses), addresses)

    async def receive(request: Request) -> Response:
        return Response(await receive_file(request, files, 1_000_000))

    app = Starlette(
        routes=[Route("/", receive, methods=["POST"])],
        exception_handlers=dict.fromkeys(ANSWERED_ERRORS, respond_to),
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://demo") as client:
        fits = await client.post("/", files={"file": ("f", b"x" * 999_000)})
        headers = {"content-type": "multipart/form-data; boundary=b"}
        answer = await client.post("/", content=endless(), headers=headers)
    database.close()
    assert fits.status_code == 200
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "file_too_large"
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_everything_is_kept_over_a_restart_and_is_private(tmp_path: Path, png: bytes) -> None:
    data_dir = tmp_path / "data"
    with demo_client(data_dir) as client:
        image = client.upload("ring.png", png, "image/png").json()
        turn = client.create("image domains", attachments=[image["id"]])
        thread_id = turn.thread_id
        client.create("picture")
        assert turn.items == client.items(thread_id)
        ids = [turn.items[-1]["id"]]
        client.call("items.feedback", thread_id=thread_id, item_ids=ids, kind="negative")
        before = _snapshot(client, thread_id)
        old_base = client.info.base_url
    assert _rows(data_dir) == {"attachments": 1, "feedback": 1}
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    with demo_client(data_dir) as client:
        after = _snapshot(client, thread_id)
        assert client.info.base_url != old_base
        assert old_base not in str(after)
        attached = after["items"][0]["attachments"][0]
        assert httpx.get(attached["preview_url"], trust_env=False).content == png
        shown = after["items"][1]["content"][0]["text"].split("](")[1].split(")")[0]
        assert httpx.get(shown, trust_env=False).headers["content-type"] == "image/png"
        assert _without_urls(before) == _without_urls(after)
        assert client.say(thread_id, "hello").text.startswith("Hello!")
        stored = data_dir / "files" / image["id"]
        assert stored.read_bytes() == png
        client.call("threads.delete", thread_id=thread_id)
        assert not stored.exists()
    assert _rows(data_dir) == {"attachments": 0, "feedback": 0}


@pytest.mark.parametrize(
    ("head", "mime_type"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt", None),
        (b"<svg xmlns=", None),
        (b"", None),
    ],
)
def test_images_are_known_by_their_first_bytes(head: bytes, mime_type: str | None) -> None:
    assert sniff_image(head) == mime_type


def _rows(data_dir: Path) -> dict[str, int]:
    """How much the database holds of what no request can ask for."""
    with sqlite3.connect(data_dir / "conversations.sqlite3") as database:
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("attachments", "feedback")
        }
    database.close()
    return counts


def _snapshot(client: DemoClient, thread_id: str) -> Json:
    threads = client.call("threads.list", limit=10, order="desc")
    return {"threads": threads, "items": client.items(thread_id)}


def _without_urls(value: Json) -> str:
    """The snapshot without the parts that a restart changes: the port and the token in paths."""
    return re.sub(r"http://127\.0\.0\.1:\d+/public/[^/]+", "", str(value))
