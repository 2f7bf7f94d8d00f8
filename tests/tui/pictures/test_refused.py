"""Pictures of a thread in the worst case: refused ones are named and why, and keys stay alive."""

from __future__ import annotations

import zlib
from datetime import datetime
from io import BytesIO
from struct import pack
from typing import TYPE_CHECKING, Any

import pytest
from chatkit.types import (
    ImageAttachment,
    InferenceOptions,
    UserMessageItem,
    UserMessageTextContent,
)
from PIL import Image
from starlette.responses import JSONResponse, RedirectResponse, Response

from chatkit_tui.errors import ChatKitError
from chatkit_tui.settings import Settings
from chatkit_tui.tui.pictures import decoding
from chatkit_tui.tui.pictures.decoding import decoded
from chatkit_tui.tui.pictures.gallery import MOST_WAITING
from chatkit_tui.tui.transcript.page import MOST_PICTURES
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat, running
from tests.tui.pictures.test_half_blocks import picture

if TYPE_CHECKING:
    from tests.support.sdk_server import RecordedRequest, SdkServer


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def bomb() -> bytes:
    """A PNG of a hundred bytes that says it has ten thousand million dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(12_501))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def store(server: SdkServer, thread_id: str, *texts: str) -> None:
    """A thread with one answer for each text."""
    store_thread(server, thread_id, len(texts))
    items: Any = server.store.threads[thread_id].items
    for number, text in enumerate(texts):
        items[f"{thread_id}_{number}"].content[0].text = text


async def show(chat: Chat, thread_id: str) -> None:
    assert chat.view.controller is not None
    await chat.view.controller.set_thread_id(thread_id)


async def test_what_is_no_picture_or_too_much_of_one_is_named(sdk_server: SdkServer) -> None:
    sdk_server.store.files |= {
        "good.png": picture(size=(12, 8), colour=(9, 9, 9)),
        "bomb.png": bomb(),
        "large.png": picture("1", (8_000, 8_000)),
        "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "page.png": b"<html><script>alert(1)</script>",
    }
    names = [*sdk_server.store.files, "moved.png"]
    inner = f"{sdk_server.origin}/files"
    addresses = [f"{inner}/{name}" for name in names] + ["https://spy.example.com/a.png"]
    markdown = "\n\n".join(f"![Picture {n}]({each})" for n, each in enumerate(addresses))
    store(sdk_server, "thr_a", markdown)

    def redirect(request: RecordedRequest) -> Response | None:
        away = request.path.endswith("moved.png")
        return RedirectResponse("http://127.0.0.1:9/admin", 302) if away else None

    sdk_server.authorize = redirect
    async with running(sdk_server.url, size=(130, 40)) as chat:
        await show(chat, "thr_a")
        await chat.shows(
            "[image: Picture 0]\n",
            "▀▀▀▀▀▀▀▀▀▀▀▀\n",
            f"({inner}/bomb.png) [not drawn: it has far too many pixels]",
            f"({inner}/large.png) [not drawn: it has 8,000 × 8,000 pixels]",
            f"({inner}/drawing.svg) [not drawn: it is none of PNG, JPEG, WEBP, GIF]",
            f"({inner}/page.png) [not drawn: it is none of PNG, JPEG, WEBP, GIF]",
            "[not drawn: The server redirects (302)",
            "(https://spy.example.com/a.png) [not drawn: spy.example.com is not the server's own",
        )
        await chat.until(lambda: not chat.view.transcript.drawings.unfinished)
        await chat.pilot.press("a", "b")
        assert chat.view.composer.text == "ab"
    unseen = Settings(images="never")
    sdk_server.requests.clear()
    async with running(sdk_server.url, size=(130, 40), settings=unseen) as chat:
        await show(chat, "thr_a")
        await chat.shows(f"[image: Picture 0] ({inner}/good.png)\n")
    assert not [each for each in sdk_server.requests if each.path.startswith("/files/")]


async def test_attached_images_are_shown_small_and_lazy_ones_are_asked_for(
    sdk_server: SdkServer,
) -> None:
    sdk_server.store.files |= {
        "one.png": picture(size=(100, 80), colour=(1, 2, 3)),
        "two.png": picture(size=(6, 8), colour=(3, 2, 1)),
    }

    def preview(request: RecordedRequest) -> Response | None:
        if request.op != "attachments.get_preview":
            return None
        return JSONResponse({"url": f"{sdk_server.origin}/files/two.png"})

    sdk_server.authorize = preview
    store(sdk_server, "thr_a", "text")
    attached: Any = [
        {"id": "a1", "name": "one.png", "preview_url": f"{sdk_server.origin}/files/one.png"},
        {"id": "a2", "name": "two.png", "preview_url": "lazy"},
    ]
    attached = [
        ImageAttachment.model_construct(type="image", mime_type="image/png", **each)
        for each in attached
    ]
    sdk_server.store.threads["thr_a"].items["u"] = UserMessageItem.model_construct(
        id="u",
        thread_id="thr_a",
        created_at=datetime.now(),
        type="user_message",
        content=[UserMessageTextContent(text="These two")],
        attachments=attached,
        inference_options=InferenceOptions(),
    )
    async with running(sdk_server.url, size=(100, 40)) as chat:
        await show(chat, "thr_a")
        await chat.shows("one.png  image/png", "▀" * 25, "two.png  image/png")
        await chat.shows("\n▎   ▀▀▀▀▀▀\n")
        assert chat.screen.count("▀" * 25) == 10
    asked = next(each for each in sdk_server.requests if each.op == "attachments.get_preview")
    assert asked.json["params"] == {"attachment_id": "a2", "conversation_id": "thr_a"}


async def test_a_thousand_pictures_hold_up_nobody(sdk_server: SdkServer) -> None:
    sdk_server.store.files |= {f"{n}.png": picture(size=(30, 20)) for n in range(1_000)}
    each = [f"Number {n}\n\n![{n}](/files/{n}.png)" for n in range(1_000)]
    store(sdk_server, "thr_a", *each)
    store(
        sdk_server, "thr_b", "\n\n".join(f"Number {n} ![{n}](/files/{n}.png?b)" for n in range(60))
    )

    def fetched(query: str) -> int:
        files = (each for each in sdk_server.requests if each.path.startswith("/files/"))
        return sum(each.query == query for each in files)

    async with running(sdk_server.url) as chat:
        await show(chat, "thr_a")
        await chat.shows("Number 999", "▀" * 30)
        for _ in range(40):
            await chat.pilot.press("pageup")
        await chat.pilot.press("a", "b", "c")
        assert chat.view.composer.text == "abc"
        await chat.until(lambda: "▀" * 30 in chat.screen)
        await chat.until(lambda: not chat.view.transcript.drawings.unfinished)
        # What was passed by on the way need not all have been fetched.
        seen = 60 + MOST_WAITING
        assert fetched("") <= 2 * seen
        await show(chat, "thr_b")
        await chat.shows("[image: 59] (/files/59.png?b)")
        await chat.pilot.press("ctrl+c", "ctrl+home")
        await chat.shows("Number 0", "▀" * 30)
        await chat.until(lambda: not chat.view.transcript.drawings.unfinished)
        assert fetched("b") == MOST_PICTURES


def test_a_decoder_that_is_kept_busy_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    file = BytesIO()
    Image.effect_noise((500, 500), 90).save(file, "JPEG", progressive=True, quality=95)
    monkeypatch.setattr(decoding, "DECODED_WITHIN", 0.0)
    with pytest.raises(ChatKitError, match="not decoded within"):
        decoded(file.getvalue(), lambda width, height: (10, 10))
