"""Tools, models, placeholder and disclaimer, as an integrator configured them."""

from __future__ import annotations

from typing import Any

from chatkit_tui.options import (
    ChatKitOptions,
    ComposerOption,
    CustomApiConfig,
    DisclaimerOption,
    ModelOption,
    ToolOption,
)
from tests.support.sdk_server import SdkServer
from tests.tui.conftest import running

SEARCH = ToolOption(
    "search", "Search the web", "search", "Search", placeholder_override="Search for…", pinned=True
)
DRAW = ToolOption("draw", "Draw a picture", "sparkle", persistent=True)
MODELS = (
    ModelOption("small", "Small", "Fast"),
    ModelOption("big", "Big", "Thorough", default=True),
    ModelOption("huge", "Huge", "Ask your admin", disabled=True),
)


def options(url: str, **changes: Any) -> ChatKitOptions:
    composer = ComposerOption("Say something", tools=(SEARCH, DRAW), models=MODELS)
    return ChatKitOptions(api=CustomApiConfig(url), composer=composer, **changes)


def inference_options(server: SdkServer) -> list[dict[str, Any]]:
    """What each message was sent with."""
    kinds = ("threads.create", "threads.add_user_message")
    bodies = [each.json for each in server.requests if each.json["type"] in kinds]
    return [body["params"]["input"]["inference_options"] for body in bodies]


async def test_a_tool_goes_with_one_message(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server.url)) as chat:
        changes: list[Any] = []
        controller = chat.view.controller
        assert controller is not None
        controller.on("chatkit.tool.change", lambda event: changes.append(event["toolId"]))
        await chat.shows("Say something", "Search the web", "tools Ctrl+T", "Big F3")
        await chat.pilot.press("ctrl+t")
        await chat.shows("1  Search the web", "2  Draw a picture")
        await chat.pilot.press("1")
        await chat.shows("Search for…", "Search ✓]")
        await chat.say("with a tool")
        await chat.shows("You said: with a tool", "Say something")
        await chat.say("without")
        await chat.shows("You said: without")
        assert inference_options(sdk_server) == [
            {"tool_choice": {"id": "search"}, "model": "big"},
            {"model": "big"},
        ]
        await chat.until(lambda: changes == ["search", None])


async def test_a_persistent_tool_stays_until_it_is_put_away(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server.url)) as chat:
        await chat.pilot.press("ctrl+t", *"draw", "enter")
        await chat.shows("Draw a picture ✓]")
        await chat.say("one")
        await chat.shows("You said: one", "Draw a picture ✓]")
        await chat.pilot.press("ctrl+t")
        await chat.shows("No tool")
        await chat.pilot.press("down", "enter")
        await chat.until(lambda: "✓" not in chat.screen)
        await chat.say("two")
        await chat.shows("You said: two")
        tools = [each.get("tool_choice") for each in inference_options(sdk_server)]
        assert tools == [{"id": "draw"}, None]


async def test_a_model_is_chosen_and_a_disabled_one_is_only_shown(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server.url), size=(40, 12)) as chat:
        await chat.pilot.press("f3")
        await chat.shows("Small  Fast", "Huge  Ask your admin")
        await chat.pilot.press("3", "down", "down")
        await chat.shows("Huge  Ask your admin")
        await chat.pilot.press("up", "enter")
        await chat.shows("Small F3")
        await chat.say("hello")
        await chat.shows("You said: hello")
        assert inference_options(sdk_server) == [{"model": "small"}]


async def test_a_failed_message_brings_its_tool_back(sdk_server: SdkServer) -> None:
    from starlette.responses import JSONResponse

    async with running(sdk_server.url, options=options(sdk_server.url)) as chat:
        chat.view.composer.choose_tool("search")
        sdk_server.authorize = lambda request: JSONResponse({"message": "No."}, status_code=422)
        await chat.say("precious")
        await chat.shows("No.", "Search ✓]")
        sdk_server.authorize = None
        await chat.pilot.press("enter")
        await chat.shows("You said: precious")
        assert inference_options(sdk_server)[-1]["tool_choice"] == {"id": "search"}


async def test_the_integrator_chooses_and_offers_anew(sdk_server: SdkServer) -> None:
    async with running(sdk_server.url, options=options(sdk_server.url)) as chat:
        controller = chat.view.controller
        assert controller is not None
        await controller.set_composer_value(selected_tool_id="draw", selected_model_id="small")
        await chat.shows("Draw a picture ✓]", "Small F3")
        await controller.set_composer_value(selected_tool_id=None, selected_model_id="huge")
        await chat.until(lambda: "✓" not in chat.screen)
        await chat.shows("Small F3")
        await controller.set_options(ChatKitOptions(api=CustomApiConfig(sdk_server.url)))
        await chat.until(lambda: "F3" not in chat.screen)
        await chat.pilot.press("ctrl+t")
        await chat.shows("There are no tools")


async def test_a_disclaimer_is_cut_where_there_is_no_room(sdk_server: SdkServer) -> None:
    words = "This **assistant** can be\nwrong: see [the terms](https://example.com/terms). " * 3
    said = DisclaimerOption(words, high_contrast=True)
    for size, lines in (((80, 24), 2), ((40, 12), 1)):
        chosen = options(sdk_server.url, disclaimer=said)
        async with running(sdk_server.url, options=chosen, size=size) as chat:
            await chat.shows("This assistant can be wrong", "…")
            disclaimer = chat.view.composer.query_one("#disclaimer")
            assert disclaimer.size.height == lines
            assert disclaimer.has_class("-high-contrast")
            assert chat.view.composer.input.size.height >= 1
