"""What is in a folder, as a file dialog shows it. All of it blocks."""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.controller.attachments.kinds import UNKNOWN, Kind
from chatkit_tui.controller.attachments.rules import is_accepted
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.options import ComposerAttachmentOption

IMAGES = ("image/",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder; sizes are in bytes."""

    path: Path
    is_folder: bool
    size: int = 0
    changed: float = 0.0
    """Seconds since the epoch."""

    @property
    def name(self) -> str:
        """Its name, as on the disk."""
        return self.path.name

    @property
    def hidden(self) -> bool:
        return self.path.name.startswith(".")

    @property
    def kind(self) -> Kind:
        """What its name says it is."""
        return Kind(mimetypes.guess_type(self.path.name, strict=False)[0] or UNKNOWN)


def read_folder(folder: Path) -> Sequence[Entry]:
    """Folders first, then files, each by name. Raises OSError."""
    entries: list[Entry] = []
    with os.scandir(folder) as found:
        for each in found:
            try:
                status = each.stat()
            except OSError:
                continue  # A link that leads nowhere.
            path = folder / each.name
            if stat.S_ISDIR(status.st_mode):
                entries.append(Entry(path, True))
            elif stat.S_ISREG(status.st_mode):
                entries.append(Entry(path, False, status.st_size, status.st_mtime))
    return sorted(entries, key=lambda each: (not each.is_folder, each.name.casefold()))


@dataclass(frozen=True, slots=True)
class TypeFilter:
    """Which files of a folder are shown."""

    label: str
    accept: ComposerAttachmentOption | None = None
    """Those that a chat takes, by their names."""
    images: bool = False

    def shows(self, entry: Entry) -> bool:
        if entry.is_folder:
            return True
        if self.images:
            return entry.kind.mime_type.startswith(IMAGES)
        return self.accept is None or is_accepted(self.accept.accept, entry.name, entry.kind)


def filters_for(option: ComposerAttachmentOption | None) -> Sequence[TypeFilter]:
    """What can be chosen between, the first one to begin with."""
    filters = [TypeFilter(_("all files")), TypeFilter(_("images"), images=True)]
    if option is not None and option.accept:
        filters.insert(0, TypeFilter(_("what this chat takes"), option))
    return filters
