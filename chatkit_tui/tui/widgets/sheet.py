"""What a component is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from chatkit_tui.tui.widgets.state import WidgetState

if TYPE_CHECKING:
    from rich.color import Color as ScreenColor
    from rich.style import Style

    from chatkit_tui.protocol.widgets.tree import Node
    from chatkit_tui.tui.pictures.gallery import Picture
    from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown
    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.widgets.block import Block
    from chatkit_tui.tui.widgets.colors import Colors


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells a component takes: at `least` without being cut, and where it is free to choose."""

    least: int
    wanted: int


class Draughtsman(Protocol):
    """Draws pictures; what is transparent in them shows what is beneath."""

    def __call__(
        self, address: str, columns: int, beneath: ScreenColor | None = None
    ) -> Picture | None:
        """The picture at an address in so many cells; None where no pictures are drawn."""
        ...


def _forgetful(ref: str) -> LiveMarkdown:
    from chatkit_tui.tui.transcript.markdown.live import LiveMarkdown

    return LiveMarkdown()


@dataclass(slots=True)
class Sheet:
    """The surroundings of one drawing of one widget."""

    palette: Palette
    colors: Colors
    """Says what a colour of the widget is on this screen."""
    state: WidgetState
    draw_node: Callable[[Node, int, Sheet], Block]
    measure_node: Callable[[Node, Sheet], Widths]
    picture: Draughtsman = lambda address, columns, beneath=None: None
    """Draws the picture at an address in so many cells; None where no pictures are drawn."""
    markdown: Callable[[str], LiveMarkdown] = _forgetful
    """The Markdown of a component, by its ref, with what was rendered of it before."""
    fields: Mapping[str, Node] = field(default_factory=dict)
    """The fields of the widget by their names: what its labels stand for."""
    growing: bool = False
    """Whether the server is still at it: more may come at any moment."""
    beneath: ScreenColor | None = None
    """The background that what is drawn next will stand on; None for the transcript's own."""
    _widths: dict[str, Widths] = field(default_factory=dict)

    def draw(self, node: Node, width: int) -> Block:
        """A component and what is in it, in exactly `width` cells."""
        return self.draw_node(node, max(1, width), self)

    def over(self, background: ScreenColor | None) -> Sheet:
        """The sheet for what stands on that background; the same one for none.

        Its palette is readable there.
        """
        if background is None:
            return self
        return replace(self, beneath=background, palette=self.colors.on(background))

    def themed(self, theme: str | None) -> Sheet:
        """The sheet of a widget that asks for a theme.

        If the program wears another one, `beneath` of the new sheet is the background it needs.
        """
        colors = self.colors.themed(theme)
        if colors is self.colors or colors == self.colors:
            return self
        return replace(self, colors=colors).over(colors.ground)

    def readable(self, style: Style) -> Style:
        """A style of the palette as it can be read on what is beneath."""
        return self.colors.readable(style, self.beneath)

    def widths(self, node: Node) -> Widths:
        """How wide a component is; asked once for each."""
        known = self._widths.get(node.ref)
        if known is None:
            known = self._widths[node.ref] = self.measure_node(node, self)
        return known
