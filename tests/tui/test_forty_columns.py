"""In every language there is, nothing is cut where a terminal has forty columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.containers import ScrollableContainer
from textual.errors import NoWidget
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Label, Static
from textual.widgets._toast import Toast

from chatkit_tui.controller.client_tools import ToolRequest
from chatkit_tui.options import ChatKitOptions, CustomApiConfig
from chatkit_tui.translation import LANGUAGES, _, speak
from chatkit_tui.tui.client_tools.approval_screen import ApprovalScreen
from chatkit_tui.tui.screens.question import ConfirmScreen, LineScreen
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

FORTY = (40, 12)


@pytest.fixture
def _english_again() -> Iterator[None]:
    yield
    speak("en")


def cut(app: App[Any]) -> list[str]:
    """Texts on the screen in front that have less room than they take."""
    return [
        f"{type(each).__name__} #{each.id}: {_text(each)!r}"
        for each in app.screen.walk_children(Widget)
        if isinstance(each, Static | Button | Label) and not isinstance(each, Toast)
        if each.display and not _fits(each)
    ]


def _text(widget: Widget) -> str:
    return str(widget.label if isinstance(widget, Button) else widget.render())


def _fits(widget: Widget) -> bool:
    try:
        place = widget.screen.find_widget(widget)
    except NoWidget:
        return True  # not laid out
    if not place.region.area or any(isinstance(a, ScrollableContainer) for a in widget.ancestors):
        return True  # not there, or to be scrolled to
    if place.visible_region != place.region:
        return False
    width = widget.content_size.width
    if isinstance(widget, Button):
        return cell_len(str(widget.label)) <= width
    needed = widget.get_content_height(widget.screen.size, Size(width, 999), width)
    return needed <= widget.content_size.height


async def show(chat: Chat, screen: Screen[Any]) -> None:
    chat.app.push_screen(screen)
    await chat.until(lambda: chat.app.screen is screen and bool(screen.size.area))
    await chat.pilot.pause()
    assert cut(chat.app) == []
    chat.app.pop_screen()
    await chat.pilot.pause()


@pytest.mark.usefixtures("_english_again")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_cut(sdk_server: SdkServer, language: str) -> None:
    options = ChatKitOptions(CustomApiConfig(sdk_server.url), locale=language)
    async with running(sdk_server.url, size=FORTY, options=options) as chat:
        await chat.pilot.pause()
        assert cut(chat.app) == []
        asked = ToolRequest("open_url", {"url": "https://example.com"}, _("Opens an address."))
        await show(chat, ApprovalScreen(asked))
        await show(chat, ConfirmScreen("Delete it?", _("Delete")))
        await show(chat, LineScreen("Which?", enter=_("{key} renames it").format(key="Enter")))
        for keys in (("ctrl+k",), ("ctrl+f",), ("f1",), ("f12",), ("ctrl+o",)):
            await chat.pilot.press(*keys)
            await chat.pilot.pause()
            assert cut(chat.app) == [], keys
            await chat.pilot.press("escape")
            await chat.pilot.pause()
