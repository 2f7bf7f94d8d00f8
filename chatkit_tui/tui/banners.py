"""Notices: what the server, or this program, has to say beside the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from chatkit_tui.display import display_line
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.own_boxes import ChatColumn
from chatkit_tui.tui.status import SEPARATOR
from chatkit_tui.tui.transcript.look import roles_css
from chatkit_tui.tui.transcript.palette import COMPONENT_CLASSES, Palette
from chatkit_tui.tui.transcript.roles import palette_of
from chatkit_tui.tui.transcript.wrap import line_width, wrap

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Notice
    from chatkit_tui.tui.transcript.wrap import Line
    from chatkit_tui.tui.view import ChatKitView

NOTICES_SHOWN = 3
"""The newest notices drawn; older ones make room."""

SETTLING = 0.05
"""Seconds in which notices that follow each other are drawn together."""

MARK_WIDTH = 2

NARROW = 50
"""Cells below which the notices are not counted."""

_MARKS = {"info": "ℹ", "warning": "▲", "danger": "✖"}
_ROLES = {"info": "citation", "warning": "warning", "danger": "error"}


class Banner(Widget):
    """One notice, its message as Markdown; a click dismisses it."""

    DEFAULT_CSS = roles_css("Banner")
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENT_CLASSES)

    @dataclass
    class Dismissed(Message):
        """The user has read it."""

        banner: Banner

    def __init__(self, message: str, *, level: str, title: str | None) -> None:
        """`level` is info, warning or danger; anything else looks like info."""
        self._level = level if level in _MARKS else "info"
        super().__init__(classes=f"-{self._level}")
        self._message = message
        self._title = display_line(title or "")
        self._palette: Palette | None = None
        self._made_for = 0
        self._lines: Sequence[Line] = ()

    def on_click(self) -> None:
        self.post_message(self.Dismissed(self))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

    def _lines_for(self, width: int) -> Sequence[Line]:
        if self._palette is None or self._made_for != width:
            self._palette = palette_of(self)
            self._made_for = width
            self._lines = self._painted(max(1, width - MARK_WIDTH), self._palette)
        return self._lines

    def _painted(self, width: int, palette: Palette) -> Sequence[Line]:
        from rich.segment import Segment

        from chatkit_tui.tui.transcript.long_text import is_long
        from chatkit_tui.tui.transcript.markdown.live import render_markdown
        from chatkit_tui.tui.transcript.page import foreign

        title = wrap([(self._title, palette.strong)], width) if self._title else []
        if is_long(self._message):
            message = wrap(foreign(self._message, palette.text), width)
        else:
            message = render_markdown(self._message, width, palette)
        mark = Segment(f"{_MARKS[self._level]} ", getattr(palette, _ROLES[self._level]))
        margin = Segment(" " * MARK_WIDTH)
        lines = [*title, *message] or [()]
        return [(margin if row else mark, *line) for row, line in enumerate(lines)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines_for(width))

    def render_line(self, y: int) -> Strip:
        lines = self._lines_for(self.size.width)
        line: Line = lines[y] if y < len(lines) else ()
        assert self._palette is not None
        strip = Strip(line, line_width(line)).adjust_cell_length(self.size.width)
        return strip.apply_style(self._palette.base)


class Banners(ChatColumn, can_focus=True):
    """The stack of notices between transcript and composer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_notices(1)", "Scroll", show=False, id="notices.down"),
        Binding("up,k", "scroll_notices(-1)", "Scroll", show=False, id="notices.up"),
        Binding("escape,enter", "dismiss", "Dismiss", show=False, id="notices.dismiss"),
    ]

    def __init__(self, view: ChatKitView) -> None:
        super().__init__(id="banners")
        self._view = view
        self._shown: list[Banner] = []
        self._unsettled = False
        """Something came or went, and what follows from it waits for its turn."""
        self._list = VerticalScroll(id="notices")
        self._list.can_focus = False
        self._keys = Static(id="notices-keys", markup=False)

    def compose(self) -> ComposeResult:
        yield self._list
        yield self._keys

    def on_mount(self) -> None:
        self._settle()
        self.watch(self.screen, "focused", self.show_keys, init=False)

    @property
    def shown(self) -> tuple[Banner, ...]:
        """The banners on screen, oldest first."""
        return tuple(self._shown)

    def show_notice(self, notice: Notice) -> None:
        """Add a notice below the others."""
        self.add(notice.message, level=notice.level, title=notice.title)

    def add(self, message: str, *, level: str, title: str | None = None) -> Banner:
        """Show `message`, which is Markdown."""
        for old in self._shown[: max(0, len(self._shown) - NOTICES_SHOWN + 1)]:
            self._drop(old)
        banner = Banner(message, level=level, title=title)
        self._shown.append(banner)
        self._settle()
        return banner

    def make_room(self, wanted: bool) -> None:
        """Take less of a low screen: something else has to be seen, too."""
        self.set_class(wanted, "-low")

    def dismiss(self) -> bool:
        """Take the newest banner away; False when there is none."""
        if not self._shown:
            return False
        self._drop(self._shown[-1])
        return True

    def clear(self) -> None:
        """Take all of them away: another thread is shown."""
        for banner in self.shown:
            self._drop(banner)

    @on(Banner.Dismissed)
    def _dismissed(self, event: Banner.Dismissed) -> None:
        event.stop()
        self._drop(event.banner)

    def _drop(self, banner: Banner) -> None:
        if banner in self._shown:
            self._shown.remove(banner)
            if banner.is_attached:
                banner.remove()
            self._settle()

    def _settle(self) -> None:
        if not self._shown and self.has_focus:
            self._view.composer.focus()
        if not self._shown:
            self.display = False
        if not self._unsettled:
            self._unsettled = True
            self.set_timer(SETTLING, self._mount_new)

    def _mount_new(self) -> None:
        """Draw what came; of notices by the thousand, only those that stay."""
        self._unsettled = False
        self.display = bool(self._shown)
        if new := [banner for banner in self._shown if not banner.is_attached]:
            self._list.mount_all(new)
            # A notice that is longer than the stack is read from its beginning.
            self.call_after_refresh(lambda: new[-1].scroll_visible(animate=False, top=True))
        self.call_after_refresh(self.show_keys)

    def show_keys(self) -> None:
        """Say what keys do with the notices, and how many there are."""
        parts = [_("{key} dismiss").format(key="Esc")]
        if self._list.max_scroll_y > 0:
            is_read = self.screen.focused is self
            scroll, reads_on = _("{keys} scroll"), _("{key} reads on")
            parts.insert(0, scroll.format(keys="↑↓") if is_read else reads_on.format(key="Tab"))
        count = len(self._shown)
        if count > 1 and self.size.width > NARROW:
            parts.insert(0, plural("{count} notice", "{count} notices", count).format(count=count))
        self._keys.update(SEPARATOR.join(parts))

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_keys)

    def action_scroll_notices(self, step: int) -> None:
        self._list.scroll_relative(y=step, animate=False)

    def action_dismiss(self) -> None:
        self.dismiss()
