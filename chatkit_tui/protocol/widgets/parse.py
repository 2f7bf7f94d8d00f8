"""From a raw widget tree to typed components, without recursion."""

from __future__ import annotations

from typing import Any

from chatkit_tui.protocol.base import read, text_at
from chatkit_tui.protocol.widgets.component import Component, UnknownComponent
from chatkit_tui.protocol.widgets.content import Chart, Icon, Image
from chatkit_tui.protocol.widgets.controls import (
    Button,
    Checkbox,
    DatePicker,
    Input,
    RadioGroup,
    Select,
    Textarea,
)
from chatkit_tui.protocol.widgets.layout import (
    BasicRoot,
    Box,
    Card,
    Col,
    Divider,
    Form,
    ListView,
    ListViewItem,
    Row,
    Spacer,
    Table,
    TableCell,
    TableRow,
    Transition,
)
from chatkit_tui.protocol.widgets.text import Badge, Caption, Label, Markdown, Text, Title

COMPONENTS: dict[str, type[Component]] = {
    model.model_fields["type"].default: model
    for model in (
        *(Badge, Caption, Label, Markdown, Text, Title),
        *(BasicRoot, Box, Card, Col, Divider, Form, ListView, ListViewItem, Row, Spacer),
        *(Table, TableCell, TableRow, Transition),
        *(Button, Checkbox, DatePicker, Input, RadioGroup, Select, Textarea),
        *(Chart, Icon, Image),
    )
}
"""The model of each `type`."""


def parse_component(raw: Any) -> Component:
    """The component and all below it; what has no model becomes an UnknownComponent."""
    nodes = [raw]
    spans: list[range] = []
    for node in nodes:  # grows as it goes: every child comes after its parent
        first = len(nodes)
        nodes.extend(children_of(node))
        spans.append(range(first, len(nodes)))
    parsed: list[Component] = [_NONE] * len(nodes)
    for place in range(len(nodes) - 1, -1, -1):
        parsed[place] = _component(nodes[place], tuple(parsed[child] for child in spans[place]))
    return parsed[0]


_NONE = UnknownComponent()


def children_of(node: Any) -> list[Any]:
    """The raw children of a raw component; a single child is a list of one."""
    children = node.get("children") if isinstance(node, dict) else None
    if isinstance(children, list):
        return [child for child in children if child is not None]
    return [children] if isinstance(children, dict) else []


def read_component(raw: Any) -> Component:
    """A raw component without its children."""
    if isinstance(raw, dict) and "children" in raw:
        raw = {name: value for name, value in raw.items() if name != "children"}
    return _component(raw, ())


def _component(raw: Any, children: tuple[Component, ...]) -> Component:
    model = COMPONENTS.get(text_at(raw, "type"))
    if model is not None:
        return read(model, {**raw, "children": children} if "children" in raw else raw)
    return UnknownComponent(
        type=text_at(raw, "type"),
        key=text_at(raw, "key") or None,
        id=text_at(raw, "id") or None,
        children=children,
        raw=raw,
    )
