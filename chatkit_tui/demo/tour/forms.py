"""A form with every control, and what happens to what is entered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from chatkit.types import ThreadItemReplacedEvent, WidgetItem

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.nodes import Node, action, node
from chatkit_tui.demo.tour.scenes import on_action, on_action_at_once, scene
from chatkit_tui.demo.tour.stage import Stage, redraw

COUNTRIES = (
    *("Austria", "Belgium", "Czechia", "Denmark", "Estonia", "Finland", "France", "Germany"),
    *("Greece", "Hungary", "Iceland", "Ireland", "Italy", "Latvia", "Lithuania", "Netherlands"),
    *("Norway", "Poland", "Portugal", "Spain", "Sweden", "Switzerland"),
)
"""More than fifteen, so that a select offers to search in them."""


@scene("forms", "form", "forms", "input", about="A form with every control there is")
async def form(stage: Stage) -> AsyncIterator[Event]:
    """All controls, validated when the form is submitted."""
    submit = action("tour.form.submit", {"form": "registration", "person": {"source": "tour"}})
    fields = (*_text_fields(), *_choices(), *_others())
    button = node("Button", label="Register", submit=True, style="primary", block=True)
    body = node("Form", *fields, button, onSubmitAction=submit, direction="col", gap=3)
    yield stage.show(node("Card", node("Title", value="Registration"), body, size="md"))


@scene("forms", "card form", "card as form", about="A card that is a form itself")
async def card_form(stage: Stage) -> AsyncIterator[Event]:
    """Confirm carries the values, cancel does not; a text is edited in place."""
    yield stage.show(
        node(
            "Card",
            node(
                "Text",
                value="Meeting with Ada",
                editable={"name": "title", "required": True, "placeholder": "A title"},
            ),
            node("DatePicker", name="when", placeholder="When?", clearable=True),
            asForm=True,
            size="sm",
            confirm={"label": "Book", "action": action("tour.form.submit", {"form": "meeting"})},
            cancel={"label": "Discard", "action": action("tour.form.discard")},
        )
    )


@scene("forms", "changes", "on change", about="Controls that report each change at once")
async def changes(stage: Stage) -> AsyncIterator[Event]:
    """Actions on change, not streamed: only the widget itself changes."""
    yield stage.show(_changes("nothing yet"))


@on_action("tour.form.submit")
async def submit_form(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The form turns into a note, and the assistant repeats what it got."""
    await stage.pause(0.8)
    if sender is not None:
        note = node("Card", node("Text", value="Thank you, submitted."), size="sm", collapsed=True)
        yield ThreadItemReplacedEvent(item=redraw(sender, note))
    received = json.dumps(payload, indent=2, ensure_ascii=False)
    async for event in stage.say(f"This is what the form sent:\n\n```json\n{received}\n```\n"):
        yield event


@on_action("tour.form.discard")
async def discard_form(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> AsyncIterator[Event]:
    """The form goes away."""
    if sender is not None:
        note = node("Card", node("Text", value="Discarded.", color="secondary"), size="sm")
        yield ThreadItemReplacedEvent(item=redraw(sender, note))


@on_action_at_once("tour.changed")
async def show_change(
    stage: Stage, sender: WidgetItem | None, payload: object
) -> WidgetItem | None:
    """The widget shows what its control reported."""
    reported = json.dumps(payload, ensure_ascii=False)
    return redraw(sender, _changes(reported)) if sender is not None else None


def _text_fields() -> tuple[Node, ...]:
    return (
        node("Label", value="Name", fieldName="person.name", weight="medium"),
        node(
            "Input", name="person.name", required=True, placeholder="Ada Lovelace", autoFocus=True
        ),
        node("Label", value="Mail", fieldName="person.mail"),
        node("Input", name="person.mail", inputType="email", required=True),
        node("Label", value="Postcode (five digits)", fieldName="postcode"),
        node("Input", name="postcode", pattern="[0-9]{5}", defaultValue="10115"),
        node("Label", value="Password", fieldName="password"),
        node("Input", name="password", inputType="password"),
        node("Label", value="About you", fieldName="about"),
        node(
            "Textarea",
            name="about",
            rows=3,
            autoResize=True,
            maxRows=8,
            defaultValue="I like terminals.",
        ),
    )


def _choices() -> tuple[Node, ...]:
    countries = [{"value": name.lower(), "label": name} for name in COUNTRIES]
    countries[3] |= {"description": "with Greenland"}
    rooms = [
        {"value": "quiet", "label": "A quiet one"},
        {"value": "view", "label": "One with a view"},
        {"value": "suite", "label": "The suite", "disabled": True},
    ]
    return (
        node("Label", value="Country", fieldName="country"),
        node(
            "Select",
            name="country",
            options=countries,
            placeholder="Choose",
            searchable=True,
            clearable=True,
        ),
        node("Label", value="Room", fieldName="room"),
        node(
            "RadioGroup",
            name="room",
            options=rooms,
            defaultValue="quiet",
            direction="col",
            required=True,
        ),
        node("Label", value="Arrival", fieldName="arrival"),
        node("DatePicker", name="arrival", min="2025-01-01T00:00:00Z", max="2035-12-31T00:00:00Z"),
    )


def _others() -> tuple[Node, ...]:
    return (
        node("Checkbox", name="breakfast", label="With breakfast", defaultChecked=True),
        node("Checkbox", name="terms", label="I have read the terms", required=True),
        node("Input", name="code", defaultValue="TOUR", disabled=True),
    )


def _changes(reported: str) -> Node:
    changed = action("tour.changed", {"widget": "changes"}, streaming=False, loading="none")
    options = [{"value": size, "label": size.upper()} for size in ("s", "m", "l")]
    return node(
        "Card",
        node("Checkbox", name="gift", label="Gift wrap", onChangeAction=changed),
        node("Select", name="size", options=options, onChangeAction=changed, clearable=True),
        node("RadioGroup", name="colour", options=options[:2], onChangeAction=changed),
        node("DatePicker", name="day", onChangeAction=changed, clearable=True),
        node("Caption", value=f"Last report: {reported}"),
        size="sm",
    )
