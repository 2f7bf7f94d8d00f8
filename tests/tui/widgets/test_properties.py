"""The documentation says of every property what it becomes in cells, and of no other."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from inspect import isclass

import chatkit.widgets
from pydantic import BaseModel

from chatkit_tui.protocol.actions import ActionConfig
from chatkit_tui.protocol.widgets import component, content, controls
from chatkit_tui.protocol.widgets.parse import COMPONENTS
from chatkit_tui.tui.widgets.properties import page
from chatkit_tui.tui.widgets.property_table import EVERY, PARTS, PROPERTIES
from tests.tui.widgets.npm_properties import NAMES


def sdk_classes() -> Iterator[type[BaseModel]]:
    """The components that the official SDK builds, whatever their names."""
    for each in vars(chatkit.widgets).values():
        if isclass(each) and issubclass(each, BaseModel) and "type" in each.model_fields:
            kind = each.model_fields["type"].default
            if isinstance(kind, str) and kind in COMPONENTS:
                yield each


def own_names(model: type[BaseModel]) -> set[str]:
    names = {field.alias or name for name, field in model.model_fields.items()}
    return names - set(EVERY) - {"raw"}


def test_the_page_is_what_the_code_says() -> None:
    written = (files("chatkit_tui") / "docs" / "widgets.md").read_text(encoding="utf-8")
    assert written == page(), "python -m chatkit_tui.tui.widgets.properties writes it anew"


def test_every_property_of_every_model_is_told() -> None:
    told = {kind: set(texts) for kind, texts in PROPERTIES.items()}
    assert told == {kind: own_names(model) for kind, model in COMPONENTS.items()}


def test_every_property_of_the_official_web_client_is_told() -> None:
    for kind, names in NAMES.items():
        missing = set(names.split()) - set(PROPERTIES[kind]) - set(EVERY)
        assert not missing, f"{kind}: {missing}"


def test_every_property_of_the_official_sdk_is_told() -> None:
    classes = list(sdk_classes())
    assert len(classes) > 20
    for each in classes:
        kind = each.model_fields["type"].default
        missing = own_names(each) - set(PROPERTIES[kind])
        assert not missing, f"{kind}: {missing}"


def test_objects_in_properties_are_told_whole() -> None:
    models: dict[str, tuple[type[BaseModel], ...]] = {
        "action": (ActionConfig,),
        "confirm and cancel": (component.CardAction,),
        "status": (component.WidgetStatus,),
        "editable": (component.EditableProps,),
        "xAxis": (content.XAxisConfig,),
        "series": (content.BarSeries, content.AreaSeries, content.LineSeries),
        "padding and margin": (component.Spacing,),
        "border": (component.Border, component.Borders),
        "colour": (component.ThemeColor,),
        "option": (controls.Option,),
    }
    assert set(models) == set(PARTS)
    for name, of in models.items():
        fields = {field.alias or key for each in of for key, field in each.model_fields.items()}
        assert set(PARTS[name]) == fields, name
