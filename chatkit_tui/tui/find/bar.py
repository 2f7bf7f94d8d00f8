"""The line in which a pattern is typed, and which says how far its search is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.find.standing import Standing, Step, in_words
from chatkit_tui.tui.own_boxes import ChatRow

if TYPE_CHECKING:
    from textual.timer import Timer

    from chatkit_tui.tui.find.finder import Finder

TYPED_AFTER = 0.12
"""Seconds without a key until what is typed is looked for."""

WIDE = 72
"""Columns from which on the keys are named beside the count."""

LONGEST = 500
"""Characters of a pattern."""


def _bind(keys: str, action: str, description: str, id_: str) -> Binding:
    return Binding(keys, action, description, show=False, id=f"find.{id_}", priority=True)


class FindInput(Input):
    """The pattern. Keys that look for the next match look at once for what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("enter,down", "step(1)", "Next match", "next"),
        _bind("up,shift+enter", "step(-1)", "Previous match; older pages are read", "previous"),
        Binding("escape", "leave", "Stop reading, then go on in the transcript", id="find.leave"),
    ]

    def __init__(self, finder: Finder, pattern: str) -> None:
        super().__init__(
            pattern, id="find-input", max_length=LONGEST, placeholder=_("words in this thread")
        )
        self._finder = finder

    def action_step(self, direction: int) -> None:
        self._finder.typed(self.value)
        self._finder.step(Step(direction))

    def action_leave(self) -> None:
        self._finder.back_out()


class FindBar(ChatRow):
    """Stands below the transcript: open while a pattern is typed, then at rest with the count."""

    DEFAULT_CSS = Path(__file__).with_name("bar.tcss").read_text(encoding="utf-8")

    def __init__(self, finder: Finder, pattern: str) -> None:
        super().__init__(id="find")
        self._finder = finder
        self._input = FindInput(finder, pattern)
        self._label = Static(_("Find") + " ", id="find-label", markup=False)
        self._count = Static(id="find-count", markup=False)
        self._standing = Standing()
        self._typing: Timer | None = None
        self.open = True

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._input
        yield self._count

    def on_mount(self) -> None:
        if self.open:
            self._input.focus()

    @property
    def has_input(self) -> bool:
        """Whether keys go to the pattern."""
        return self._input.has_focus

    def take_focus(self) -> None:
        """Let the next keys make a pattern in the place of the one there is."""
        self.open = True
        self._input.display = True
        self._input.focus()
        self._input.select_all()
        self.show(self._standing)

    def rest(self) -> None:
        """Say how far the search is, and take no keys."""
        self.open = False
        self._input.display = False
        self.show(self._standing)

    def show(self, standing: Standing) -> None:
        """Say how far the search is."""
        self._standing = standing
        if not self.is_mounted:
            return
        pattern = self._finder.pattern
        words = in_words(standing, short=self.app.size.width < WIDE) if pattern.strip() else ""
        fails = bool(words) and not standing.total and not standing.counting
        self._count.set_class(fails and standing.older_read is None, "-none")
        if self.app.size.width >= WIDE:
            words = " · ".join(filter(None, (words, self._keys())))
        label = _("Find") + " "
        if not self.open:
            label = _("Find “{pattern}”").format(pattern=display_line(pattern)) + "  "
        self._label.update(Content(label))
        self._count.update(Content(words))

    def _keys(self) -> str:
        following, previous = ("↓", "↑") if self.open else ("n", "N")
        end = _("{key} done") if self.open else _("{key} clears")
        hints = (
            _("{key} next").format(key=following),
            _("{key} previous").format(key=previous),
            end.format(key="Esc"),
        )
        return " ".join(hints)

    def on_resize(self) -> None:
        self.show(self._standing)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPED_AFTER, lambda: self._finder.typed(self._input.value))
