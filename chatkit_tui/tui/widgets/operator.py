"""Operating the widgets of a transcript: who is inside one, where, and what he does there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from textual.actions import SkipAction

from chatkit_tui.controller.forms.gestures import Gesture
from chatkit_tui.tui.widgets.control import Control
from chatkit_tui.tui.widgets.control_keys import ControlKeys
from chatkit_tui.tui.widgets.drawn_widgets import DrawnWidgets
from chatkit_tui.tui.widgets.holder import Held, Holder
from chatkit_tui.tui.widgets.operating import clear, operate
from chatkit_tui.tui.widgets.walking import (
    TYPED,
    Direction,
    at_place,
    begin,
    first,
    last,
    list_rows,
    moved,
    named,
    nearest,
    stepped,
)

if TYPE_CHECKING:
    from textual.layout import WidgetPlacement
    from textual.screen import Screen

    from chatkit_tui.controller.forms.values import Value
    from chatkit_tui.tui.widgets.operated_scroll import OperatedScroll


AROUND = 1
"""Rows above a control and below it that are brought into view with it: its label, a problem."""


class Operator:
    """Goes into widgets, walks their controls and operates them.

    Where the user stands is `focus` in the state of the widget. Whatever changes a widget, `look`
    comes after it and makes up for it.
    """

    def __init__(self, transcript: OperatedScroll) -> None:
        self._transcript = transcript
        self.widgets = DrawnWidgets(transcript)
        self.inside: str | None = None
        """Key of the row of the widget that the user is inside of."""
        self._holder: Holder | None = None
        self._mounting = False
        self._caret: tuple[int, int] | None = None
        """Where the mouse was pressed in a field that gets an editor only now."""
        self._places: dict[str, str] = {}
        """In which control of which widget the user was last."""

    # -- going in and out ----------------------------------------------------------------------

    def enter(self, key: str, ref: str | None = None) -> bool:
        """Go into the widget of a row, to that control; False if there is none to be operated."""
        controls = self.widgets.controls(key)
        at = named(controls, ref or self._places.get(key))
        if at is None or not controls[at].enabled:
            at = begin(controls)
        if at is None:
            return False
        if self.inside != key:
            self.leave()
        self.inside = key
        self._transcript.cursor = key
        self._stand_on(controls[at])
        return True

    def leave(self) -> None:
        """Be inside no more. What was typed stays, and so does the focus."""
        key = self.inside
        if key is None:
            return
        self.save()
        self._report_change()
        self.inside = None
        if self._holder is not None:
            self._holder.drop()
        self.widgets.state(key).focus = None
        self.widgets.redraw(key)
        self._transcript.rearrange()

    def go_back(self) -> None:
        """From the widget to the transcript; a focus that is somewhere else already stays there."""
        if self._has_focus():
            self._transcript.screen.set_focus(self._transcript, scroll_visible=False)
        self.leave()

    def focus_moved(self) -> None:
        """Somebody else has the focus now, or one of the editors."""
        # A terminal window without the focus gives it back.
        if self._transcript.app.app_focus and not self._has_focus():
            self.leave()

    def clicked(self, key: str, row: int, column: int) -> bool:
        """Operate the control at a place of a row; False if none stands there."""
        controls = self.widgets.controls(key)
        at = at_place(controls, row, column)
        if at is None or not controls[at].enabled:
            return False
        control = controls[at]
        if control.kind in TYPED:
            self._caret = (row - control.row, column - control.column)
        self.enter(key, control.ref)
        if control.kind not in TYPED:
            self.operate()
        return True

    # -- walking -------------------------------------------------------------------------------

    def step(self, by: Literal[-1, 1]) -> None:
        """To the next control, or the one before."""
        controls, at = self._place()
        self._go_to(controls, stepped(controls, at, by) if controls else None)

    def move(self, direction: Direction) -> None:
        """To the control in that direction; where there is none, scroll on."""
        controls, at = self._place()
        there = moved(controls, at, direction) if controls else None
        if there is None and direction in ("up", "down"):
            self._transcript.scroll_relative(y=1 if direction == "down" else -1)
        self._go_to(controls, there)

    def to_first(self) -> None:
        """To the first control."""
        controls, _ = self._place()
        self._go_to(controls, first(controls))

    def to_last(self) -> None:
        """To the last control."""
        controls, _ = self._place()
        self._go_to(controls, last(controls))

    def go_to(self, ref: str) -> None:
        """To the control of that name, if the user is inside its widget."""
        controls, _ = self._place()
        self._go_to(controls, named(controls, ref))

    def _place(self) -> tuple[Sequence[Control], int]:
        """The controls of the widget, and which of them has the keys."""
        if self.inside is None:
            return (), 0
        controls = self.widgets.controls(self.inside)
        return controls, named(controls, self.widgets.state(self.inside).focus) or 0

    def _go_to(self, controls: Sequence[Control], at: int | None) -> None:
        if at is not None:
            self._stand_on(controls[at])

    def _stand_on(self, control: Control) -> None:
        """Give a control of the widget the keys, and bring it into view."""
        key = self.inside
        if key is None:
            return
        self.save()
        held = self._held
        if held is None or held.control.ref != control.ref:
            self._report_change()
        self._places[key] = control.ref
        state = self.widgets.state(key)
        if state.focus != control.ref:
            state.focus = control.ref
            self.widgets.redraw(key)
        self.look(take=True)
        self.reveal()

    # -- operating -----------------------------------------------------------------------------

    def operate(self) -> None:
        """Press, tick, choose or open the control that has the keys."""
        control = self._able_control()
        if control is not None and self.inside is not None:
            self.reveal()
            operate(self, self.inside, control)

    def clear(self) -> None:
        """Choose nothing, where that can be."""
        control = self._able_control()
        if control is None or self.inside is None or not clear(self, self.inside, control):
            raise SkipAction()

    @property
    def has_rows(self) -> bool:
        """Whether there are rows of a list to be pressed by their number."""
        return bool(list_rows(self._place()[0]))

    def press_row(self, number: int) -> None:
        """Press that row of a list."""
        controls, _ = self._place()
        rows = list_rows(controls)
        if number > len(rows):
            raise SkipAction()
        if controls[rows[number - 1]].enabled:
            self._stand_on(controls[rows[number - 1]])
            self.operate()

    def entered(self) -> None:
        """Enter was pressed in a line."""
        control = self._able_control()
        if control is not None and self.inside is not None:
            self.save()
            self._report_change()
            self._transcript.operated(self.inside, control.ref, Gesture.ENTER)

    def press(self, key: str, ref: str) -> None:
        """Tell that a button or a row was pressed."""
        self._transcript.operated(key, ref, Gesture.PRESS)

    def give(self, key: str, ref: str, value: Value) -> None:
        """Let a control hold another value, and tell it."""
        state = self.widgets.state(key)
        state.values[ref] = value
        state.problems.pop(ref, None)
        self.widgets.redraw(key)
        self._transcript.operated(key, ref, Gesture.CHANGE)

    def is_there(self, key: str, control: Control) -> bool:
        """Whether a widget still has that control, of the same kind and to be operated."""
        return any(
            (each.ref, each.kind) == (control.ref, control.kind) and each.enabled
            for each in self.widgets.controls(key)
        )

    def ask(self, screen: Screen[str | None], answered: Callable[[str | None], None]) -> None:
        """Show a screen in front; it gives what was chosen, None for things as they are."""
        self._transcript.app.push_screen(screen, answered)

    def show(self, key: str) -> None:
        """Draw a widget that shows more now, or less: the keys go on with what came."""
        before, at = self._place()
        self.widgets.redraw(key)
        after, _ = self._place()
        if len(after) > len(before) and after[at].enabled:
            self._stand_on(after[at])
        self.reveal()

    def _control(self) -> Control | None:
        """The control that has the keys, as it is drawn now."""
        controls, at = self._place()
        return controls[at] if controls else None

    def _able_control(self) -> Control | None:
        """The control that has the keys, if no action keeps it waiting."""
        control = self._control()
        if control is None or self.inside is None or self.widgets.waits(self.inside, control):
            return None
        return control

    # -- typing --------------------------------------------------------------------------------

    def save(self) -> None:
        """Let the state hold what is typed."""
        if self._holder is not None and self._holder.save():
            self.reveal()

    def _report_change(self) -> None:
        """Tell once, when a field is left, that it holds another text, as browsers do."""
        held = self._held
        if held is not None and held.changed():
            self._transcript.operated(held.key, held.control.ref, Gesture.CHANGE)

    # -- what is drawn -------------------------------------------------------------------------

    def look(self, *, take: bool = False) -> None:
        """See that the keys are where the widget, as it is now, has a control for them.

        `take` the focus, wherever it is; else somebody who has it already keeps it.
        """
        key = self.inside
        if key is None or not (take or self._has_focus()):
            return
        if self._holder is None:
            self._mount()
            return
        state = self.widgets.state(key)
        at = named(self.widgets.controls(key), state.focus)
        if at is None:
            at = self._nearest(key)
            if at is None:
                self.go_back()
                return
        ref = self.widgets.controls(key)[at].ref
        if state.focus != ref:
            state.focus = self._places[key] = ref
            self.widgets.redraw(key)
        controls = self.widgets.controls(key)
        if at < len(controls) and self._holder.hold(key, controls[at]):
            self._transcript.rearrange()
        if self._caret is not None:
            self._holder.put_caret(*self._caret)
            self._caret = None

    def _nearest(self, key: str) -> int | None:
        """The control nearest to the one that had the keys and is gone."""
        held = self._held
        row, column = (0, 0) if held is None else (held.control.row, held.control.column)
        return nearest(self.widgets.controls(key), row, column)

    @property
    def _held(self) -> Held | None:
        return None if self._holder is None else self._holder.held

    def _has_focus(self) -> bool:
        return self._holder is not None and self._holder.has_focus

    def _mount(self) -> None:
        if not self._mounting:
            self._mounting = True
            self._transcript.call_next(self._mount_keys)

    async def _mount_keys(self) -> None:
        keys = ControlKeys(self)
        await self._transcript.mount(keys)
        self._mounting = False
        self._holder = Holder(self.widgets, keys)
        self.look(take=True)
        self.reveal()

    # -- where it is ---------------------------------------------------------------------------

    def placements(self) -> list[WidgetPlacement]:
        """Where the editor stands, in rows of the whole transcript."""
        return [] if self._holder is None else self._holder.placements()

    def reveal(self) -> None:
        """Bring the control that has the keys into view, with what stands around it."""
        control = self._control()
        index = None if self.inside is None else self._transcript.rows.index(self.inside)
        if control is None or index is None or self.inside is None:
            return
        first, last = control.row - AROUND, control.row + control.height - 1 + AROUND
        if control.height > self._transcript.viewport - 2 * AROUND and self._holder is not None:
            first = last = control.row + self._holder.caret_row
        elif self.widgets.controls(self.inside)[0].ref == control.ref:
            # What the widget is about stands above its first control.
            first = min(first, control.row - min(control.row, self._transcript.viewport // 3))
        self._transcript.reveal_lines(index, max(0, first), last)

    def stay_in_view(self) -> None:
        """Follow the end no further where it would take the control out of view."""
        control = self._control()
        index = None if self.inside is None else self._transcript.rows.index(self.inside)
        if control is not None and index is not None:
            self._transcript.hold_line(index, control.row)
