"""The pages that a preview can show, one for each file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatkit_tui.controller.state import Row
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.protocol.items import WidgetItem
from chatkit_tui.widget_files.reading import STDIN, WidgetFile, read_widget_file

GALLERY = Path(__file__).parents[1] / "widgets" / "gallery"

Stamp = tuple[tuple[int, int] | None, ...]
"""When files changed and how large they are; None for one that is not there."""


@dataclass(frozen=True, slots=True)
class Book:
    """Files with widgets in their order; the data goes into the template of the only one."""

    paths: tuple[Path, ...]
    data: Path | None = None
    is_gallery: bool = False

    def read(self, index: int) -> WidgetFile:
        """Read a file as it is now; raises ConfigurationError."""
        return read_widget_file(self.paths[index], self.data)

    def stamp(self, index: int) -> Stamp:
        """What is another one when a page may look different."""
        paths = (self.paths[index], *((self.data,) if self.data is not None else ()))
        return tuple(_stamp(path) for path in paths if path != STDIN)

    def title(self, index: int) -> str:
        """What a page is called in a list: the name of its file, or its own in our gallery."""
        path = self.paths[index]
        if not self.is_gallery:
            return path.name
        try:
            return self.read(index).name
        except ConfigurationError:
            return path.name


def gallery() -> Book:
    """Every component and every root, as they come with this package."""
    return Book(tuple(sorted(GALLERY.glob("*.json"))), is_gallery=True)


def rows_of(index: int, file: WidgetFile) -> list[Row]:
    """A row of a transcript for each widget of a page."""
    return [
        Row(key=f"{index}.{place}", item=item_of(widget))
        for place, widget in enumerate(file.widgets)
    ]


def item_of(widget: Any) -> WidgetItem:
    """A widget as an item of a thread, without a time."""
    return WidgetItem(id="preview", widget=widget)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
