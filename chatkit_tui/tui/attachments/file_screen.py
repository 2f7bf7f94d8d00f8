"""The file dialog: a folder, what is in it, and a look at the file that is marked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.controller.attachments.rules import readable_size
from chatkit_tui.display import display_line
from chatkit_tui.errors import reason_of
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.attachments.chips import short_name
from chatkit_tui.tui.attachments.file_lines import path_painter
from chatkit_tui.tui.attachments.folder import Entry, filters_for, read_folder
from chatkit_tui.tui.lines_view import LinesView
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.options import ComposerAttachmentOption

MOST = 500
"""Entries that are shown; who looks for more types on."""

ROOM_FOR_PREVIEW = 76
"""Columns of a screen from which on a file is seen beside the list."""

PREVIEW_AFTER = 0.15
"""Seconds after which a marked file is read: who walks through a list looks at none."""

UP = Path("..")


class NameInput(Input):
    """Where a name or a path is typed; backspace in an empty one goes a folder up."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            await self.screen.run_action("up")


def _bind(key: str, action: str, description: str, id_: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"file.{id_}", priority=True)


class FileScreen(ModalScreen[list[Path]]):
    """Asks for files; gives their paths, none when the user backs out.

    A name that is typed filters, a path leads there.
    """

    CSS_PATH = Path(__file__).with_name("file_screen.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        _bind("escape", "cancel", "Attach nothing", "cancel"),
        _bind("enter", "take", "Attach what is marked; open a folder", "take"),
        _bind("tab", "mark", "Mark it, for several at once", "mark"),
        _bind("up", "move(-1)", "One up", "previous"),
        _bind("down", "move(1)", "One down", "next"),
        _bind("pageup", "move(-10)", "Ten up", "page_up"),
        _bind("pagedown", "move(10)", "Ten down", "page_down"),
        _bind("ctrl+t", "types", "Other types of files", "types"),
        Binding("ctrl+up", "up", "To the folder above (Backspace)", show=False, id="file.up"),
    ]

    def __init__(self, folder: Path, option: ComposerAttachmentOption | None) -> None:
        super().__init__()
        self.folder = folder
        self._filters = filters_for(option)
        self._filter = self._filters[0]
        self._entries: Sequence[Entry] = ()
        self._shown: list[Entry] = []
        self._taken: list[Path] = []
        self._problem = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="file-dialog"):
            yield Static(id="file-folder", markup=False)
            with Horizontal(id="file-parts"):
                entries = OptionList(id="file-list", markup=False, compact=True)
                entries.can_focus = False
                yield entries
                yield LinesView(lambda width, palette: (), id="file-preview")
            yield NameInput(placeholder=_("Type a name, or a path"), id="file-name", compact=True)
            yield Static(id="file-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(NameInput).focus()
        self.query_one(LinesView).can_focus = False
        self._go(self.folder)

    def on_resize(self) -> None:
        wide = self.app.size.width >= ROOM_FOR_PREVIEW
        self.query_one(LinesView).display = wide
        if self._shown:
            self._show()

    # -- where ---------------------------------------------------------------------------------

    def _go(self, folder: Path) -> None:
        self.run_worker(self._read(folder), group="folder", exclusive=True)

    async def _read(self, folder: Path, led_by: str | None = None) -> None:
        """Show a folder; `led_by` is the path that led there, and what is typed behind it stays."""
        try:
            folder, entries = await asyncio.to_thread(_normal_folder, folder)
        except OSError as error:
            reason = reason_of(error)
            words = _("{path} cannot be read: {reason}.")
            self._problem = words.format(path=folder, reason=reason)
            self._show()
            return
        came_from, self.folder, self._entries = self.folder, folder, entries
        self._problem = ""
        name = self.query_one(NameInput)
        name.value = "" if led_by is None else name.value.removeprefix(led_by)
        name.cursor_position = len(name.value)
        self._show(mark=came_from)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        # The event may be older than what stands there.
        typed = event.input.value
        if "/" in typed:
            self.run_worker(self._lead_to(typed), group="folder", exclusive=True)
        else:
            self._show()

    async def _lead_to(self, typed: str) -> None:
        """Go to the folder of a path that is typed, and filter by what follows it."""
        head = typed[: typed.rindex("/") + 1]
        folder = await asyncio.to_thread(_folder, self.folder, head)
        if folder is not None:
            await self._read(folder, led_by=head)
        else:
            self._show()

    # -- what is shown -------------------------------------------------------------------------

    def _show(self, mark: Path | None = None) -> None:
        typed = self.query_one(NameInput).value.strip().casefold()
        self._shown = [
            each
            for each in self._entries
            if self._filter.shows(each)
            and typed in each.name.casefold()
            and (not each.hidden or typed.startswith("."))
        ]
        if not typed and self.folder != self.folder.parent:
            self._shown.insert(0, Entry(self.folder / UP, True))
        entries = self.query_one(OptionList)
        entries.clear_options()
        width = max(20, entries.size.width)
        entries.add_options(Option(self._line(each, width)) for each in self._shown[:MOST])
        if self._shown:
            here = (n for n, each in enumerate(self._shown[:MOST]) if each.path == mark)
            first = 1 if len(self._shown) > 1 and self._shown[0].path.name == ".." else 0
            entries.highlighted = next(here, first)
        self._say()

    def _say(self) -> None:
        """Where the user is, and what the keys do."""
        what, more = ["", self._filter.label], len(self._shown) - MOST
        if more > 0:
            words = plural("{count} more: type on", "{count} more: type on", more)
            what.append(words.format(count=more))
        folder = display_line(str(self.folder))
        heading = Content.assemble(folder, (SEPARATOR.join(what), "$text-muted"))
        self.query_one("#file-folder", Static).update(heading)
        hint = Content(_hint(len(self._taken)))
        problem = Content.styled(display_line(self._problem), "$text-error")
        self.query_one("#file-hint", Static).update(problem if self._problem else hint)

    def _line(self, entry: Entry, width: int) -> Content:
        mark = "✓ " if entry.path in self._taken else "  "
        name = "../" if entry.path.name == ".." else display_line(entry.name) or "?"
        if entry.is_folder:
            return Content.assemble(mark, (f"{name.rstrip('/')}/", "$text-accent"))
        when = datetime.fromtimestamp(entry.changed).strftime("%Y-%m-%d") if width > 44 else ""
        size = readable_size(entry.size)
        facts = f"{' ' * (9 - cell_len(size))}{size}  {when}".rstrip()
        room = max(8, width - cell_len(facts) - 4)
        name = short_name(name, room)
        blanks = " " * max(1, room - cell_len(name) + 1)
        return Content.assemble(mark, name, blanks, (facts, "$text-muted"))

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.run_worker(self._look(self.current), group="look", exclusive=True)

    async def _look(self, entry: Entry | None) -> None:
        preview = self.query_one(LinesView)
        if not preview.display:
            return
        await asyncio.sleep(PREVIEW_AFTER)
        if not self.is_current:
            return  # The choice was made meanwhile, and the parts are taken down.
        if entry is None or entry.is_folder:
            preview.show(lambda width, palette: ())
        else:
            preview.show(path_painter(entry.path))

    @property
    def current(self) -> Entry | None:
        """What is marked."""
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    # -- keys ----------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        entries = self.query_one(OptionList)
        if entries.option_count:
            wanted = (entries.highlighted or 0) + step
            entries.highlighted = max(0, min(entries.option_count - 1, wanted))

    def action_mark(self) -> None:
        entry, entries = self.current, self.query_one(OptionList)
        if entry is None or entry.is_folder or entries.highlighted is None:
            return
        if entry.path in self._taken:
            self._taken.remove(entry.path)
        else:
            self._taken.append(entry.path)
        at = entries.highlighted
        entries.replace_option_prompt_at_index(at, self._line(entry, entries.size.width))
        self.action_move(1)
        self._say()

    def action_take(self) -> None:
        entry = self.current
        if entry is None:
            return
        if entry.is_folder:
            self._go(entry.path)
        else:
            self.dismiss(self._taken or [entry.path])

    def action_up(self) -> None:
        self._go(self.folder.parent)

    def action_types(self) -> None:
        at = self._filters.index(self._filter)
        self._filter = self._filters[(at + 1) % len(self._filters)]
        self._show()

    def action_cancel(self) -> None:
        self.dismiss([])


def _hint(taken: int) -> str:
    """What the keys do, while so many files are marked."""
    attaches = _("{key} attaches")
    if taken:
        attaches = plural("{n} marked: {key} attaches", "{n} marked: {key} attaches", taken)
    words = [
        attaches.format(n=taken, key="Enter"),
        _("{key} marks").format(key="Tab"),
        _("{key} up").format(key="Backspace"),
        _("{key} types").format(key="Ctrl+T"),
        _("{key} cancels").format(key="Esc"),
    ]
    return SEPARATOR.join(words)


def _folder(base: Path, typed: str) -> Path | None:
    """The folder that is typed, seen from `base`; None where there is none. Blocks."""
    try:
        folder = base / Path(typed).expanduser()
        return folder if folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _normal_folder(folder: Path) -> tuple[Path, Sequence[Entry]]:
    """A folder by its shortest name, and what is in it; blocks. Raises OSError."""
    folder = Path(os.path.normpath(folder))
    return folder, read_folder(folder)
