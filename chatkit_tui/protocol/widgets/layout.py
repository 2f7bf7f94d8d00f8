"""Components that hold others."""

from __future__ import annotations

from typing import Annotated, Literal

from chatkit_tui.protocol.base import Tolerant
from chatkit_tui.protocol.widgets.component import (
    Border,
    Borders,
    CardAction,
    Color,
    Component,
    Length,
    Spacing,
    TolerantAction,
    WidgetStatus,
)

Space = Length | Annotated[Spacing, Tolerant()]
Lines = int | float | Border | Borders


class Sized(Component):
    """A component with a size of its own."""

    flex: Length | None = None
    height: Length | None = None
    width: Length | None = None
    size: Length | None = None
    min_height: Length | None = None
    min_width: Length | None = None
    min_size: Length | None = None
    max_height: Length | None = None
    max_width: Length | None = None
    max_size: Length | None = None
    aspect_ratio: Length | None = None


class BoxBase(Sized):
    """What boxes have in common."""

    align: str | None = None
    justify: str | None = None
    wrap: str | None = None
    gap: Length | None = None
    padding: Space | None = None
    margin: Space | None = None
    border: Lines | None = None
    radius: str | None = None
    background: Color | None = None


class Box(BoxBase):
    """A box; `direction` is row or col."""

    type: Literal["Box"] = "Box"
    direction: str | None = None


class Row(BoxBase):
    """Children side by side."""

    type: Literal["Row"] = "Row"


class Col(BoxBase):
    """Children one below the other."""

    type: Literal["Col"] = "Col"


class Form(BoxBase):
    """A box whose controls are submitted together."""

    type: Literal["Form"] = "Form"
    on_submit_action: TolerantAction | None = None
    direction: str | None = None


class Card(Component):
    """The usual root of a widget."""

    type: Literal["Card"] = "Card"
    as_form: bool | None = None
    background: Color | None = None
    border: Lines | None = None
    size: str | None = None
    padding: Space | None = None
    status: Annotated[WidgetStatus, Tolerant()] | None = None
    collapsed: bool | None = None
    confirm: Annotated[CardAction, Tolerant()] | None = None
    cancel: Annotated[CardAction, Tolerant()] | None = None
    theme: str | None = None


class ListView(Component):
    """A list; `limit` is how many are shown at first, or "auto"."""

    type: Literal["ListView"] = "ListView"
    limit: int | float | str | None = None
    status: Annotated[WidgetStatus, Tolerant()] | None = None
    theme: str | None = None


class ListViewItem(Component):
    """A row of a list."""

    type: Literal["ListViewItem"] = "ListViewItem"
    on_click_action: TolerantAction | None = None
    gap: Length | None = None
    align: str | None = None


class BasicRoot(Component):
    """A root without a frame."""

    type: Literal["Basic"] = "Basic"
    theme: str | None = None
    direction: str | None = None
    gap: Length | None = None
    padding: Space | None = None
    align: str | None = None
    justify: str | None = None


class Transition(Component):
    """Animates changes of its one child."""

    type: Literal["Transition"] = "Transition"


class Spacer(Component):
    """Takes the room that is left."""

    type: Literal["Spacer"] = "Spacer"
    min_size: Length | None = None


class Divider(Component):
    """A line between others."""

    type: Literal["Divider"] = "Divider"
    color: Color | None = None
    size: Length | None = None
    spacing: Length | None = None
    flush: bool | None = None


class Table(Component):
    """A table of rows."""

    type: Literal["Table"] = "Table"


class TableRow(Component):
    """A row of cells; `header` rows stand out."""

    type: Literal["Table.Row"] = "Table.Row"
    header: bool | None = None


class TableCell(Component):
    """A cell; `col_size` is xs to xl."""

    type: Literal["Table.Cell"] = "Table.Cell"
    width: Length | None = None
    padding: Space | None = None
    col_span: int | None = None
    row_span: int | None = None
    align: str | None = None
    v_align: str | None = None
    col_size: str | None = None
