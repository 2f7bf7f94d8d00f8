"""Every component of both SDKs is understood, however deep and however wrong its properties."""

from __future__ import annotations

from typing import Any

import pytest
from chatkit import widgets as sdk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatkit_tui.protocol.widgets.component import Component, UnknownComponent
from chatkit_tui.protocol.widgets.content import BarSeries, Chart, UnknownSeries, XAxisConfig
from chatkit_tui.protocol.widgets.controls import Button, Checkbox, Input, Select
from chatkit_tui.protocol.widgets.layout import BasicRoot, Box, Card, ListView, TableCell
from chatkit_tui.protocol.widgets.parse import COMPONENTS, parse_component
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.protocol.widgets.text import Text
from tests.support.wire_strategies import JSON_VALUES, members, served

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CLASSES = [
    cls
    for union in (sdk.WidgetComponent, sdk.WidgetRoot)
    for cls in members(union)
    if not cls.__name__.startswith("Dynamic")
]
DYNAMIC = [sdk.DynamicWidgetComponent, sdk.DynamicWidgetRoot]
WRONG: list[Any] = [None, [[{"zork": None}]], {"zork": [None]}, -1.5]


def with_lists(raw: Any) -> Any:
    """The tree as components tell it: children are always a list."""
    if not isinstance(raw, dict) or raw.get("type") not in COMPONENTS or "children" not in raw:
        return raw
    children = raw["children"]
    listed = children if isinstance(children, list) else [children]
    return {**raw, "children": [with_lists(child) for child in listed if child is not None]}


def nodes(component: Component) -> list[Component]:
    found = [component]
    for each in found:
        found.extend(each.children)
    return found


@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
@EXAMPLES
def test_components_are_understood(cls: Any, data: st.DataObject) -> None:
    raw = data.draw(served(cls) | served(cls, whole=True))
    component = parse_component(raw)
    assert component.as_json() == with_lists(raw)
    for node in nodes(component):
        assert not isinstance(node, UnknownComponent) or node.type not in COMPONENTS


@pytest.mark.parametrize("cls", DYNAMIC)
@given(data=st.data())
@EXAMPLES
def test_components_from_templates_have_their_type(cls: Any, data: st.DataObject) -> None:
    raw = data.draw(served(cls))
    component = parse_component(raw)
    assert component.type == raw["type"]
    assert isinstance(plain_text(raw), str)


@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
@EXAMPLES
def test_a_wrong_property_costs_only_itself(cls: Any, data: st.DataObject) -> None:
    raw = data.draw(served(cls))
    name = data.draw(st.sampled_from(sorted(raw.keys() - {"type"}) or ["zork"]))
    whole = parse_component(raw)
    hurt = parse_component({**raw, name: data.draw(st.sampled_from(WRONG))})
    assert type(hurt) is type(whole)
    fields = {field.alias or name: name for name, field in type(whole).model_fields.items()}
    for other in fields.keys() - {name}:
        assert getattr(hurt, fields[other]) == getattr(whole, fields[other])


@given(raw=JSON_VALUES)
def test_anything_can_be_parsed(raw: Any) -> None:
    component = parse_component(raw)
    assert isinstance(component, UnknownComponent)
    assert component.raw == raw
    assert isinstance(plain_text(raw), str)


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls is not sdk.ListView])
def test_every_property_of_the_official_components_has_a_field(cls: Any) -> None:
    model = COMPONENTS[cls.model_fields["type"].default]
    known = {field.alias or name for name, field in model.model_fields.items()}
    assert cls.model_fields.keys() <= known


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("Basic", "theme direction gap padding align justify"),
        ("Card", "border asForm background size padding status collapsed confirm cancel theme"),
        ("Table", "children"),
        ("Table.Row", "children header"),
        ("Table.Cell", "children width padding colSpan rowSpan align vAlign colSize"),
        ("Image", "aspectRatio radius margin maxSize"),
        ("Select", "required onChangeAction searchable"),
        ("DatePicker", "required"),
        ("Input", "onChangeAction"),
        ("Textarea", "onChangeAction"),
        ("Title", "editable"),
    ],
)
def test_properties_only_the_browser_knows_have_a_field(type_: str, properties: str) -> None:
    model = COMPONENTS[type_]
    known = {field.alias or name for name, field in model.model_fields.items()}
    assert set(properties.split()) <= known


def test_a_table() -> None:
    raw = {
        "type": "Table",
        "children": [
            {
                "type": "Table.Row",
                "header": True,
                "children": [
                    {
                        "type": "Table.Cell",
                        "colSpan": 2,
                        "vAlign": "end",
                        "padding": {"x": 2},
                        "children": [{"type": "Text", "value": "a"}],
                    }
                ],
            }
        ],
    }
    table = parse_component(raw)
    assert table.as_json() == raw
    cell = table.children[0].children[0]
    assert isinstance(cell, TableCell)
    assert (cell.col_span, cell.v_align) == (2, "end")


def test_properties_mend_one_by_one() -> None:
    card = parse_component(
        {
            "type": "Card",
            "status": {"text": "S", "icon": 5, "frame": "zork"},
            "confirm": {"label": "Ok", "action": {"type": "a", "payload": 1, "handler": None}},
            "cancel": "zork",
            "children": "zork",
            "size": "lg",
        }
    )
    assert isinstance(card, Card)
    assert (card.size, card.cancel, card.children) == ("lg", None, ())
    assert card.status is not None
    assert (card.status.text, card.status.frame) == ("S", None)
    assert card.confirm is not None
    assert card.confirm.action is not None
    assert (card.confirm.action.payload, card.confirm.action.handler) == (1, "server")


def test_numbers_stand_for_texts() -> None:
    text = parse_component({"type": "Text", "value": 5, "id": 7})
    assert isinstance(text, Text)
    assert (text.value, text.id) == ("5", "7")


def test_lengths_keep_their_kind() -> None:
    box = parse_component({"type": "Box", "gap": 2, "padding": 1.5, "width": "50%", "flex": "1"})
    assert isinstance(box, Box)
    assert [box.gap, box.padding, box.width, box.flex] == [2, 1.5, "50%", "1"]
    assert isinstance(box.gap, int)


def test_borders_come_in_three_forms() -> None:
    def border(raw: Any) -> Any:
        return parse_component({"type": "Box", "border": raw}).as_json()["border"]

    for raw in (1, {"size": 1, "color": {"dark": "a", "light": "b"}}, {"top": 1, "x": {"size": 2}}):
        assert border(raw) == raw


def test_old_checkboxes_say_true_as_a_text() -> None:
    for raw, meant in (("true", True), ("false", False), (True, True), ("zork", None)):
        box = parse_component({"type": "Checkbox", "name": "c", "defaultChecked": raw})
        assert isinstance(box, Checkbox)
        assert box.default_checked is meant


def test_wrong_options_and_series_cost_only_themselves() -> None:
    select = parse_component(
        {"type": "Select", "name": "s", "options": [{"value": "a", "label": "A"}, 5, None]}
    )
    assert isinstance(select, Select)
    assert [option.label for option in select.options] == ["A"]
    chart = parse_component(
        {
            "type": "Chart",
            "data": [{"m": 1}, 5],
            "series": [{"type": "bar", "dataKey": "m"}, {"type": "pie"}],
            "xAxis": {"dataKey": "m", "labels": {"1": "one", "2": None}},
        }
    )
    assert isinstance(chart, Chart)
    assert chart.data == ({"m": 1},)
    assert [type(each) for each in chart.series] == [BarSeries, UnknownSeries]
    assert isinstance(chart.x_axis, XAxisConfig)
    assert chart.x_axis.labels == {"1": "one"}


def test_the_kinds_of_limit() -> None:
    for limit in (3, "auto", None):
        view = parse_component({"type": "ListView", "limit": limit, "children": []})
        assert isinstance(view, ListView)
        assert view.limit == limit


def test_children_in_every_shape() -> None:
    leaf = {"type": "Text", "value": "x"}
    assert len(parse_component({"type": "Transition", "children": leaf}).children) == 1
    assert parse_component({"type": "Transition", "children": None}).children == ()
    row = parse_component({"type": "Row", "children": [None, leaf, "words", [leaf]]})
    assert [child.type for child in row.children] == ["Text", "", ""]
    zork = parse_component({"type": "Zork", "id": "z", "key": "k", "children": [leaf]})
    assert isinstance(zork, UnknownComponent)
    assert (zork.id, zork.key, zork.children[0].type) == ("z", "k", "Text")


def test_roots_without_a_frame() -> None:
    root = parse_component({"type": "Basic", "direction": "row", "zork": [1]})
    assert isinstance(root, BasicRoot)
    assert root.direction == "row"
    assert root.model_extra == {"zork": [1]}


def test_actions_keep_their_payload() -> None:
    payload = {"b": 1.0, "a": [None]}
    button = parse_component(
        {"type": "Button", "onClickAction": {"type": "t", "payload": payload, "x": 1}}
    )
    assert isinstance(button, Button)
    assert button.on_click_action is not None
    assert button.on_click_action.payload is payload
    assert (button.on_click_action.loading_behavior, button.on_click_action.streaming) == (
        "auto",
        True,
    )


def test_input_defaults() -> None:
    control = parse_component({"type": "Input"})
    assert isinstance(control, Input)
    assert (control.name, control.required, control.default_value) == ("", None, None)


def tower(height: int) -> dict[str, Any]:
    """A text in many boxes, every other one with a single child that is no list."""
    raw: dict[str, Any] = {"type": "Text", "value": "down here"}
    for level in range(height):
        raw = (
            {"type": "Col", "children": [raw]}
            if level % 2
            else {"type": "Transition", "children": raw}
        )
    return raw


@pytest.mark.parametrize("height", [200, 20_000])
def test_depth_is_no_limit(height: int) -> None:
    raw = tower(height)
    component = parse_component(raw)
    for _ in range(height):
        component = component.children[0]
    assert isinstance(component, Text)
    assert plain_text(raw) == "down here"


def test_breadth_is_no_limit() -> None:
    texts = [{"type": "Text", "value": str(number)} for number in range(2_000)]
    column = parse_component({"type": "Col", "children": texts})
    assert [child.as_json() for child in column.children] == texts


def test_plain_text_says_what_a_widget_says_in_reading_order() -> None:
    raw = {
        "type": "Card",
        "status": {"text": "Status"},
        "confirm": {"label": "Yes", "action": {"type": "a", "payload": {"label": "not this"}}},
        "cancel": {"label": "No"},
        "children": [
            {"type": "Title", "value": "Title"},
            {"type": "Row", "children": [{"type": "Badge", "label": "Badge"}, "words", None]},
            {"type": "Text", "value": " "},
            {"type": "Image", "src": "https://example.com/secret.png", "alt": "A cat"},
            {"type": "RadioGroup", "name": "r", "options": [{"label": "One", "value": "1"}]},
            {"type": "Transition", "children": {"type": "Caption", "value": 5}},
            {"type": "Zork", "children": [{"type": "Markdown", "value": "**m**"}]},
            {"type": "Button", "label": "Press"},
        ],
    }
    assert plain_text(raw).split("\n") == [
        *("Status", "Title", "Badge", "words", "A cat", "( ) One", "5", "**m**"),
        *("[Press]", "[Yes]", "[No]"),
    ]


def test_plain_text_of_controls_is_what_they_hold() -> None:
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": 2}, "no option"]
    controls = [
        {"type": "Select", "options": options, "defaultValue": "2", "placeholder": "Choose"},
        {"type": "Select", "options": options, "defaultValue": "7", "placeholder": "Choose"},
        {"type": "Select", "options": [{"options": options}], "defaultValue": "1"},
        {"type": "RadioGroup", "options": options, "defaultValue": "1"},
        {"type": "Checkbox", "label": "Tea", "defaultChecked": True},
        {"type": "Checkbox", "label": "Milk"},
        {"type": "Input", "defaultValue": "Ada", "placeholder": "Name"},
        {"type": "Input", "placeholder": "Town"},
        {"type": "Input", "defaultValue": "secret", "inputType": "password"},
        {"type": "DatePicker", "defaultValue": "2024-05-01"},
    ]
    assert plain_text(controls).split("\n") == [
        *("Two", "Choose", "One", "(x) One", "( ) Two", "[x] Tea", "[ ] Milk"),
        *("Ada", "Town", "2024-05-01"),
    ]


def test_plain_text_of_tables_and_data_has_a_line_for_each_row() -> None:
    def row(*cells: Any) -> dict[str, Any]:
        cell = [{"type": "Table.Cell", "children": each} for each in cells]
        return {"type": "Table.Row", "children": cell}

    text = {"type": "Text", "value": "a\nb"}
    nested = {"type": "Table", "children": [row([text])]}
    table = {"type": "Table", "children": [row([text, "c"], [], ["d"]), row([nested], ["e"])]}
    assert plain_text(["before", table, "after"]) == "before\na b c\t\td\n\ta b\te\nafter"
    chart = {
        "type": "Chart",
        "xAxis": {"dataKey": "month", "labels": {"Jan": "January"}},
        "series": [{"dataKey": "sold", "label": "Sold"}, {"dataKey": "left"}],
        "data": [{"month": "Jan", "sold": 3}, {"month": "Feb", "sold": 4, "left": 1.5}, None],
    }
    assert plain_text(chart) == "month\tSold\tleft\nJanuary\t3\t\nFeb\t4\t1.5"
