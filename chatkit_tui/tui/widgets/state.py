"""What a user did in a widget that its server does not know of yet."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatkit_tui.protocol.widgets.refs import WHOLE

if TYPE_CHECKING:
    from chatkit_tui.controller.forms.values import Value


@dataclass(slots=True)
class WidgetState:
    """One widget's typed values, focus and waiting. By `ref` of the node; see `tree.Node`.

    Whoever changes it calls `touch`, so that it is drawn again.
    """

    values: dict[str, Value] = field(default_factory=dict)
    """What was typed or chosen, where it was; all others hold what the server declared."""
    focus: str | None = None
    """The control that has the keys, while the user is inside the widget."""
    busy: set[str] = field(default_factory=set)
    """Controls whose action runs, or `WHOLE`."""
    problems: dict[str, str] = field(default_factory=dict)
    """What is wrong with a field, to be shown beside it."""
    failure: str = ""
    """Why the last action came to nothing; it can be tried again."""
    shown: dict[str, int] = field(default_factory=dict)
    """How many children of a list or rows of a table are shown, where the user asked for more."""
    folded: dict[str, bool] = field(default_factory=dict)
    """Whether a card is folded, where the user folded or unfolded it."""
    revision: int = 0

    def touch(self) -> None:
        """It is another one now."""
        self.revision += 1

    def waits(self, ref: str) -> bool:
        """Whether a control can't be operated because an action runs."""
        return WHOLE in self.busy or ref in self.busy

    def keep_only(self, refs: Set[str]) -> None:
        """Forget what belongs to components that are gone."""
        for kept in (self.values, self.problems, self.shown, self.folded):
            for ref in kept.keys() - refs:
                del kept[ref]


KEPT_THREADS = 20
"""Threads whose widgets' states are kept after another one came to the front."""


class WidgetStates:
    """The states of the widgets of one thread after the other, by row.

    Those nobody touched are not kept; who comes back to a thread finds what was typed there.
    """

    def __init__(self) -> None:
        self._states: dict[str, WidgetState] = {}
        self._thread_id: str | None = None
        self._others: dict[str, dict[str, WidgetState]] = {}

    def of(self, key: str) -> WidgetState:
        """The state of the widget in that row, to be changed."""
        return self._states.setdefault(key, WidgetState())

    def get(self, key: str) -> WidgetState | None:
        """The state of the widget in that row, if there is one."""
        return self._states.get(key)

    def revision(self, key: str) -> int:
        """Grows with every change of the row's state."""
        state = self._states.get(key)
        return 0 if state is None else state.revision

    def forget(self, key: str) -> None:
        """The row is gone."""
        self._states.pop(key, None)

    def turn_to(self, thread_id: str | None) -> None:
        """Another thread is shown; None for one that the server does not have yet."""
        if self._thread_id is not None and self._states:
            self._others[self._thread_id] = self._states
        self._states = {} if thread_id is None else self._others.pop(thread_id, {})
        self._thread_id = thread_id
        while len(self._others) > KEPT_THREADS:
            del self._others[next(iter(self._others))]

    def named(self, thread_id: str | None) -> None:
        """The thread that is shown has this id now."""
        self._thread_id = thread_id
