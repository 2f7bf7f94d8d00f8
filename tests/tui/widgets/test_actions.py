"""Widgets that are operated: forms sent, actions run, refused, failing and repeated."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from chatkit.errors import CustomStreamError
from chatkit.types import (
    ThreadItemUpdatedEvent,
    WidgetComponentUpdated,
    WidgetRootUpdated,
    WidgetStreamingTextValueDelta,
)
from chatkit.widgets import DynamicWidgetComponent, DynamicWidgetRoot

from chatkit_tui.controller.forms.gestures import Gesture
from chatkit_tui.options import ChatKitOptions, CustomApiConfig, WidgetsOption
from tests.support.assistant import assistant_message
from tests.support.widget_server import ITEM, Raw, WidgetServer, node, press
from tests.tui.conftest import Chat, running

if TYPE_CHECKING:
    import pytest

    from chatkit_tui.tui.widgets.state import WidgetState
    from tests.support.sdk_server import SdkServer


@asynccontextmanager
async def shown(
    server: SdkServer, widget: Raw, *, size: tuple[int, int] = (100, 40), **option: Any
) -> AsyncIterator[tuple[Chat, WidgetServer]]:
    """A chat that shows a widget, the user on it in the transcript."""
    widgets = WidgetServer(server, widget)
    options = ChatKitOptions(CustomApiConfig(server.url), widgets=WidgetsOption(**option))
    async with running(server.url, options=options, size=size) as chat:
        await chat.say("Show it")
        await chat.until(lambda: chat.idle and len(chat.view.transcript.rows) == 2)
        chat.view.transcript.focus()
        await chat.until(lambda: chat.view.transcript.cursor == ITEM)
        yield chat, widgets


def state(chat: Chat) -> WidgetState:
    return chat.view.transcript.drawings.widgets.of(ITEM)


def told(chat: Chat) -> list[str]:
    """The passing words to the user."""
    return [each.message for each in chat.app._notifications]


def raw(chat: Chat) -> Raw:
    """The widget as the program has it now."""
    assert chat.view.controller is not None
    whole: Raw = chat.view.controller.active.state.index[ITEM].item.as_json()["widget"]
    return whole


def last_action(server: SdkServer) -> Any:
    return server.requests[-1].json["params"]["action"]


OPTIONS = [{"value": each, "label": each.upper()} for each in ("s", "m", "l")]
EVERYTHING = node(
    "Card",
    node(
        "Form",
        node("Input", name="person.name", required=True, placeholder="Name"),
        node("Input", name="person.mail", inputType="email"),
        node("Textarea", name="about", defaultValue="I like terminals."),
        node("Text", id="motto", value="Per aspera", maxLines=1, editable={"name": "motto"}),
        node("Select", name="size", options=OPTIONS),
        node("RadioGroup", name="colour", options=OPTIONS),
        node("DatePicker", name="day", defaultValue="2026-03-01T00:00:00+01:00"),
        node("Checkbox", name="terms", label="Terms", required=True),
        node("Input", name="code", defaultValue="x", disabled=True),
        node("Button", id="send", label="Register", submit=True),
        onSubmitAction={"type": "send", "payload": {"n": 1.0, "person": {"id": 7}, "size": 1}},
    ),
)


async def test_a_form_is_filled_mended_and_sent_from_the_keyboard(sdk_server: SdkServer) -> None:
    async with shown(sdk_server, EVERYTHING) as (chat, widgets):
        pilot = chat.pilot
        await pilot.press("enter")
        await chat.until(lambda: state(chat).focus == "#person.name")
        await pilot.press("tab", "a", "enter")
        # Nothing is sent: each problem stands at its field, and the first one has the keys.
        await chat.until(lambda: bool(state(chat).problems))
        assert list(state(chat).problems) == ["#person.name", "#person.mail", "#terms"]
        await chat.shows("Fill in this field.", "Enter an e-mail address", "Tick this box")
        assert state(chat).focus == "#person.name"
        assert widgets.actions == []

        await pilot.press(*"Al", "tab", "end", *"@b.c", "tab", "tab", "end", *" x")
        await pilot.press("tab", "tab")
        await chat.until(lambda: (state(chat).focus or "").startswith("#colour"))
        await pilot.press("space", "tab", "tab", "space")
        assert state(chat).problems == {}
        await pilot.press("tab")
        await chat.until(lambda: state(chat).focus == "#send")
        await pilot.press("enter")
        await chat.until(lambda: bool(widgets.actions) and chat.idle)
        assert last_action(sdk_server) == {
            "type": "send",
            "payload": {
                "n": 1.0,
                "person": {"id": 7, "name": "Al", "mail": "a@b.c"},
                "size": 1,
                "about": "I like terminals.",
                "motto": "Per aspera x",
                "colour": "s",
                "day": "2026-03-01T00:00:00+01:00",
                "terms": True,
            },
        }
        assert list(last_action(sdk_server)["payload"])[:3] == ["n", "person", "size"]
        assert sdk_server.requests[-1].json["params"]["item_id"] == ITEM


async def test_what_is_wrong_stays_until_it_is_mended(sdk_server: SdkServer) -> None:
    both = node("Button", id="both", submit=True, label="Both", onClickAction={"type": "own"})
    changed = {"type": "changed", "streaming": False}
    box = node("Checkbox", name="box", label="Box", onChangeAction=changed)
    name = node("Input", name="name", required=True)
    form = node("Form", name, box, both, onSubmitAction={"type": "send"})
    async with shown(sdk_server, node("Card", form)) as (chat, widgets):
        widgets.replaced["changed"] = node("Card", form)
        operate = chat.view.widget_actions.operate
        # Its own action is sent though the form is not.
        operate(ITEM, "#both", Gesture.PRESS)
        await chat.until(lambda: bool(widgets.actions) and chat.idle and not state(chat).busy)
        state(chat).values["#box"] = True
        operate(ITEM, "#box", Gesture.CHANGE)
        await chat.until(lambda: len(widgets.actions) == 2)
        assert widgets.actions == [("own", None), ("changed", {"box": True})]
        await chat.shows("Fill in this field.")
        state(chat).values["#name"] = "Ada"
        operate(ITEM, "#both", Gesture.PRESS)
        await chat.until(lambda: len(widgets.actions) == 4 and chat.idle)
        assert widgets.actions[2:] == [("own", None), ("send", {"name": "Ada", "box": True})]
        assert state(chat).problems == {}


async def test_a_choice_of_a_list_takes_its_place_and_what_was_typed_elsewhere_goes(
    sdk_server: SdkServer,
) -> None:
    rows = [
        node(
            "ListViewItem",
            node("Text", value=f"Flight {each}"),
            onClickAction={"type": "choose", "payload": {"flight": each}},
        )
        for each in (1, 2, 3)
    ]
    async with shown(sdk_server, node("ListView", *rows)) as (chat, widgets):
        booked = node("Card", node("Text", value="Booked."), node("Input", name="seat"))
        widgets.replaced["choose"] = booked
        state(chat).values["#gone"] = "typed"
        await chat.pilot.press("enter", "2")
        await chat.shows("Booked.")
        assert widgets.actions == [("choose", {"flight": 2})]
        assert len(chat.view.transcript.rows) == 2
        await chat.until(lambda: not state(chat).busy)
        assert state(chat).values == {}


async def test_what_streams_into_a_widget_takes_nothing_that_is_typed(
    sdk_server: SdkServer,
) -> None:
    def card(text: str, *, more: bool = False) -> Raw:
        extra = [node("Badge", label="new")] if more else []
        field = node("Form", node("Input", name="name"), press("Go", "go"))
        return node("Card", *extra, node("Text", id="text", value=text), field)

    gates = [sdk_server.gate() for _ in range(4)]

    async def stream(thread: Any, action: Any) -> AsyncIterator[Any]:
        component = DynamicWidgetComponent.model_validate(card("One")["children"][0])
        whole = DynamicWidgetRoot.model_validate(card("One two three", more=True))
        updates: list[Any] = [
            WidgetComponentUpdated(component_id="text", component=component),
            WidgetRootUpdated(widget=whole),
            WidgetStreamingTextValueDelta(component_id="text", delta=" four", done=True),
        ]
        for gate, update in zip(gates, updates, strict=False):
            await gate.passed()
            yield ThreadItemUpdatedEvent(item_id=ITEM, update=update)
        await gates[3].passed()

    async with shown(sdk_server, card("")) as (chat, widgets):
        widgets.streamed["start"] = stream
        await chat.pilot.press("enter")
        await chat.until(lambda: state(chat).focus == "#name")
        assert chat.view.controller is not None
        chat.view.run(chat.view.controller.send_custom_action({"type": "start"}, ITEM))
        await chat.pilot.press("a")
        gates[0].open()
        await chat.shows("One")
        await chat.pilot.press("b")
        gates[1].open()
        await chat.shows("One two three", "new")
        await chat.pilot.press("c")
        assert (state(chat).focus, state(chat).values) == ("#name", {"#name": "abc"})
        await chat.shows("abc")
        gates[2].open()
        await chat.shows("One two three four")
        gates[3].open()
        await chat.until(lambda: chat.idle)
        assert (state(chat).focus, state(chat).values) == ("#name", {"#name": "abc"})


BUTTONS = node(
    "Card",
    press("Stream", "stream", loadingBehavior="container"),
    press("Fail", "fail"),
    press("Sync", "sync", streaming=False, payload={"n": 1}),
    press("Sync fails", "unknown", streaming=False),
    press("Client", "client", handler="client", payload={"n": 1.0}),
)


async def test_while_an_answer_runs_only_what_does_not_stream_can_be_asked(
    sdk_server: SdkServer,
) -> None:
    gate = sdk_server.gate()

    async def slow(thread: Any, action: Any) -> AsyncIterator[Any]:
        events = assistant_message(thread, "Slow", "ly.")
        for event in events[:3]:
            yield event
        await gate.passed()
        for event in events[3:]:
            yield event

    async with shown(sdk_server, BUTTONS) as (chat, widgets):
        operate = chat.view.widget_actions.operate
        widgets.streamed["stream"] = slow
        widgets.replaced["sync"] = node("Card", *BUTTONS["children"], node("Text", value="Synced"))
        operate(ITEM, "#stream", Gesture.PRESS)
        operate(ITEM, "#stream", Gesture.PRESS)
        await chat.shows("Slow")
        assert state(chat).busy == {"", "#stream"}
        # The whole widget waits: nothing in it can be pressed, and nobody complains.
        operate(ITEM, "#stream", Gesture.PRESS)
        operate(ITEM, "#sync", Gesture.PRESS)
        gate.open()
        await chat.until(lambda: chat.idle and not state(chat).busy)
        assert widgets.actions == [("stream", None)]
        assert told(chat) == []

        gate = sdk_server.gate()
        sdk_server.respond = lambda thread, message, context: slow(thread, message)
        chat.view.composer.focus()
        await chat.say("Again")
        await chat.until(lambda: not chat.idle)
        operate(ITEM, "#sync", Gesture.PRESS)
        await chat.shows("Synced")
        operate(ITEM, "#fail", Gesture.PRESS)
        await chat.until(lambda: bool(told(chat)))
        assert told(chat) == ["A response is still running; stop it or wait for its end."]
        assert (state(chat).busy, state(chat).failure) == (set(), "")
        assert widgets.actions == [("stream", None), ("sync", {"n": 1})]
        gate.open()
        await chat.until(lambda: chat.idle)


async def test_what_fails_says_so_and_can_be_repeated(
    sdk_server: SdkServer, caplog: pytest.LogCaptureFixture
) -> None:
    failures = 1
    heard: list[Any] = []
    forwarded: list[Any] = []

    async def fail(thread: Any, action: Any) -> AsyncIterator[Any]:
        nonlocal failures
        if failures:
            failures -= 1
            raise CustomStreamError("The bank is closed.")
        for event in assistant_message(thread, "Paid."):
            yield event

    async def on_action(action: Raw, sender: Raw) -> None:
        if not forwarded:
            forwarded.append((action, sender["id"]))
            raise RuntimeError("the browser is gone")
        assert chat.view.controller is not None
        await chat.view.controller.send_custom_action({"type": "sync", "streaming": False}, ITEM)

    async with shown(sdk_server, BUTTONS, on_action=on_action) as (chat, widgets):
        controller, operate = chat.view.controller, chat.view.widget_actions.operate
        assert controller is not None
        controller.on("chatkit.error", lambda detail: heard.append(str(detail["error"])))
        widgets.streamed["fail"] = fail
        operate(ITEM, "#fail", Gesture.PRESS)
        await chat.shows("✕ The bank is closed.")
        assert not state(chat).busy
        operate(ITEM, "#fail", Gesture.PRESS)
        await chat.shows("Paid.")
        await chat.until(lambda: chat.idle and not state(chat).busy)
        assert state(chat).failure == ""

        operate(ITEM, "#unknown", Gesture.PRESS)
        await chat.until(lambda: bool(state(chat).failure) and not state(chat).busy)
        assert [type_ for type_, _ in widgets.actions] == ["fail", "fail", "unknown"]

        with caplog.at_level(logging.ERROR):
            operate(ITEM, "#client", Gesture.PRESS)
            await chat.until(lambda: "(RuntimeError)" in state(chat).failure)
        assert "the browser is gone" in caplog.text
        assert forwarded == [({"type": "client", "payload": {"n": 1.0}}, ITEM)]
        widgets.replaced["sync"] = node("Card", node("Text", value="Forwarded"))
        operate(ITEM, "#client", Gesture.PRESS)
        await chat.shows("Forwarded")
        assert state(chat).failure == ""
        assert heard[0] == "The bank is closed."
        assert len(heard) == 3


async def test_what_was_typed_is_there_when_one_comes_back_to_the_thread(
    sdk_server: SdkServer,
) -> None:
    async with shown(sdk_server, EVERYTHING) as (chat, _):
        controller = chat.view.controller
        assert controller is not None
        thread_id = controller.active.thread_id
        await chat.pilot.press("enter")
        await chat.until(lambda: state(chat).focus == "#person.name")
        await chat.pilot.press(*"Ada")
        await chat.pilot.press("ctrl+n")
        await chat.until(lambda: len(chat.view.transcript.rows) == 0)
        assert chat.view.transcript.drawings.widgets.get(ITEM) is None
        await controller.set_thread_id(thread_id)
        await chat.shows("Ada")
        assert state(chat).values == {"#person.name": "Ada"}
        assert state(chat).focus is None


async def test_by_the_documented_rules_a_button_carries_values_and_collisions_are_told(
    sdk_server: SdkServer,
) -> None:
    form = node(
        "Form",
        node("Input", name="name", defaultValue="Ada"),
        node("Input", name="id", defaultValue="mine"),
        press("Go", "go", payload={"id": "declared"}),
    )
    heard: list[str] = []
    async with shown(sdk_server, node("Card", form), form_values="documented") as (chat, widgets):
        assert chat.view.controller is not None
        chat.view.controller.on("chatkit.error", lambda detail: heard.append(str(detail["error"])))
        chat.view.widget_actions.operate(ITEM, "#go", Gesture.PRESS)
        await chat.until(lambda: bool(widgets.actions) and chat.idle)
        assert widgets.actions == [("go", {"id": "declared", "name": "Ada"})]
        assert ["id" in message for message in heard] == [True]
