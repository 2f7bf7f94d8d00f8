"""From a component to what it looks like: finds the painter of its type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chatkit_tui.protocol.widgets.component import Component
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
from chatkit_tui.tui.widgets.badges import draw_badge, measure_badge
from chatkit_tui.tui.widgets.boxes import draw_box, measure_box, measure_transition
from chatkit_tui.tui.widgets.buttons import draw_button_node, measure_button
from chatkit_tui.tui.widgets.card import draw_card, measure_card
from chatkit_tui.tui.widgets.chart import draw_chart, measure_chart
from chatkit_tui.tui.widgets.choices import (
    draw_checkbox,
    draw_radio_group,
    measure_checkbox,
    measure_radio_group,
)
from chatkit_tui.tui.widgets.fields import draw_input, draw_textarea, measure_typed
from chatkit_tui.tui.widgets.icons import draw_icon, measure_icon
from chatkit_tui.tui.widgets.list_view import draw_item, draw_list, measure_item, measure_list
from chatkit_tui.tui.widgets.markdown import draw_markdown, measure_markdown
from chatkit_tui.tui.widgets.pickers import draw_picker, measure_picker
from chatkit_tui.tui.widgets.picture import draw_image, measure_image
from chatkit_tui.tui.widgets.sheet import Sheet, Widths
from chatkit_tui.tui.widgets.space import draw_divider, draw_spacer, measure_space
from chatkit_tui.tui.widgets.table import draw_table, measure_table
from chatkit_tui.tui.widgets.table_cell import draw_cell, measure_cell
from chatkit_tui.tui.widgets.texts import draw_label, draw_text, measure_label, measure_text
from chatkit_tui.tui.widgets.unknown import draw_unknown, measure_unknown

if TYPE_CHECKING:
    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.widgets.block import Block

Measure = Callable[["Node", Sheet], Widths]
Draw = Callable[["Node", int, Sheet], "Block"]

PAINTERS: dict[type[Component], tuple[Measure, Draw]] = {
    Card: (measure_card, draw_card),
    ListView: (measure_list, draw_list),
    ListViewItem: (measure_item, draw_item),
    BasicRoot: (measure_box, draw_box),
    Box: (measure_box, draw_box),
    Row: (measure_box, draw_box),
    Col: (measure_box, draw_box),
    Form: (measure_box, draw_box),
    Transition: (measure_transition, draw_box),
    Spacer: (measure_space, draw_spacer),
    Divider: (measure_space, draw_divider),
    Button: (measure_button, draw_button_node),
    Input: (measure_typed, draw_input),
    Textarea: (measure_typed, draw_textarea),
    Select: (measure_picker, draw_picker),
    DatePicker: (measure_picker, draw_picker),
    Checkbox: (measure_checkbox, draw_checkbox),
    RadioGroup: (measure_radio_group, draw_radio_group),
    Text: (measure_text, draw_text),
    Title: (measure_text, draw_text),
    Caption: (measure_text, draw_text),
    Label: (measure_label, draw_label),
    Markdown: (measure_markdown, draw_markdown),
    Badge: (measure_badge, draw_badge),
    Icon: (measure_icon, draw_icon),
    Image: (measure_image, draw_image),
    Table: (measure_table, draw_table),
    TableRow: (measure_table, draw_table),
    TableCell: (measure_cell, draw_cell),
    Chart: (measure_chart, draw_chart),
}
"""How wide each component is, and what it looks like in so many cells."""

_UNKNOWN = (measure_unknown, draw_unknown)


def measure(node: Node, sheet: Sheet) -> Widths:
    """How wide a component is."""
    return PAINTERS.get(type(node.component), _UNKNOWN)[0](node, sheet)


def draw(node: Node, width: int, sheet: Sheet) -> Block:
    """A component and all in it, in exactly `width` cells."""
    return PAINTERS.get(type(node.component), _UNKNOWN)[1](node, width, sheet)
