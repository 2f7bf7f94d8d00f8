"""A running turn, told on stdout (the answer) and stderr (all else)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from chatkit_tui.controller.changes import NoticeRaised, ProgressChanged, TurnChanged
from chatkit_tui.controller.state import TurnPhase
from chatkit_tui.export.plain_text import answer_of, lines_about
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.state import Row

log = logging.getLogger(__name__)


_LEVELS = (N_("info"), N_("warning"), N_("danger"))
"""Of notices; servers may have others."""


class AnswerPrinter:
    """Subscribed to a controller, prints what one turn of `conversation` adds to its rows.

    The answer goes to `write` as it grows, item after item in the order of the thread; each other
    thing worth knowing goes to `tell`, once.
    """

    def __init__(
        self,
        conversation: Conversation,
        write: Callable[[str], None],
        tell: Callable[[str], None],
    ) -> None:
        self._conversation = conversation
        self._write = write
        self._tell = tell
        self._old = {row.key for row in conversation.state.rows}
        self._written: dict[str, str] = {}
        self._revisions: dict[str, int] = {}
        """Of the rows as they were shown last."""
        self._waiting: asyncio.Handle | None = None
        self._told: set[tuple[str, str]] = set()
        self._end = ""

    def __call__(self, conversation: Conversation | None, change: Change) -> None:
        if conversation is not self._conversation:
            return
        state = conversation.state
        match change:
            case NoticeRaised(notice=notice):
                self._catch_up()
                level = _(notice.level) if notice.level in _LEVELS else notice.level
                self._tell(f"{level}: {_titled(notice.title, notice.message)}")
            case ProgressChanged() if state.progress is not None:
                self._catch_up()
                self._tell_once("", state.progress.text)
            case TurnChanged() if conversation.turn.phase is TurnPhase.WAITING:
                self._catch_up()
                reason = (conversation.turn.waiting_for or _("The server is busy")).rstrip(".。")
                self._tell_once("", _("{reason}; trying again.").format(reason=reason))
            case _ if self._waiting is None:
                # Events that came in one piece are shown in one piece.
                self._waiting = asyncio.get_running_loop().call_soon(self._show_waiting)
            case _:
                pass  # It is shown with the others.

    def finish(self) -> None:
        """The turn is over: what is there now is all there will be."""
        self._catch_up()
        for row in self._new_rows():
            self._show(row)
        if self._end and not self._end.endswith("\n"):
            self._put("\n")

    def _catch_up(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._show_rows()

    def _show_waiting(self) -> None:
        try:
            self._show_rows()
        except Exception:
            # As with every listener: the turn goes on.
            log.exception("What was said could not be shown")

    def _new_rows(self) -> list[Row]:
        rows: list[Row] = []
        for row in reversed(self._conversation.state.rows):
            if row.key in self._old:
                break
            rows.append(row)
        return rows[::-1]

    def _show_rows(self) -> None:
        """Show what is new, up to the first item that may still grow."""
        self._waiting = None
        for row in self._new_rows():
            self._show(row)
            if not row.done and answer_of(row.item) is not None:
                break

    def _show(self, row: Row) -> None:
        if self._revisions.get(row.key) == row.revision:
            return
        self._revisions[row.key] = row.revision
        text = answer_of(row.item)
        if text is None:
            for line in lines_about(row.item):
                self._tell_once(row.key, line)
        elif row.done or row.item.type != "widget":
            self._show_answer(row.key, text)

    def _show_answer(self, key: str, text: str) -> None:
        written = self._written.get(key)
        if written is None:
            if not text:
                return
            if self._end:
                self._put("\n" if self._end.endswith("\n") else "\n\n")
            self._put(text)
        elif text.startswith(written):
            self._put(text[len(written) :])
        else:
            self._tell(_("The server changed what it had said; the answer follows as it is now."))
            self._put("\n\n" + text)
        self._written[key] = text

    def _put(self, text: str) -> None:
        if text:
            self._write(text)
            self._end = text[-2:]

    def _tell_once(self, key: str, line: str) -> None:
        if line and (key, line) not in self._told:
            self._told.add((key, line))
            self._tell(line)


def _titled(title: str | None, message: str) -> str:
    return f"{title}: {message}" if title else message
