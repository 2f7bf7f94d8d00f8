"""Files of a message in the draft that is kept on disk: lines at the end of its text.

A line reads `[name](attached:…)`, where … holds where the file is, so that it can be brought to the
server again after a crash.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.display import display_line

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.controller.attachments.uploads import Uploads

MARK = "](attached:"

_LINE = re.compile(r"\[[^\]\n]*\]\(attached:([A-Za-z0-9_-]+={0,2})\)")


def with_files(text: str, files: Sequence[Attached]) -> str:
    """A text with the files that go along, to be kept."""
    return "\n".join([text, *map(_line, files)]) if files else text


def without_files(text: str) -> tuple[str, list[dict[str, Any]]]:
    """What was kept, taken apart: the text, and what is known of each file."""
    lines = text.split("\n")
    known: list[dict[str, Any]] = []
    while lines and (found := _LINE.fullmatch(lines[-1])):
        if (file := _read(found[1])) is None:
            break
        known.insert(0, file)
        lines.pop()
    return "\n".join(lines), known


def bring_back(known: dict[str, Any], uploads: Uploads) -> Attached:
    """The file that was kept: the same one while the program runs, else uploaded anew."""
    key = known["key"]
    same = uploads.find(key)
    if same is not None:
        return same
    if "path" in known:
        return uploads.add(Path(known["path"]), key=key)
    return uploads.add_uploaded(known, key=key)


def _line(attached: Attached) -> str:
    known: dict[str, Any] = {"key": attached.key}
    if attached.path is not None:
        known["path"] = str(attached.path)
    else:
        given = {
            "id": attached.id,
            "name": attached.name,
            "mime_type": attached.mime_type,
            "preview_url": attached.preview_url,
        }
        known |= {name: value for name, value in given.items() if value}
    packed = json.dumps(known, ensure_ascii=False).encode("utf-8", "surrogatepass")
    name = re.sub(r"[\[\]]", "", display_line(attached.name))
    return f"[{name}{MARK}{base64.urlsafe_b64encode(packed).decode('ascii')})"


def _read(code: str) -> dict[str, Any] | None:
    """What a line holds; None where somebody only wrote what looks like one."""
    try:
        known = json.loads(base64.urlsafe_b64decode(code).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    fits = isinstance(known, dict) and all(isinstance(each, str) for each in known.values())
    if not fits or "key" not in known or not ("path" in known or "id" in known):
        return None
    return dict(known)
