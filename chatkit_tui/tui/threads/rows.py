"""One line of the list of threads: what is said of a thread, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from chatkit_tui.display import display_line
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.threads.grouping import UNTITLED

if TYPE_CHECKING:
    from chatkit_tui.protocol.threads import Thread

FRONT = "▸"
ANSWERING = "…"
UNREAD = "●"
LOCKED = "▪"
CLOSED = "✕"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A thread, or the name of a day where `thread_id` is None; equal rows look alike."""

    thread_id: str | None
    text: str
    front: bool = False
    state: str = ""
    """"answering", "new", or the status of a thread that is not active."""
    when: str = ""

    def content(self) -> Content:
        """The row as one line; the list cuts off what does not fit."""
        if self.thread_id is None:
            return Content.styled(self.text, "bold $text-muted")
        mark, style = _MARKS.get(self.state, ("?" if self.state else " ", "$text-warning"))
        state = _(self.state) if self.state in _MARKS else self.state
        words = f" · {state}" if state else ""
        return Content.assemble(
            (FRONT if self.front else " ", "$text-accent"),
            (mark, style),
            " ",
            (self.text, "bold" if self.front else ""),
            (words, style),
            (f"  {self.when}" if self.when else "", "$text-muted"),
        )


_MARKS = {
    N_("answering"): (ANSWERING, "$text-accent"),
    N_("new"): (UNREAD, "$text-success"),
    N_("locked"): (LOCKED, "$text-warning"),
    N_("closed"): (CLOSED, "$text-warning"),
}


def row_of(thread: Thread, *, front: bool, answering: bool, unread: bool) -> ListRow:
    """The row of a thread; what happens now goes before what its status is."""
    if answering:
        state = "answering"
    elif unread:
        state = "new"
    else:
        kind = thread.status.type
        state = "" if kind == "active" else display_line(kind)
    created = thread.created
    when = "" if created is None else f"{created.astimezone():%H:%M}"
    return ListRow(thread.id, display_line(thread.title or _(UNTITLED)), front, state, when)
