"""A screen that draws when it is told to.

With Textual a widget asks for a drawing, which makes three messages and a tick of a timer before
it comes, and a widget that grew has the whole screen laid out. For an answer that grows twenty
times a second, that is more than the drawing itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from textual.events import Idle, Resize
from textual.screen import UPDATE_PERIOD, Screen, ScreenResultType

from chatkit_tui.tui.terminal.compositor import SparingCompositor, compositor
from chatkit_tui.tui.terminal.output import DiffedOutput

if TYPE_CHECKING:
    from textual.widget import Widget


class PromptScreen(Screen[ScreenResultType]):
    """Draws at once what has to be quick; for the rest it is Textual's."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = compositor()
        self._began_at = 0.0
        """When the last drawing began, by `time.monotonic()`."""
        self._due: asyncio.TimerHandle | None = None

    def draw_now(self, *widgets: Widget, grown: Widget | None = None) -> bool:
        """Draw `widgets`, which were refreshed, and `grown`, a container whose children moved.

        False where Textual has more to do than that, and is to be asked for it.
        """
        if not self._is_free:
            return False
        with self._context():
            for widget in widgets:
                widget._repaint_required = False
            self._dirty_widgets.update(widgets)
            if grown is not None and not self._refit(grown):
                self._layout_required = True
            with self._unhurried():
                self._on_timer_update()
        return True

    @contextmanager
    def _unhurried(self) -> Iterator[None]:
        """What is drawn in here may come behind what keys do."""
        app = self.app
        if not isinstance(app, DiffedOutput):
            yield
            return
        app.drawing_can_wait = True
        try:
            yield
        finally:
            app.drawing_can_wait = False

    async def _on_idle(self, event: Idle) -> None:
        """Draw what is wanted as soon as the last drawing is long enough ago.

        Textual's own timer lets pass up to three intervals, once a drawing has taken one.
        """
        wanted = (
            self._layout_required
            or self._scroll_required
            or self._repaint_required
            or self._dirty_widgets
        )
        if not wanted or not self._is_plain:
            return
        event.prevent_default()
        wait = self._began_at + UPDATE_PERIOD - monotonic()
        if wait <= 0:
            self._on_timer_update()
        elif self._due is None:
            self._due = asyncio.get_running_loop().call_later(wait, self._draw_due)

    def _draw_due(self) -> None:
        self._due = None
        if self.is_running:
            try:
                with self._context():
                    self._on_timer_update()
            except Exception as error:
                self.app._handle_exception(error)

    def _on_timer_update(self) -> None:
        self._began_at = monotonic()
        super()._on_timer_update()

    @property
    def draws_what_moved(self) -> bool:
        """Whether a layout draws all that stands somewhere else than it was drawn."""
        return isinstance(self._compositor, SparingCompositor)

    @property
    def _is_free(self) -> bool:
        return self._is_plain and not (
            self._layout_required or self._scroll_required or self._recompose_required
        )

    @property
    def _is_plain(self) -> bool:
        app = self.app
        return (
            isinstance(self._compositor, SparingCompositor)
            and app.screen is self
            and not (app._batch_count or app.is_inline)
        )

    def _refit(self, container: Widget) -> bool:
        """Place the children of a container without a layout; False if that is not possible."""
        assert isinstance(self._compositor, SparingCompositor)
        moved = self._compositor.refit(container)
        if moved is None:
            return False
        for widget, place in moved.items():
            size = widget.outer_size
            widget._size_updated(place.region.size, place.virtual_size, place.container_size)
            if size != place.region.size:
                # All of it is drawn now, and need not be again.
                widget._exchange_repaint_regions()
                widget.post_message(
                    Resize(place.region.size, place.virtual_size, place.container_size)
                )
        self._dirty_widgets.add(container)
        self.screen_layout_refresh_signal.publish(self)
        return True
