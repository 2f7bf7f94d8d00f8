"""Entities in the transcript: told to the integrator, previewed, and kept from doing more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chatkit_tui import ChatKitError, ChatKitOptions, CustomApiConfig, EntitiesOption, Entity
from chatkit_tui.options import WidgetsOption
from chatkit_tui.tui.entities.preview_screen import PreviewScreen
from chatkit_tui.tui.links import open_links
from chatkit_tui.tui.screens.links import LinksScreen
from tests.support.rows import assistant_item
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import Chat, running

SOURCE = {
    "type": "entity",
    "id": "acme",
    "title": "ACME [b]Corp[/b]\x1b[2J",
    "interactive": True,
    "data": {"n": 1.0},
}
PREVIEW: dict[str, Any] = {
    "type": "Basic",
    "children": [
        {"type": "Title", "value": "About\x1b]52;c;eA==\x07 ACME"},
        {"type": "Button", "label": "Call", "onClickAction": {"type": "call", "handler": "client"}},
        {"type": "Button", "label": "Sue", "onClickAction": {"type": "sue", "handler": "client"}},
        {
            "type": "Form",
            "onSubmitAction": {"type": "sue"},
            "children": [
                {"type": "Input", "name": "why", "required": True},
                {"type": "Button", "label": "Go on", "submit": True},
            ],
        },
    ],
}


def cited(**changes: Any) -> Any:
    annotation = {"type": "annotation", "source": {**SOURCE, **changes}, "index": 4}
    return assistant_item("See it.", [annotation])


async def choose(chat: Chat, item: Any, key: str) -> None:
    open_links(chat.view, item)
    await chat.until(lambda: isinstance(chat.app.screen, LinksScreen))
    await chat.pilot.pause()
    await chat.pilot.press(key)


def options(server: SdkServer, **entities: Any) -> ChatKitOptions:
    return ChatKitOptions(api=CustomApiConfig(server.url), entities=EntitiesOption(**entities))


async def test_the_integrator_is_told_and_a_preview_runs_listed_actions_only(
    sdk_server: SdkServer,
) -> None:
    clicked: list[Entity] = []
    ran: list[str] = []

    async def preview(entity: Entity) -> dict[str, Any]:
        clicked.append(entity)
        return {"preview": PREVIEW}

    wanted = replace(
        options(sdk_server, on_request_preview=preview, preview_actions=("call",)),
        widgets=WidgetsOption(on_action=lambda action, item: ran.append(action["type"])),
    )
    async with running(sdk_server.url, options=wanted) as chat:
        await choose(chat, cited(), "enter")
        await chat.until(lambda: isinstance(chat.app.screen, PreviewScreen))
        await chat.shows("ACME [b]Corp[/b]␛", "About␛", "Call", "Sue")
        assert not set("\x1b\x07") & set(chat.screen)
        assert clicked[0].data == {"n": 1.0}
        await chat.pilot.press("enter", "tab", "enter")
        await chat.shows("A preview may not run sue.")
        assert ran == []
        await chat.pilot.press("tab", "tab", "enter")
        await chat.shows("Fill in this field.")
        await chat.pilot.press(*"Because", "tab")
        await chat.shows("Because")
        assert "Fill in this field." not in chat.screen, "it led to the field"
        await chat.pilot.press("shift+tab", "shift+tab", "shift+tab", "enter")
        await chat.until(lambda: ran == ["call"])
        assert not isinstance(chat.app.screen, PreviewScreen)


async def test_a_click_goes_before_the_preview_and_failures_are_told(
    sdk_server: SdkServer,
) -> None:
    clicked: list[str] = []

    def preview(entity: Entity) -> None:
        raise ChatKitError("The directory is down.")

    wanted = options(
        sdk_server, on_click=lambda entity: clicked.append(entity.id), on_request_preview=preview
    )
    async with running(sdk_server.url, options=wanted) as chat:
        await choose(chat, cited(), "enter")
        await chat.until(lambda: clicked == ["acme"])
        await choose(chat, cited(), "p")
        await chat.shows("The directory is down.")
        await choose(chat, cited(interactive=False), "enter")
        await chat.pilot.pause()
        assert clicked == ["acme"], "what is not interactive is only shown"
