"""The messages that wait their turn, above the composer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display_line
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.composer.prompt import Prompt
from chatkit_tui.tui.own_boxes import ChatColumn
from chatkit_tui.tui.status import SEPARATOR

LONGEST = 400
"""Characters drawn of a message at most."""

ROOMY = 20
"""Rows of a terminal from which on the keys are named while nobody looks for them."""


class QueueList(OptionList, inherit_bindings=False):
    """The queue, oldest first; up in the composer goes into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Message up", show=False, id="queue.up"),
        Binding("down", "down", "Message down, then back to the composer", id="queue.down"),
        Binding("enter", "edit", "Take it back into the composer", id="queue.edit"),
        Binding("delete,backspace", "drop", "Do not send it", id="queue.drop"),
        Binding("escape", "leave", "Back to the composer", id="queue.leave"),
    ]

    @dataclass
    class Wanted(Message):
        """Something is to be done with the message at `index`: "edit", "drop" or "leave"."""

        what: str
        index: int

    def action_cursor_up(self) -> None:
        if self.highlighted:
            self.highlighted -= 1

    def action_down(self) -> None:
        if self.highlighted is None or self.highlighted + 1 >= self.option_count:
            self.action_leave()
        else:
            self.highlighted += 1

    def action_edit(self) -> None:
        self._want("edit")

    def action_drop(self) -> None:
        self._want("drop")

    def action_leave(self) -> None:
        self.post_message(self.Wanted("leave", -1))

    def on_blur(self, event: events.Blur) -> None:
        self.highlighted = None
        self.action_leave()

    def _want(self, what: str) -> None:
        if self.highlighted is not None:
            self.post_message(self.Wanted(what, self.highlighted))


class QueuePanel(ChatColumn):
    """Draws the queue and takes the user through it."""

    @dataclass
    class EditWanted(Message):
        """`prompt` shall be written on."""

        prompt: Prompt

    @dataclass
    class DropWanted(Message):
        """`prompt` shall not be sent."""

        prompt: Prompt

    class Left(Message):
        """The user is through with the queue."""

    def __init__(self) -> None:
        super().__init__(id="queue")
        self._list = QueueList(id="queue-list", markup=False, compact=True)
        self._hint = Static(id="queue-hint", markup=False)
        self._prompts: tuple[Prompt, ...] = ()
        self._lines: list[Content] = []
        self._held = False

    def compose(self) -> ComposeResult:
        yield self._list
        yield self._hint

    @property
    def in_hand(self) -> bool:
        """Whether the user is looking for one of the messages; they wait meanwhile."""
        return self._list.has_focus

    def __bool__(self) -> bool:
        return bool(self._prompts)

    def take_in_hand(self) -> None:
        """Go into the queue, to its newest message."""
        self._list.focus()
        self._list.highlighted = len(self._prompts) - 1
        self._show_hint(in_hand=True)

    def show(self, queued: Sequence[Prompt], *, held: bool) -> None:
        """Draw the messages; `held` says that they wait for the user."""
        same = len(queued) == len(self._prompts) and all(map(is_, queued, self._prompts))
        lines = [_line(prompt) for prompt in queued]
        if same and held == self._held and lines == self._lines:
            return
        self._prompts, self._held, self._lines = tuple(queued), held, lines
        marked = self._list.highlighted
        self._list.clear_options()
        self._list.add_options(map(Option, lines))
        if self.in_hand and queued:
            self._list.highlighted = min(marked or 0, len(queued) - 1)
        elif self.in_hand:
            self.post_message(self.Left())
        self._show_hint(in_hand=self.in_hand)

    def _show_hint(self, *, in_hand: bool) -> None:
        words = ""
        if in_hand:
            words = _keys()
        elif self._held:
            words = _("held: {key} sends, {up} takes the last one back")
        elif self._prompts and self._prompts[0].waits:
            words = _("sent when its files are uploaded, {up} takes it back")
        elif self._prompts and self.app.size.height >= ROOMY:
            words = _("sent when this is answered, {up} takes the last one back")
        self._hint.update(Content(words.format(key="Enter", up="↑")))
        self._hint.display = bool(words)

    @on(QueueList.Wanted)
    def _wanted(self, event: QueueList.Wanted) -> None:
        event.stop()
        if event.what == "leave":
            self._show_hint(in_hand=False)
            self.post_message(self.Left())
        elif event.index < len(self._prompts):
            prompt = self._prompts[event.index]
            message = self.EditWanted if event.what == "edit" else self.DropWanted
            self.post_message(message(prompt))


def _keys() -> str:
    takes, drops, leaves = _("{key} takes it back"), _("{key} drops it"), _("{key} leaves")
    words = [takes.format(key="Enter"), drops.format(key="Del"), leaves.format(key="Esc")]
    return SEPARATOR.join(words)


def _line(prompt: Prompt) -> Content:
    mark = "⏳ ▎" if prompt.quote else "⏳ "
    words = display_line(prompt.readable[:LONGEST])
    if not prompt.files:
        return Content(mark + words)
    count = len(prompt.files)
    files = plural("{count} file", "{count} files", count).format(count=count)
    way = f" {min(each.percent for each in prompt.files)} %" if prompt.waits else ""
    return Content.assemble(mark, words, (f"{' · ' if words else ''}{files}{way}", "dim"))
