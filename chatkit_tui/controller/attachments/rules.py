"""Which files a message may have, as the options say; what stands against one, in a sentence.

A pattern is a MIME type, "image/*", or "*" and "" for everything else. Names in the sentences are
as they are on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chatkit_tui.translation import N_, _, plural

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.kinds import Kind
    from chatkit_tui.options import ComposerAttachmentOption

DISABLED = N_("This chat takes no files.")

_UNITS = ("kB", "MB", "GB", "TB")
_WORDS = {
    "image": N_("images"),
    "audio": N_("sound"),
    "video": N_("videos"),
    "text": N_("texts"),
}


def problem_with(option: ComposerAttachmentOption, name: str, size: int, kind: Kind) -> str | None:
    """Why this file may not go along; None where it may. `size` is in bytes."""
    if not option.enabled:
        return _(DISABLED)
    if not is_accepted(option.accept, name, kind):
        words = _("{name} is of the type {type}; this chat takes {types} only.")
        types = _accepted_words(option.accept)
        return words.format(name=name, type=kind.mime_type, types=types)
    limit = size_limit(option, kind.mime_type)
    if limit is not None and size > limit:
        own, most = readable_size(size), readable_size(limit)
        if own == most:
            own = plural("{size} byte", "{size} bytes", size).format(size=f"{size:,}")
            most = f"{limit:,}"
        words = _("{name} has {size}; a file may have {most} in this chat.")
        if not isinstance(option.max_size, int):
            words = _("{name} has {size}; a file of the type {type} may have {most} in this chat.")
        return words.format(name=name, size=own, most=most, type=kind.mime_type)
    return None


def problem_with_count(option: ComposerAttachmentOption, count: int) -> str | None:
    """Why a message may not have so many files; None where it may."""
    if not option.enabled:
        return _(DISABLED) if count else None
    if count <= option.max_count:
        return None
    words = plural(
        "A message of this chat may have {most} file, and these are {count}.",
        "A message of this chat may have {most} files, and these are {count}.",
        option.max_count,
    )
    return words.format(most=option.max_count, count=count)


def size_limit(option: ComposerAttachmentOption, mime_type: str) -> int | None:
    """The most bytes of a file of that type, by the pattern that fits best; None is no limit."""
    if not isinstance(option.max_size, Mapping):
        return option.max_size
    family = mime_type.partition("/")[0]
    for pattern in (mime_type, f"{family}/*", "*/*", "*", ""):
        if pattern in option.max_size:
            return option.max_size[pattern]
    return None


def readable_size(size: int) -> str:
    """Bytes for people: "0 bytes", "1.2 kB", "100 MB"; powers of 1,024."""
    if size < 1000:
        return plural("{size} byte", "{size} bytes", size).format(size=size)
    value, unit = size / 1024, 0
    while value >= 1000 and unit + 1 < len(_UNITS):
        value, unit = value / 1024, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if value < 10 else f"{value:.0f} {_UNITS[unit]}"


def extensions(option: ComposerAttachmentOption) -> tuple[str, ...]:
    """Those that the accept list names, in lower case; none where it names none."""
    return tuple(each.lower() for listed in option.accept.values() for each in listed)


def is_accepted(accept: Mapping[str, tuple[str, ...]], name: str, kind: Kind) -> bool:
    """Whether an accept list takes a file; an empty one takes all."""
    if not accept or any(_matches(pattern, kind.mime_type) for pattern in accept):
        return True
    # An extension speaks for a file whose bytes say nothing else.
    listed = (each.lower() for all_of_one in accept.values() for each in all_of_one)
    return not kind.sure and name.lower().endswith(tuple(listed))


def _matches(pattern: str, mime_type: str) -> bool:
    pattern, mime_type = pattern.strip().lower(), mime_type.lower()
    if pattern in ("*", "*/*", mime_type):
        return True
    return pattern.endswith("/*") and mime_type.startswith(pattern[:-1])


def _accepted_words(accept: Mapping[str, tuple[str, ...]]) -> str:
    words = []
    for pattern, listed in accept.items():
        family, _slash, rest = pattern.partition("/")
        kind = _(_WORDS[family]) if rest == "*" and family in _WORDS else pattern
        words.append(f"{kind} ({', '.join(listed)})" if listed else kind)
    if len(words) == 1:
        return words[0]
    return _("{several} and {last}").format(several=", ".join(words[:-1]), last=words[-1])
