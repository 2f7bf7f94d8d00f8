"""`chatkit-tui keys`: every binding, in words that `[keys]` takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatkit_tui.translation import _
from chatkit_tui.tui.key_sections import UNBOUND, all_lines
from chatkit_tui.tui.keymap import read_keymap


def key_list(wanted: Mapping[str, str], *, json: bool) -> tuple[list[str], list[str]]:
    """The list as lines of text or of JSON, and what is wrong with the keys that are wanted."""
    keymap, problems = read_keymap(wanted)
    return list(_json(keymap) if json else _text(keymap)), problems


def _text(keymap: Mapping[str, str]) -> Iterator[str]:
    lines = list(all_lines(keymap))
    ids = max(len(line.id) for _section, line in lines)
    title = ""
    for section, line in lines:
        if section.title != title:
            yield from ("", _(section.title)) if title else (_(section.title),)
            title = section.title
        yield f"  {line.id:{ids}}  {','.join(line.keys) or UNBOUND:24}  {line.description}"


def _json(keymap: Mapping[str, str]) -> Iterator[str]:
    from json import dumps

    for section, line in all_lines(keymap):
        yield dumps(
            {
                "id": line.id,
                "keys": line.keys,
                "description": line.description,
                "section": _(section.title),
            }
        )
