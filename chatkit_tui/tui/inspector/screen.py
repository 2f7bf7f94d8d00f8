"""F12: requests and events while they happen, and all of one of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from chatkit_tui.errors import ChatKitError
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.inspector import reading
from chatkit_tui.tui.inspector.json_view import JsonView
from chatkit_tui.tui.inspector.traffic_list import TrafficList
from chatkit_tui.tui.status import SEPARATOR, fitting

if TYPE_CHECKING:
    from chatkit_tui.controller.traffic import TrafficLog
    from chatkit_tui.tui.view import ChatKitView

PACE = 0.1
"""Seconds between two looks at a log that grows."""

SIDE_BY_SIDE = 100
"""Cells from which an entry stands beside the list."""


class InspectorScreen(Screen[None]):
    """Looks at the log of a controller; while it is closed, nobody does."""

    CSS_PATH = Path(__file__).with_name("inspector.tcss")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (SIDE_BY_SIDE, "-wide"),
    ]
    AUTO_FOCUS = "#traffic"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12,q", "dismiss(None)", "Back to the chat", id="inspector.close"),
        Binding(
            "escape", "back_out", "Leave the entry, the filter, the inspector", id="inspector.back"
        ),
        Binding("enter", "open", "Open the entry", id="inspector.open"),
        Binding("n", "step(1)", "Next entry", id="inspector.next"),
        Binding("p", "step(-1)", "Previous entry", id="inspector.previous"),
        Binding("slash", "filter", "Filter by type, id or text", id="inspector.filter"),
        Binding("e", "errors", "Only errors, or everything", id="inspector.errors"),
        Binding("space", "pause", "Pause, or go on", id="inspector.pause"),
        Binding("x", "clear", "Forget all entries", id="inspector.clear"),
        Binding("y,ctrl+c", "copy", "Copy the JSON of the entry", id="inspector.copy"),
        Binding("w", "write", "Write the JSON of the entry to a file", id="inspector.write"),
        Binding("W", "write_all", "Write all that is listed to a file", id="inspector.write_all"),
    ]

    def __init__(self, view: ChatKitView, log: TrafficLog) -> None:
        super().__init__()
        self._view = view
        self._log = log
        self._rows = TrafficList(log)
        self._entry = JsonView(log)
        self._errors_only = False
        self._due = False
        self._hint = _list_hint()
        self._leave: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="inspector-title", markup=False)
        with Horizontal(id="inspector-body"):
            yield self._rows
            yield self._entry
        yield Input(placeholder=_("type, id or text"), id="inspector-filter")
        yield Static(id="inspector-hint", markup=False)

    def on_mount(self) -> None:
        self._rows.add_class("-marked")
        self._entry.add_class("-marked")
        self._leave = self._log.subscribe(self._news)
        self._catch_up()

    def on_unmount(self) -> None:
        if self._leave is not None:
            self._leave()

    # -- what comes ----------------------------------------------------------------------------

    def _news(self) -> None:
        """Look at the log a little later, however much comes meanwhile."""
        if not self._due and self.is_mounted:
            self._due = True
            self.set_timer(PACE, self._catch_up)

    def _catch_up(self) -> None:
        self._due = False
        self._rows.catch_up()
        if self.has_class("-detail"):
            self._entry.refresh_facts()
        self._show_title()

    def _show_title(self) -> None:
        rows = self._rows
        entries = plural("{count} entry", "{count} entries", rows.count)
        parts = [entries.format(count=f"{rows.count:,}")]
        if self._errors_only:
            parts.append(_("errors only"))
        if self._filter.value.strip():
            parts.append(_("filtered"))
        if rows.paused:
            parts.append(_("paused, {count} new").format(count=f"{rows.waiting:,}"))
        elif rows.follows:
            parts.append(_("following"))
        self.query_one("#inspector-title", Static).update(
            Content.assemble((f"{_('Inspector')}  ", "bold"), (" · ".join(parts), "$text-muted"))
        )

    @on(TrafficList.Moved)
    def _moved(self) -> None:
        self._show_title()
        if self.has_class("-detail"):
            self._show_entry()

    def _show_entry(self) -> None:
        self.run_worker(self._entry.show(self._rows.current), group="entry", exclusive=True)

    # -- moving about --------------------------------------------------------------------------

    def action_open(self) -> None:
        if self._rows.current is None:
            return
        self.add_class("-detail")
        self._show_entry()
        self._entry.focus()
        self._show_hint(_entry_hint())

    def action_step(self, step: int) -> None:
        self._rows.action_move(step)

    def action_back_out(self) -> None:
        if self.has_class("-detail"):
            self.remove_class("-detail")
            self._rows.focus()
            self._show_hint(_list_hint())
            self.call_after_refresh(self._rows.reveal)
        elif self.has_class("-filtering"):
            self._filter.value = ""
            self.remove_class("-filtering")
            self._rows.focus()
        else:
            self.dismiss(None)

    def on_resize(self) -> None:
        self._show_hint(self._hint)

    def _show_hint(self, hint: str) -> None:
        self._hint = hint
        line = self.query_one("#inspector-hint", Static)
        line.update(fitting(hint, self.app.size.width - line.gutter.width))

    # -- choosing what is listed ---------------------------------------------------------------

    @property
    def _filter(self) -> Input:
        return self.query_one("#inspector-filter", Input)

    def action_filter(self) -> None:
        self.remove_class("-detail")
        self.add_class("-filtering")
        self._show_hint(_list_hint())
        self._filter.focus()

    @on(Input.Changed, "#inspector-filter")
    def _typed(self) -> None:
        self._list_anew()

    @on(Input.Submitted, "#inspector-filter")
    def _chosen(self) -> None:
        self._rows.focus()

    def action_errors(self) -> None:
        self._errors_only = not self._errors_only
        self._list_anew()

    def _list_anew(self) -> None:
        self._rows.filter(self._filter.value, errors_only=self._errors_only)
        self._show_title()

    def action_pause(self) -> None:
        self._rows.paused = not self._rows.paused
        self._catch_up()

    def action_clear(self) -> None:
        self._rows.paused = False
        self._log.clear()
        self.remove_class("-detail")
        self._rows.focus()
        self._catch_up()

    # -- taking it along -----------------------------------------------------------------------

    def _text(self) -> str:
        """The text of the entry the user stands on; says so when it has none."""
        entry = self._rows.current
        text = "" if entry is None else self._log.text(entry)
        if not text:
            self._view.tell(_("There is no JSON in this one."), severity="warning")
        elif entry is not None and entry.left_out:
            self._view.tell(_("It was too long: its end was not kept."), severity="warning")
        return text

    def action_copy(self) -> None:
        if text := self._text():
            self._view.copy(text, _("the JSON"))

    def action_write(self) -> None:
        entry = self._rows.current
        if entry is not None and (text := self._text()):
            name = "".join(c if c.isalnum() else "-" for c in entry.what or "event")[:40]
            self._run(self._write(f"{text}\n", f"{name}-{entry.number}.json"))

    def action_write_all(self) -> None:
        self._run(self._write_all())

    async def _write_all(self) -> None:
        entries, log = list(self._rows.shown), self._log

        def lines() -> str:
            found = (reading.whole(entry, log.text(entry)) for entry in entries)
            return "".join(log.secrets.mask(json.dumps(each)) + "\n" for each in found)

        await self._write(await asyncio.to_thread(lines), "traffic.jsonl")

    async def _write(self, text: str, suggestion: str) -> None:
        from chatkit_tui.tui.file_writing import write_with_questions

        path = await write_with_questions(self.app, text, suggestion)
        if path is not None:
            self._view.tell(_("Written to {path}").format(path=path))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        async def told() -> None:
            try:
                await work
            except ChatKitError as error:
                self._view.tell(str(error), severity="warning")

        self.run_worker(told(), group="files")


def _list_hint() -> str:
    hints = (
        _("{key} back").format(key="Esc"),
        _("{key} opens").format(key="Enter"),
        _("{key} filters").format(key="/"),
        _("{key} errors").format(key="e"),
        _("{key} pauses").format(key="Space"),
        _("{key} copies").format(key="y"),
        _("{key} writes").format(key="w"),
    )
    return SEPARATOR.join(hints)


def _entry_hint() -> str:
    hints = (
        _("{key} back").format(key="Esc"),
        _("{key} folds").format(key="Enter"),
        _("{key} copies").format(key="y"),
        _("{key} writes").format(key="w"),
        _("{keys} next, previous").format(keys="n/p"),
    )
    return SEPARATOR.join(hints)


def open_inspector(view: ChatKitView) -> None:
    """Show what goes over the wire of a view's controller."""
    if view.controller is None:
        view.tell(_("There is no server yet, so nothing went over the wire."))
    else:
        view.app.push_screen(InspectorScreen(view, view.controller.traffic))
