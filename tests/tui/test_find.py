"""Find in the thread: the bar, the marks, older pages, and what goes on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from chatkit.types import (
    CustomTask,
    Workflow,
    WorkflowItem,
)

from chatkit_tui.tui.find.bar import FindBar
from chatkit_tui.tui.find.standing import Standing, in_words
from chatkit_tui.tui.transcript.paint import paint
from tests.controller.stored import store_thread
from tests.support.rows import long_thread
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    from tests.support.loop_thread import Gate
    from tests.support.sdk_server import SdkServer

THREAD = "thr_find"
LINES = "\n\n".join(f"Line {number}." for number in range(40))
TALL = f"One needle here.\n\n{LINES}\n\nThe nee**dle** below."


def put(server: SdkServer, number: int, text: str) -> None:
    item: Any = server.store.threads[THREAD].items[f"{THREAD}_{number}"]
    item.content[0].text = text


async def opened(chat: Chat) -> None:
    assert chat.view.controller is not None
    await chat.view.controller.set_thread_id(THREAD)
    await chat.until(lambda: len(chat.view.transcript.rows) > 0 and chat.view.transcript.display)


async def find(chat: Chat, pattern: str) -> None:
    await chat.pilot.press("ctrl+f", *pattern)


def marked(chat: Chat) -> list[str]:
    """What is marked on the screen, the current match in brackets."""
    palette = chat.view.transcript.drawings.palette
    found = []
    for strip in chat.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is None:
                continue
            if segment.style.bgcolor == palette.match_current.bgcolor:
                found.append(f"[{segment.text}]")
            elif segment.style.bgcolor == palette.match.bgcolor:
                found.append(segment.text)
    return found


async def test_find_walks_from_match_to_match_and_leaves_the_reader_there(
    sdk_server: SdkServer,
) -> None:
    store_thread(sdk_server, THREAD, 30)
    put(sdk_server, 4, TALL)
    put(sdk_server, 29, "The last Needle, and needle.")
    async with running(sdk_server.url, size=(80, 24)) as chat:
        await opened(chat)
        await find(chat, "line 3")
        await chat.shows("/11", "Line 39.")
        # Where nothing matches, the reader is where he was.
        await chat.pilot.press("x")
        await chat.shows("no match", "last Needle")
        await find(chat, "needle")
        await chat.shows("3/4")
        assert marked(chat) == ["[Needle]", "needle"]
        # Upwards, to the row of a tall item that is far below its top.
        await chat.pilot.press("up")
        await chat.shows("2/4", "The needle below.")
        assert marked(chat) == ["[nee]", "[dle]"]
        await chat.pilot.press("shift+enter")
        await chat.shows("1/4", "One needle here.")
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.view.transcript.has_focus)
        assert marked(chat) == ["[needle]"]
        await chat.pilot.press("n", "n")
        await chat.shows("3/4", "last Needle")
        await chat.pilot.press("n", "n")
        await chat.shows("1/4 · from the top", "▌ One needle here.")
        await chat.pilot.press("escape")
        await chat.until(lambda: not chat.view.query(FindBar))
        await chat.until(lambda: not marked(chat))
        assert chat.view.transcript.has_focus
        # What was looked for is offered again, and goes when something else is typed.
        await chat.pilot.press("slash")
        await chat.shows("Find needle", "4 ·")
        await chat.pilot.press(*"Needle")
        await chat.shows("1/1", "last Needle")


async def test_older_pages_are_read_until_there_is_a_match_or_esc(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_thread(sdk_server, THREAD, 160)
    put(sdk_server, 2, "An old needle.")
    put(sdk_server, 150, "A new needle.")
    async with running(sdk_server.url, size=(80, 24)) as chat:
        await opened(chat)
        gate: Gate = sdk_server.gate()
        load = sdk_server.store.load_thread_items

        async def held(*wanted: Any, **more: Any) -> Any:
            await gate.passed()
            return await load(*wanted, **more)

        monkeypatch.setattr(sdk_server.store, "load_thread_items", held)
        # Nothing that is loaded matches: the search begins by itself.
        await find(chat, "nowhere")
        await chat.shows("searching older messages…")
        await chat.pilot.press("escape")
        await chat.shows("none so far")
        assert chat.view.query_one(FindBar).has_input
        gate.open()
        await chat.until(lambda: len(chat.view.transcript.rows) == 100)
        await find(chat, "needle")
        await chat.shows("1/1+", "A new needle.")
        await chat.pilot.press("up")
        await chat.shows("1/2", "An old needle.")
        assert "1/2+" not in chat.screen
        await chat.pilot.press("up")
        await chat.shows("2/2 · from the end", "A new needle.")


async def test_a_folded_match_is_unfolded_and_folded_again(sdk_server: SdkServer) -> None:
    store_thread(sdk_server, THREAD, 6)
    stored = sdk_server.store.threads[THREAD]
    base = stored.items[f"{THREAD}_3"]
    task = CustomTask(title="Looked", content="It held a **nee**dle.")
    stored.items[base.id] = WorkflowItem(
        id=base.id,
        thread_id=THREAD,
        created_at=base.created_at,
        workflow=Workflow(type="custom", tasks=[task], expanded=False),
    )
    put(sdk_server, 5, "A needle in the open.")
    async with running(sdk_server.url, size=(80, 24)) as chat:
        await opened(chat)
        assert "It held" not in chat.screen
        await find(chat, "needle")
        await chat.shows("2/2")
        await chat.pilot.press("up")
        await chat.shows("1/2", "It held a needle.")
        await chat.pilot.press("down")
        await chat.shows("2/2")
        await chat.until(lambda: "It held" not in chat.screen)


async def test_what_arrives_is_counted_and_another_thread_ends_the_search(
    sdk_server: SdkServer,
) -> None:
    store_thread(sdk_server, THREAD, 30)
    store_thread(sdk_server, "thr_other", 3)
    async with running(sdk_server.url, size=(40, 14)) as chat:
        await opened(chat)
        await chat.shows("text 29")
        await find(chat, "text 2")
        await chat.shows("/11", "text 29")
        before = chat.screen.splitlines()[1:5]
        assert "text 2" in "".join(before)
        # At the end the end is followed, but not away from a match.
        assert chat.view.controller is not None
        await chat.view.controller.send_user_message("text 2 of mine")
        await chat.shows("/13")
        assert chat.screen.splitlines()[1:5] == before
        await chat.view.controller.set_thread_id("thr_other")
        await chat.until(lambda: not chat.view.query(FindBar))
        await chat.until(lambda: not marked(chat))
        assert chat.view.composer.input.has_focus


async def test_nothing_is_drawn_for_a_search_but_what_is_gone_to(
    sdk_server: SdkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_thread(sdk_server, THREAD, 1)
    painted: list[str] = []

    def counted(row: Any, *wanted: Any, **more: Any) -> Any:
        painted.append(row.key)
        return paint(row, *wanted, **more)

    monkeypatch.setattr("chatkit_tui.tui.transcript.drawings.paint", counted)
    async with running(sdk_server.url, size=(80, 24)) as chat:
        await opened(chat)
        chat.view.transcript.show(long_thread(10_000))
        await find(chat, "remark")
        # Two tables of 2,000 texts say so twice.
        await chat.shows("4,000/4,000")
        await chat.pilot.press("up", "up")
        await chat.shows("3,998/4,000")
        assert len(set(painted)) < 200


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(3, 17), "3/17"),
        (Standing(3, 17, has_older=True), "3/17+"),
        (Standing(0, 17), "17"),
        (Standing(0, 0, counting=True), "…"),
        (Standing(0, 0), "no match"),
        (Standing(0, 0, has_older=True), "none so far"),
        (Standing(0, 0, older_read=150), "searching older messages… (150 read)"),
        (Standing(1, 2, note="from the top"), "1/2 · from the top"),
    ],
)
def test_how_far_a_search_is_in_words(standing: Standing, words: str) -> None:
    assert in_words(standing, short=False) == words
