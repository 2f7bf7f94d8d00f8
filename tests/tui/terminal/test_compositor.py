"""What is drawn sparingly is what Textual draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import pytest
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from chatkit_tui.tui.terminal import compositor as module
from chatkit_tui.tui.terminal.compositor import SparingCompositor, compositor
from tests.support.transcript_app import settled
from tests.tui.terminal.playground import Chance, Playground


class ComposedTwice(SparingCompositor):
    """Compares both ways for every frame."""

    def __init__(self) -> None:
        super().__init__()
        self.compared = 0
        self.differences: list[str] = []

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        ours = super()._render_chops(crop, is_rendered_line)
        theirs = Compositor._render_chops(self, crop, is_rendered_line)
        for y in filter(is_rendered_line, crop.line_range):
            for x, end in pairwise(self.cuts[y]):
                if x < crop.right and end > crop.x:
                    self.compared += 1
                    if ours[y][x] != theirs[y][x]:
                        self.differences.append(f"{y}, {x}: {ours[y][x]} for {theirs[y][x]}")
        return ours


class ComposedTwiceScreen(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self._compositor = ComposedTwice()


class ComposedTwicePlayground(Playground):
    def get_default_screen(self) -> Screen[None]:
        return ComposedTwiceScreen()


async def test_every_frame_is_composed_as_textual_does() -> None:
    app = ComposedTwicePlayground()
    async with app.run_test(size=(60, 18), notifications=True) as pilot:
        await Chance(app, pilot, 7).happen(40)
        composed = app.screen_stack[0]._compositor
        assert isinstance(composed, ComposedTwice)
        assert composed.differences == []
        assert composed.compared > 500
        assert app.differences == []


class Covered(Static):
    """Lies under another one."""

    rendered = 0
    resized = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.rendered += 1
        return super().render_lines(crop)

    def on_resize(self) -> None:
        self.resized += 1


class Layers(App[None]):
    CSS = "Screen { layers: low high; } Covered { layer: low; } #cover { layer: high; }"

    def compose(self) -> ComposeResult:
        yield Covered("unseen")
        yield Static("seen\n" * 3, id="cover")

    def get_default_screen(self) -> Screen[None]:
        screen = Screen[None]()
        screen._compositor = compositor()
        return screen


async def test_what_is_covered_is_not_rendered() -> None:
    app = Layers()
    async with app.run_test(size=(20, 5)) as pilot:
        app.screen.refresh()
        await pilot.pause()
        assert app.query_one(Covered).rendered == 0
        app.query_one("#cover").display = False
        await pilot.pause()
        assert app.query_one(Covered).rendered > 0


def test_a_textual_that_composes_otherwise_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(compositor(), SparingCompositor)
    monkeypatch.setattr(module, "_SHAPES", {Compositor._render_chops: ("self", "crop")})
    assert type(compositor()) is Compositor


async def test_what_was_in_view_and_is_not_any_more_is_not_rendered() -> None:
    app = Layers()
    async with app.run_test(size=(20, 5)):
        covered = app.query_one(Covered)
        composed = app.screen._compositor
        assert any(covered in {seen[0] for seen in row} for row in composed.layers_visible)
        # All is placed anew between two frames, whoever asks for it.
        for widget in (covered, app.query_one("#cover")):
            del composed._full_map[widget]
        composed._visible_widgets = None
        assert composed.render_update(full=True) is not None
        assert covered.rendered == 0


async def test_who_is_asked_for_a_size_before_the_layout_hears_of_the_change() -> None:
    app = Layers()
    async with app.run_test(size=(20, 5)) as pilot:
        covered = app.query_one(Covered)
        before = covered.resized
        covered.styles.width = 7
        # Somebody who is not in view wants to be drawn, and then all is placed anew for a look.
        app.screen._compositor.update_widgets({Static()})
        assert covered.region.width == 7
        await settled(pilot)
        assert covered.resized == before + 1
