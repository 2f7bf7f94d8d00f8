"""Notices and errors: what happened, what to do, an id to quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from chatkit_tui.display import display

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Notice, TurnError

NOTICES_SHOWN = 3
"""The newest notices drawn; older ones make room."""

_MARKS = {"info": "ℹ", "warning": "▲", "danger": "✖"}


class Banner(Static):
    """One notice or error; a click dismisses it."""

    @dataclass
    class Dismissed(Message):
        """The user has read it."""

        banner: Banner

    def on_click(self) -> None:
        self.post_message(self.Dismissed(self))


class Banners(VerticalScroll, can_focus=False):
    """The stack of banners between transcript and composer."""

    def __init__(self) -> None:
        super().__init__(id="banners")
        self._shown: list[Banner] = []
        self._error: Banner | None = None

    @property
    def shown(self) -> tuple[Banner, ...]:
        """The banners on screen, oldest first."""
        return tuple(self._shown)

    def show_notice(self, notice: Notice) -> None:
        """Add a notice below the others."""
        level = notice.level if notice.level in _MARKS else "info"
        self.add(notice.message, level=level, title=notice.title)

    def add(self, message: str, *, level: str, title: str | None = None) -> Banner:
        """Show `message`; `level` is info, warning or danger."""
        heading = f"{display(title)}\n" if title else ""
        content = Content.assemble(
            f"{_MARKS[level]} ", (heading, "bold"), Content(display(message))
        )
        banner = Banner(content, classes=f"-{level}", markup=False)
        notices = [shown for shown in self._shown if shown is not self._error]
        for old in notices[: max(0, len(notices) - NOTICES_SHOWN + 1)]:
            self._drop(old)
        self._shown.append(banner)
        self.mount(banner)
        self.call_after_refresh(self.scroll_end, animate=False)
        return banner

    def show_error(self, error: TurnError | None) -> None:
        """Replace the error shown; None takes it away."""
        if self._error is not None:
            self._drop(self._error)
        if error is None:
            return
        from chatkit_tui.controller.failures import STOPPED

        lines = [error.message]
        request_id = error.request_id or (error.cause.request_id if error.cause else None)
        if request_id:
            lines.append(f"Request id: {request_id}")
        lines.append("F5 tries again · Esc dismisses" if error.allow_retry else "Esc dismisses")
        level = "info" if error.code == STOPPED else "danger"
        self._error = self.add("\n".join(lines), level=level)

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
        if banner is self._error:
            self._error = None
        if banner in self._shown:
            self._shown.remove(banner)
            banner.remove()
