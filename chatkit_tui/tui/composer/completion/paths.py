"""Files of this machine behind `@/`, `@~/` and `@./`: what is chosen there is attached."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.attachments.rules import readable_size
from chatkit_tui.options import Entity
from chatkit_tui.tui.attachments.folder import Entry, read_folder
from chatkit_tui.tui.composer.completion.choices import Choice
from chatkit_tui.tui.composer.completion.trigger import Kind

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.view import ChatKitView


class PathSource:
    """Folders to go into, and files to attach."""

    kind = Kind.PATH

    def __init__(self, view: ChatKitView, controller: ChatKitController) -> None:
        self._view = view
        self._controller = controller
        self._begun = ""
        """The folder as it is written."""

    @property
    def open(self) -> bool:
        return self._controller.options.composer.attachments.enabled

    async def find(self, query: str) -> Sequence[Choice]:
        head, _, rest = query.rpartition("/")
        self._begun = f"{head}/"
        entries = await asyncio.to_thread(_entries, self._begun)
        return [
            Choice(f"{each.name}/" if each.is_folder else each.name, each, _detail(each))
            for each in entries
            if rest.casefold() in each.name.casefold() and (not each.hidden or rest.startswith("."))
        ]

    def choose(self, value: Any, insert: Callable[[Entity], None]) -> Sequence[Choice] | None:
        entry: Entry = value
        if entry.is_folder:
            # What stands at the caret then asks again.
            self._view.composer.input.insert(f"@{self._begun}{entry.path.name}/")
        else:
            self._view.run(self._attach(entry.path))
        return None

    async def _attach(self, path: Path) -> None:
        self._view.attaching.attach([path])


def _entries(folder: str) -> Sequence[Entry]:
    """What is in a folder; nothing where there is none, or none that can be read."""
    try:
        return read_folder(Path(folder).expanduser())
    except (OSError, RuntimeError, ValueError):
        return ()


def _detail(entry: Entry) -> str:
    return "" if entry.is_folder else readable_size(entry.size)
