"""The scroll bar of the transcript, drawn without the way through Rich: it moves in every frame."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.style import Style
    from textual.visual import RenderOptions

_DEFAULT = Color.default()


class BarVisual(ScrollBarRender, Visual):
    """Textual's own bar, as strips that are the same ones where the bar is the same."""

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        colors = self.style if isinstance(self.style, RichStyle) else RichStyle.parse(self.style)
        bar = self.render_bar(
            size=height or 0,
            virtual_size=self.virtual_size,
            window_size=self.window_size,
            position=self.position,
            thickness=width,
            vertical=True,
            back_color=colors.bgcolor or _DEFAULT,
            bar_color=colors.color or _DEFAULT,
        )
        return [_strip(segment, width) for segment in bar.segments]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self.thickness

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.window_size


@lru_cache(maxsize=64)
def _strip(segment: Segment, width: int) -> Strip:
    return Strip([segment], width)
