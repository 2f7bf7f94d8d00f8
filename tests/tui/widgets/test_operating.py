"""Inside widgets: keys, the mouse, and widgets that change under the user's hands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from textual.widgets import Input

from chatkit_tui.controller.state import Row
from chatkit_tui.tui.widgets.control_keys import ControlKeys
from chatkit_tui.tui.widgets.date_screen import DateScreen
from chatkit_tui.tui.widgets.select_screen import SelectScreen
from tests.support.inside_widget import widget
from tests.support.rows import assistant_item, change
from tests.support.transcript_app import settled
from tests.support.widget_trees import node, text

CLICK = {"type": "click"}
ROOMS = [
    {"value": "quiet", "label": "Quiet"},
    {"value": "noisy", "label": "Noisy", "disabled": True},
    {"value": "view", "label": "View"},
]
COUNTRIES = [{"value": name.lower(), "label": name} for name in ("Austria", "Belgium", "Czechia")]


def field(kind: str, name: str, **properties: Any) -> dict[str, Any]:
    return {"type": kind, "id": name, "name": name, **properties}


def button(name: str, **properties: Any) -> dict[str, Any]:
    return {"type": "Button", "id": name, "label": name, "onClickAction": CLICK, **properties}


FORM = node(
    "Card",
    field("Input", "name", placeholder="Ada"),
    field("Input", "code", defaultValue="TOUR", disabled=True),
    field("Input", "secret", inputType="password"),
    field("Input", "age", inputType="number"),
    field("Textarea", "about", defaultValue="First line", rows=2),
    {"type": "Title", "id": "title", "value": "Meeting", "editable": {"name": "title"}},
    field("Select", "country", options=COUNTRIES, searchable=True, clearable=True),
    field("RadioGroup", "room", options=ROOMS, defaultValue="quiet"),
    field("DatePicker", "day", min="2026-03-01T00:00:00", max="2026-03-20T00:00:00"),
    field("Checkbox", "terms", label="Terms"),
    button("send"),
    size="md",
)


async def test_a_form_is_filled_with_nothing_but_keys() -> None:
    async with widget(FORM) as form:
        await form.enter()
        assert form.focus == "#name"
        # Enter in a line is a gesture, and what was typed is told before it.
        await form.press(*"Ada", "enter")
        assert form.done == ["name CHANGE", "name ENTER"]
        await form.press("tab")
        assert form.focus == "#secret"  # what is disabled is passed
        await form.press("p", "w")
        assert isinstance(form.app.focused, Input)
        assert form.app.focused.password
        assert "pw" not in "".join(form.app.screen_rows())
        await form.press("down", "1", "x", "2", "tab")  # letters are no numbers
        await form.press("enter", "x", "ctrl+j", "y", "up", "up", "home", "Z", "tab", "!", "down")
        assert form.focus == "#country"
        assert form.done == ["secret CHANGE", "age CHANGE", "about CHANGE", "title CHANGE"]

        await form.press("enter")
        assert isinstance(form.app.screen, SelectScreen)
        await form.press(*"bel", "enter")
        assert form.values["country"] == "belgium"
        await form.press("tab", "right", "space")
        assert form.focus == "#room!option2"  # over the one that cannot be chosen
        await form.press("tab", "enter")
        assert isinstance(form.app.screen, DateScreen)
        await form.press("t", "right", "down", "enter")
        await form.press("tab", "space", "tab", "enter")
        assert form.done == [
            "country CHANGE",
            "room CHANGE",
            "day CHANGE",
            "terms CHANGE",
            "send PRESS",
        ]
        day = datetime.fromisoformat(str(form.state.values.pop("#day")))
        assert day.date().isoformat() in ("2026-03-09", "2026-03-20")
        assert day.utcoffset() == day.replace(tzinfo=None).astimezone().utcoffset()
        assert form.values == {
            "name": "Ada",
            "secret": "pw",
            "age": "12",
            "about": "ZFirst line\nx\ny",
            "title": "Meeting!",
            "country": "belgium",
            "room": "view",
            "terms": True,
        }
        await form.press("shift+tab", "shift+tab", "shift+tab")
        assert form.focus == "#room!option0"
        await form.press("shift+tab", "delete")
        assert form.values["country"] == ""

        await form.press("escape")
        assert form.where == (form.transcript, None, None)
        await form.press("enter")
        assert form.focus == "#country"  # where he was
        rows = "\n".join(form.app.screen_rows())
        assert "ZFirst line" in rows
        assert "Meeting!" in rows


async def test_a_form_is_filled_with_the_mouse() -> None:
    async with widget(FORM) as form:
        await form.click("#terms", 3)
        await form.click("#room!option2")
        await form.click("#room!option1")  # disabled
        await form.click("#name", 1)
        await form.press("a")
        await form.click("#title", 4)
        await form.press("x")
        await form.click("#title", 2)
        await form.press("y")
        await form.click("#about", 5)
        await form.press("z")
        assert form.values == {
            "terms": True,
            "room": "view",
            "name": "a",
            "title": "Meyetxing",
            "about": "Firstz line",
        }
        await form.click("#country")
        await form.pilot.click("#pick-list", offset=(3, 1))
        await settled(form.pilot)
        assert form.values["country"] == "belgium"
        await form.click("#send", 2)
        assert form.done[-2:] == ["country CHANGE", "send PRESS"]
        # A click beside all controls leaves the widget, and what was typed is kept.
        x, y = form.place("#send")
        await form.pilot.click(offset=(x + 40, y))
        await settled(form.pilot)
        assert form.transcript.inside is None
        assert form.values["name"] == "a"


async def test_a_widget_that_changes_keeps_the_keys_where_they_were() -> None:
    after = node(
        "Card",
        text("New above"),
        button("cancel"),
        field("Textarea", "about", rows=3, defaultValue="Another"),
        button("send"),
    )
    async with widget(FORM, before=2) as form:
        await form.enter()
        await form.press("tab", "tab", "tab", "!")
        assert form.focus == "#about"
        await form.change(after)
        await form.press("?")
        assert (form.focus, form.values["about"]) == ("#about", "First line!?")
        assert "First line!?" in "\n".join(form.app.screen_rows())
        await form.change(node("Card", field("Input", "name", defaultValue="Grace")))
        assert form.focus == "#name"  # nothing of the old one is left: the nearest
        # What the server says now of a field that nobody touched is what is edited.
        await form.change(node("Card", field("Input", "name", defaultValue="Hopper")))
        await form.press("!")
        assert form.values["name"] == "Hopper!"
        await form.change(node("Card", field("Input", "other"), button("send")))
        assert form.focus == "#other"
        await form.change(node("Card", text("Thank you")))
        assert form.where == (form.transcript, None, None)

        await form.change(FORM)
        await form.press("enter")
        assert form.transcript.inside == form.row.key
        # A choice is none when what it was made for has become something else behind the list.
        await form.click("#country")
        assert isinstance(form.app.screen, SelectScreen)
        await form.change(node("Card", field("Input", "country"), button("send")))
        form.state.values.clear()
        form.done.clear()
        await form.press("down", "enter")
        assert (form.focus, form.values, form.done) == ("#country", {}, [])
        form.transcript.row_removed(2)
        await settled(form.pilot)
        assert form.where == (form.transcript, None, None)


async def test_the_control_with_the_keys_is_in_view_whatever_else_moves() -> None:
    tall = node(
        "Card",
        field("Input", "first"),
        *(text(f"Paragraph {number}") for number in range(60)),
        button("middle"),
        *(text(f"Paragraph {number}") for number in range(60)),
        field("Input", "last"),
    )
    async with widget(tall, before=3, size=(50, 16)) as form:
        await form.enter()
        assert form.focus == "#first"
        assert form.sees("#first")
        for key, ref in (("tab", "#middle"), ("tab", "#last"), ("tab", "#first")):
            await form.press(key)
            assert (form.focus, form.sees(ref)) == (ref, True)
        # He reads on, and comes back with the first letter that he types.
        for _ in range(4):
            form.transcript.scroll_page_down(animate=False)
            await settled(form.pilot)
        assert not form.sees("#first")
        await form.press("a")
        assert form.sees("#first")
        assert form.values == {"first": "a"}

        # An answer grows below: it is followed until it would take the field away.
        await form.press("shift+tab")
        form.transcript.go_to_end()
        await settled(form.pilot)
        live = Row("live", assistant_item("A"), done=False)
        form.transcript.row_added(4, live)
        for count in range(4, 44, 4):
            change(live, assistant_item("line\n\n" * count))
            form.transcript.row_updated(live)
            await settled(form.pilot, lambda: not form.transcript._dirty)
            assert form.sees("#last")
        assert not form.transcript.at_end
        await form.press("b")
        assert form.values["last"] == "b"


async def test_nothing_is_operated_while_an_action_runs() -> None:
    async with widget(FORM) as form:
        await form.enter()
        form.state.busy.add("")
        form.transcript.operator.widgets.redraw(form.row.key)
        await settled(form.pilot)
        await form.press("a", "enter", "end", "enter", "space")
        assert (form.focus, form.values, form.done) == ("#name", {}, [])
        form.state.busy.clear()
        form.transcript.operator.widgets.redraw(form.row.key)
        await settled(form.pilot)
        await form.press("a")
        assert form.values == {"name": "a"}
        # The same for one control: the others can be operated meanwhile.
        form.state.busy.add("#terms")
        form.transcript.operator.widgets.redraw(form.row.key)
        await form.click("#terms")
        await form.click("#room!option2")
        assert form.values == {"name": "a", "room": "view"}
        assert form.done == ["name CHANGE", "room CHANGE"]
        # Another one takes the focus: he is inside no more, and the change is told.
        await form.press("shift+tab", "shift+tab", "!")
        form.app.screen.set_focus(None)
        await settled(form.pilot)
        assert (form.transcript.inside, form.done) == (None, ["title CHANGE"])


async def test_what_is_listed_is_chosen_by_number_and_more_of_it_shown() -> None:
    rows = [
        node("ListViewItem", text(f"Row {number}"), id=f"row{number}", onClickAction=CLICK)
        for number in range(1, 7)
    ]
    async with widget(node("ListView", *rows)) as form:
        await form.enter()
        await form.press("2")
        assert (form.focus, form.done) == ("#row2", ["row2 PRESS"])
        await form.press("9", "down", "enter", "end")
        assert form.done == ["row3 PRESS"]
        assert form.focus == "ListView!more"
        await form.press("enter")
        assert form.focus == "#row5"  # the first of what came
        await form.press("6")
        assert form.done == ["row6 PRESS"]

    select = field("Select", "size", options=COUNTRIES, placeholder="Which?")
    async with widget(node("Card", select)) as form:
        await form.enter()
        await form.press("enter", "c", "2")  # it is not searched in: letters mean nothing
        assert (form.values, form.done) == ({"size": "belgium"}, ["size CHANGE"])
        await form.press("enter", "escape", "enter", "up", "enter")
        assert form.values == {"size": "austria"}

    folded = node("Card", button("inner"), collapsed=True, status={"text": "Done"})
    async with widget(folded) as form:
        await form.enter()
        await form.press("enter", "tab", "enter")
        assert form.done == ["inner PRESS"]


async def test_dates_keep_to_their_limits_and_an_untouched_one_goes_back_as_it_came() -> None:
    held = "2026-03-10T15:45:00Z"
    picker = field(
        "DatePicker",
        "day",
        defaultValue=held,
        min="2026-03-05T00:00:00",
        max="2026-03-20T00:00:00",
        clearable=True,
    )
    day = datetime.fromisoformat(held).astimezone().date()
    async with widget(node("Card", picker), size=(40, 12)) as form:
        await form.enter()
        await form.press("enter", "right", "left", "enter")
        assert form.done == []
        await form.press("enter", "right", "enter")
        assert str(form.values["day"]).startswith((day + timedelta(1)).isoformat())
        for key, limit in (("pagedown", "2026-03-20"), ("shift+pageup", "2026-03-05")):
            await form.press("enter", key, "enter")
            assert str(form.values["day"]).startswith(f"{limit}T00:00:00.000")
        await form.press("enter", "delete")
        assert form.values["day"] == ""
        assert form.done == ["day CHANGE"] * 4
        # The whole calendar fits a small screen, and days can be clicked.
        await form.press("enter")
        rows = form.app.screen_rows()
        y = next(at for at, row in enumerate(rows) if " 11 " in row)
        await form.pilot.click(offset=(rows[y].index(" 11 ") + 1, y))
        await settled(form.pilot)
        assert str(form.values["day"]).startswith("2026-03-11")
        assert isinstance(form.app.focused, ControlKeys)
