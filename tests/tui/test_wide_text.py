"""Texts of every script and shape, in every place: rows as wide as the screen, nothing blank."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.find.bar import FindInput
from chatkit_tui.tui.inspector.screen import InspectorScreen
from chatkit_tui.tui.links import open_links
from chatkit_tui.tui.screens.links import LinksScreen
from tests.controller.stored import store_thread
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer

SMALL = (40, 12)
TABLE = f"|{'|'.join(f' 列{n} ' for n in range(200))}|\n|{'---|' * 200}\n|{' 値 |' * 200}"
NESTED = "\n".join(f"{'  ' * depth}- {'> ' * (depth % 3)}deep{depth}" for depth in range(60))
TEXTS = {
    "日本": "日本語のテキスト、한국어도 中文也 👩‍👩‍👧‍👦👍🏽🇩🇪❤️1️⃣ﾊﾝｶｸ",
    "ภาษ": "ภาษาไทยน้ำ हिन्दी क्षत्रिय e\u0301\u0323o\u0308\u0302 Z\u0351\u036b\u0343a\u0334lgo"
    " שלום עולם مرحبا بالعالم \u202eabc\u202c \u2066x\u2069 a\u200bb\ufeffc\u00adé",
    "字Wo": "字Wo" + "rd語" * 3_333,
    "deep": f"deep\n\n{NESTED}\n\n{TABLE}",
}


def stored(server: SdkServer, number: int, text: str) -> str:
    """A thread with `text` as title, message, answer with a link, and question."""
    from chatkit.types import (
        AssistantMessageContent,
        AssistantMessageItem,
        StructuredInputItem,
        StructuredInputMultipleChoice,
        StructuredInputMultipleChoiceOption,
    )

    thread_id = f"thr_{number}"
    store_thread(server, thread_id, 0)
    thread = server.store.threads[thread_id]
    thread.meta.title = text
    base: Any = {"thread_id": thread_id, "created_at": datetime.now()}
    line = text.split("\n")[0]
    answer = f"{text}\n\n[{line}](https://a.example/{line[:9]})"
    options = [StructuredInputMultipleChoiceOption(value=line) for _ in range(3)]
    question = StructuredInputMultipleChoice(id="q", question=text, options=options)
    for item in (
        AssistantMessageItem(id="a", content=[AssistantMessageContent(text=answer)], **base),
        StructuredInputItem(id="s", inputs=[question], **base),
    ):
        thread.items[item.id] = item
    return thread_id


async def aligned(chat: Chat, begin: str, where: str) -> None:
    """Wait until `begin` is on the screen; every row must be as wide as the screen then."""
    await chat.shows(begin)
    await chat.pilot.pause()
    strips = chat.app.screen._compositor.render_strips()
    width, height = chat.app.size
    widths = {sum(cell_len(segment.text) for segment in strip) for strip in strips}
    assert (len(strips), widths) == (height, {width}), f"{where}:\n{chat.screen}"


@pytest.mark.parametrize("size", [(110, 30), SMALL])
async def test_every_place_holds_every_text(sdk_server: SdkServer, size: tuple[int, int]) -> None:
    ids = {begin: stored(sdk_server, n, text) for n, (begin, text) in enumerate(TEXTS.items())}
    async with running(sdk_server.url, size=size) as chat:
        view, controller = chat.view, chat.view.controller
        assert controller is not None
        for begin, text in TEXTS.items():
            await controller.set_thread_id(ids[begin])
            view.transcript.scroll_home(animate=False)
            view.banners.add(text, level="warning", title=text[:200])
            view.alerts.card.report(ChatKitError(text))
            await aligned(chat, begin, "title, transcript, questions, notice, error")
            view.alerts.clear()
            if size != SMALL:
                continue  # What lies over the whole screen is hardest where that is small.
            view.tell(text[:300])
            view.finder.open()
            await chat.until(lambda: bool(view.query(FindInput)))
            view.query_one(FindInput).value = text.split("\n")[0]
            await aligned(chat, begin, "the find bar, a passing word")
            view.finder.back_out()
            open_links(view, view.transcript.rows.rows[0].item)
            await chat.until(lambda: isinstance(chat.app.screen, LinksScreen))
            await aligned(chat, begin, "the links")
            chat.app.pop_screen()
        await chat.pilot.press("ctrl+k")
        for begin in TEXTS:
            await aligned(chat, begin, "the list of threads")
        await chat.pilot.press("escape", "f12")
        await chat.until(lambda: isinstance(chat.app.screen, InspectorScreen))
        await aligned(chat, "items", "the inspector")
        await chat.pilot.press("up", "up", "enter")
        await aligned(chat, "Time", "an entry of the inspector")
