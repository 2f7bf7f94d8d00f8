"""The scroll bar of the transcript, drawn without the way through Rich: it moves in every frame."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.geometry import Region
    from textual.style import Style
    from textual.visual import RenderOptions

_DEFAULT = Color.default()


class BarVisual(ScrollBarRender, Visual):
    """Textual's own bar, as strips that are the same ones where the bar is the same."""

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        return self.strips(width, height or 0)

    def strips(self, width: int, height: int) -> list[Strip]:
        """A row each."""
        colors = self.style if isinstance(self.style, RichStyle) else RichStyle.parse(self.style)
        bar = self.render_bar(
            size=height,
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


class TranscriptBar(ScrollBar):
    """Textual's widget, in fewer steps: it is drawn again whenever the transcript grows."""

    renderer = BarVisual

    def move(self, *, total: int, window: int, top: int, drawn: bool) -> None:
        """Stand for a window of so many rows of all; `drawn` if it will be drawn anyway."""
        if drawn:
            self.set_reactive(ScrollBar.window_virtual_size, total)
            self.set_reactive(ScrollBar.window_size, window)
            self.set_reactive(ScrollBar.position, float(top))
        else:
            self.window_virtual_size, self.window_size, self.position = total, window, top

    def render_lines(self, crop: Region) -> list[Strip]:
        visual = self.render()
        assert isinstance(visual, BarVisual)
        strips = visual.strips(self.size.width, self.size.height)[crop.y : crop.bottom]
        for each in self.get_line_filters():
            background = self.background_colors[1]
            strips = [strip.apply_filter(each, background) for strip in strips]
        return strips


@lru_cache(maxsize=64)
def _strip(segment: Segment, width: int) -> Strip:
    return Strip([segment], width)
