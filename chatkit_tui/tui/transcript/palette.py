"""The styles a transcript is drawn with, taken from the theme of the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from rich.style import Style

PLAIN = Style()
"""No colour and no attribute."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One style per role; a role's CSS component class is `transcript--` and its name.

    Styles carry a background only where the role has one of its own, so that the background of
    an item shows through everywhere else.
    """

    base: Style = PLAIN
    """Beneath everything: the text and background colours of the transcript."""
    text: Style = PLAIN
    muted: Style = PLAIN
    user: Style = PLAIN
    """Beneath what the user said."""
    accent: Style = PLAIN
    """The bar beside what the user said."""
    cursor: Style = PLAIN
    """The bar beside the item the user stands on."""
    error: Style = PLAIN
    warning: Style = PLAIN
    success: Style = PLAIN
    busy: Style = PLAIN
    """Spinners, and what they stand beside."""
    label: Style = PLAIN
    """The name of a box: an image, a tool, something unknown."""
    tag: Style = PLAIN
    """An entity the user mentioned."""
    citation: Style = PLAIN
    strong: Style = PLAIN
    emphasis: Style = PLAIN
    strike: Style = PLAIN
    link: Style = PLAIN
    url: Style = PLAIN
    bullet: Style = PLAIN
    quote: Style = PLAIN
    quote_bar: Style = PLAIN
    rule: Style = PLAIN
    heading_1: Style = PLAIN
    heading_2: Style = PLAIN
    heading_3: Style = PLAIN
    table_head: Style = PLAIN
    code_inline: Style = PLAIN
    code: Style = PLAIN
    """A code block; the code_ styles below are drawn on top of it."""
    code_label: Style = PLAIN
    code_keyword: Style = PLAIN
    code_string: Style = PLAIN
    code_number: Style = PLAIN
    code_comment: Style = PLAIN
    code_function: Style = PLAIN
    code_type: Style = PLAIN
    code_operator: Style = PLAIN
    code_inserted: Style = PLAIN
    code_deleted: Style = PLAIN
    match: Style = PLAIN
    """On top of everything else: what was looked for."""
    match_current: Style = PLAIN
    selection: Style = PLAIN
    """On top of everything else: what the mouse selected."""
    hyperlinks: bool = False
    """Whether the terminal follows links, so that their addresses need not be spelled out."""
    shades: bool = True
    """Whether fine shades can be told apart: not with 16 colours or the terminal's own."""
    colourless: bool = False
    """Whether there are no colours at all, only attributes."""

    def __hash__(self) -> int:
        """By what themes differ in: to hash every style costs more than what is looked up."""
        return hash((self.base, self.text, self.accent, self.shades))

    @classmethod
    def from_lookup(
        cls,
        lookup: Callable[[str], Style],
        *,
        hyperlinks: bool = False,
        shades: bool = True,
        colourless: bool = False,
    ) -> Palette:
        """Ask `lookup` for the style of each component class."""
        styles = {role: lookup(component_class(role)) for role in _roles(cls)}
        return cls(**styles, hyperlinks=hyperlinks, shades=shades, colourless=colourless)

    def linked(self, style: Style, address: str | None) -> Style:
        """`style` with a link to an address that may be opened, where the terminal follows it."""
        return style + Style(link=address) if self.hyperlinks and address else style


def _roles(palette: type[Palette]) -> list[str]:
    return [field.name for field in fields(palette) if isinstance(field.default, Style)]


def component_class(role: str) -> str:
    """The CSS component class of a role."""
    return "transcript--" + role.replace("_", "-")


BASE = component_class("base")
USER = component_class("user")

MARKS = frozenset(map(component_class, ("accent", "cursor")))
"""Roles that are bars: they must be seen."""

LINES = frozenset(map(component_class, ("quote_bar", "rule")))
"""Roles that are thin lines: they may be faint."""

COMPONENT_CLASSES = frozenset(map(component_class, _roles(Palette)))
