"""The files that a profile lets go with a message.

[profiles.work.attachments]
enabled = true
max_size = { "image/*" = 5_000_000, "*" = 20_000_000 }    # or a number of bytes
max_count = 5
accept = { "image/*" = [".png", ".jpg"], "application/pdf" = [".pdf"] }
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.options import ComposerAttachmentOption

Wrong = Callable[..., ConfigurationError]
"""Makes the error for a key below `attachments`, of a sentence with a `place` and other words."""

KEYS = ("enabled", "max_size", "max_count", "accept")


def read_attachments(value: object, wrong: Wrong) -> ComposerAttachmentOption:
    """What a table says; what it leaves out is as the option has it, and files are taken."""
    from chatkit_tui.options import ComposerAttachmentOption

    if not isinstance(value, dict):
        raise wrong("", _("{place} must be a table with {keys}."), keys=", ".join(KEYS))
    for key in value:
        if key not in KEYS:
            raise wrong(key, _("{place} is not a setting; there are {keys}."), keys=", ".join(KEYS))
    given: dict[str, Any] = {"enabled": value.get("enabled", True)}
    if not isinstance(given["enabled"], bool):
        raise wrong("enabled", _("{place} must be true or false."))
    if "max_size" in value:
        given["max_size"] = _size(value["max_size"], wrong)
    if "max_count" in value:
        given["max_count"] = value["max_count"]
        if not _is_number(value["max_count"], least=1):
            raise wrong("max_count", _("{place} must be a number of files, 1 at least."))
    if "accept" in value:
        given["accept"] = _accept(value["accept"], wrong)
    return ComposerAttachmentOption(**given)


def _size(value: object, wrong: Wrong) -> int | Mapping[str, int]:
    sizes: dict[str, Any] = value if isinstance(value, dict) else {"*": value}
    if not all(_is_number(each, least=0) for each in sizes.values()):
        raise wrong(
            "max_size",
            _("{place} must be a number of bytes, or a table of MIME types and numbers."),
        )
    return sizes if isinstance(value, dict) else int(sizes["*"])


def _accept(value: object, wrong: Wrong) -> Mapping[str, tuple[str, ...]]:
    table = dict.fromkeys(value, ()) if isinstance(value, list) else value
    problem = _(
        "{place} must be a table of MIME types, each with a list of extensions such as '.png'."
    )
    if not isinstance(table, dict):
        raise wrong("accept", problem)
    for mime_type, extensions in table.items():
        listed = isinstance(extensions, list | tuple)
        dotted = listed and all(isinstance(e, str) and e.startswith(".") for e in extensions)
        if not isinstance(mime_type, str) or "/" not in mime_type or not dotted:
            raise wrong("accept", problem)
    return {mime_type: tuple(extensions) for mime_type, extensions in table.items()}


def _is_number(value: object, *, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
