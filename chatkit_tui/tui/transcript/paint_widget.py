"""Widgets: what `tui.widgets` draws, as lines of their item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.controller.forms.values import name_of
from chatkit_tui.protocol.items import WidgetItem
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.tui.transcript.page import Page
from chatkit_tui.tui.widgets.colors import Colors
from chatkit_tui.tui.widgets.draw import draw, measure
from chatkit_tui.tui.widgets.root import draw_root
from chatkit_tui.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row


def paint_widget(item: WidgetItem, row: Row, page: Page) -> None:
    """The widget as wide as it wants to be, with its controls."""
    root = tree_of(item.widget, page.components)
    sheet = Sheet(
        palette=page.palette,
        colors=Colors(page.palette),
        state=page.widget_state(row.key),
        draw_node=draw,
        measure_node=measure,
        picture=page.picture,
        markdown=page.text,
        fields={name: node for node in root.walk() if (name := name_of(node.component))},
        growing=not row.done,
    )
    block = draw_root(root, page.width, sheet)
    page.begin()
    page.more(block.lines)
    begin = len(page.painted.lines) - block.height
    page.painted.controls.extend(control.moved(begin, 0) for control in block.controls)
    page.painted.spinners.extend(begin + each for each in block.spinners)
