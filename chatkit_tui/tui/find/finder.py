"""Find in the thread: the bar comes and goes, the marks stay until they are cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.tui.find.bar import FindBar
    from chatkit_tui.tui.find.hunt import Hunt
    from chatkit_tui.tui.find.standing import Step
    from chatkit_tui.tui.view import ChatKitView


class Finder:
    """Looks for text in the thread that is in front in one view."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._bar: FindBar | None = None
        self._hunt: Hunt | None = None
        self._leave: Callable[[], None] | None = None
        self._came_from: Widget | None = None
        self._last = ""
        """What was looked for last: it is offered again."""

    @property
    def pattern(self) -> str:
        """What is looked for now."""
        return "" if self._hunt is None else self._hunt.pattern.text

    # -- keys ----------------------------------------------------------------------------------

    def open(self) -> None:
        """Let the next keys make a pattern."""
        if not self._begin():
            return
        if self._bar is None or not self._bar.has_input:
            self._came_from = self._view.screen.focused
        if self._bar is not None:
            self._bar.take_focus()

    def do(self, action: str) -> bool:
        """What the transcript's keys ask for; False if it is none of ours."""
        from chatkit_tui.tui.find.standing import Step

        match action:
            case "find":
                self.open()
            case "find_next":
                self._go(Step.NEXT)
            case "find_previous":
                self._go(Step.PREVIOUS)
            case _:
                return False
        return True

    def _go(self, step: Step) -> None:
        """On to the next match, also of what was looked for before."""
        if self._hunt is None and not self._last:
            self.open()
        elif self._begin(rest=True):
            self.step(step)

    def typed(self, text: str) -> None:
        """The pattern in the bar is this now."""
        if self._hunt is None or text == self._hunt.pattern.text:
            return
        if text.strip():
            self._last = text
        self._hunt.look_for(text, move=True)

    def step(self, step: Step) -> None:
        """Go to another match of the pattern."""
        if self._hunt is not None:
            self._hunt.step(step)

    def back_out(self) -> bool:
        """Esc: reading older pages stops, the bar gives the keys away, the marks go."""
        bar, hunt = self._bar, self._hunt
        if bar is None or hunt is None:
            return False
        if hunt.stop_reading():
            return True
        if bar.open:
            had_input = bar.has_input
            if not hunt.on_match:
                self.clear()
            else:
                bar.rest()
                if had_input:
                    self._view.transcript.focus()
            return True
        if self._view.transcript.has_focus:
            self.clear()
            return True
        return False

    # -- coming and going ----------------------------------------------------------------------

    def _begin(self, *, rest: bool = False) -> bool:
        """Put up the bar, the last pattern in it; False where there is nothing to look through."""
        view, controller = self._view, self._view.controller
        if self._hunt is not None:
            return True
        active = None if controller is None else controller.active
        if controller is None or active is None or not (active.state.rows or active.loading):
            view.tell(_("There is nothing here yet to look through."), severity="warning")
            return False
        from chatkit_tui.tui.find.bar import FindBar
        from chatkit_tui.tui.find.hunt import Hunt

        self._hunt = Hunt(view, controller, self._told)
        self._leave = controller.subscribe(self._changed)
        self._bar = FindBar(self, self._last)
        if rest:
            self._bar.rest()
        view.mount(self._bar, after=view.body)
        self._hunt.look_for(self._last, move=False)
        return True

    def clear(self) -> None:
        """The search is over: bar and marks go."""
        hunt, bar, leave = self._hunt, self._bar, self._leave
        self._hunt = self._bar = self._leave = None
        if hunt is not None:
            hunt.end()
        if leave is not None:
            leave()
        if bar is None:
            return
        if bar.has_input:
            came_from = self._came_from
            if came_from is not None and came_from.is_attached and came_from.focusable:
                came_from.focus()
            else:
                self._view.composer.focus()
        bar.remove()

    def _told(self) -> None:
        if self._bar is not None and self._hunt is not None:
            self._bar.show(self._hunt.standing)

    def _changed(self, conversation: Conversation | None, change: Change) -> None:
        from chatkit_tui.controller import changes

        controller, hunt = self._view.controller, self._hunt
        if hunt is None or controller is None:
            return
        if isinstance(change, changes.ActiveChanged):
            self.clear()
        elif conversation is controller.active and isinstance(
            change,
            changes.RowAdded
            | changes.RowUpdated
            | changes.RowRemoved
            | changes.RowsPrepended
            | changes.RowsReset,
        ):
            hunt.rows_changed()
