"""The keymap of a user: what `[keys]` says, made what Textual understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.key_names import close_key, key_name, read_key, types_a_character
from chatkit_tui.tui.key_sections import EDITING, UNBOUND, KeyLine, Section, all_lines


def read_keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keymap that is meant by `wanted`, and what is wrong with it, in sentences."""
    known = {line.id: (section, line) for section, line in all_lines({})}
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for id_, written in wanted.items():
        if id_ not in known:
            problems.append(_unknown(id_, list(known)))
            continue
        keys = []
        for name in written.split(","):
            key, problem = _key_for(name, *known[id_])
            if key is not None and key not in keys:
                keys.append(key)
            elif problem:
                problems.append(f"{id_}: {problem}")
        if keys:
            keymap[id_] = ",".join(keys)
    problems += _clashes(keymap)
    return keymap, problems


def _unknown(id_: str, known: Sequence[str]) -> str:
    name = id_.rpartition(".")[2]
    namesakes = [each for each in known if each.rpartition(".")[2] == name]
    close = namesakes or difflib.get_close_matches(id_, known, 2)
    words = _("There is no binding {name}.")
    if len(close) > 1:
        words = _("There is no binding {name}; perhaps {one} or {other} is meant.")
    elif close:
        words = _("There is no binding {name}; perhaps {one} is meant.")
    one, other, *_more = *close, "", ""
    return words.format(name=display_line(id_), one=one, other=other)


def _key_for(written: str, section: Section, line: KeyLine) -> tuple[str | None, str]:
    """The key that is written there, or why it cannot be had."""
    if written.strip().lower() == UNBOUND:
        return UNBOUND, ""
    key = read_key(written)
    if key is None:
        close = close_key(written)
        name = display_line(written)
        if close is None:
            return None, _("“{name}” is no key.").format(name=name)
        words = _("“{name}” is no key; perhaps {key} is meant.")
        return None, words.format(name=name, key=key_name(close))
    takes_all = line.binding.priority or section.place == EDITING
    if section.typed_in and takes_all and types_a_character(key):
        words = _("{key} is left out, since it could not be typed any more.")
        return None, words.format(key=key_name(key))
    return key, ""


def _clashes(keymap: Mapping[str, str]) -> Iterator[str]:
    """Keys that were given to one binding and that another has, or had until then."""
    before = {line.id: set(line.keys) for _section, line in all_lines({})}
    lines = list(all_lines(keymap))
    told = set()
    for section, line in lines:
        if line.id not in keymap:
            continue
        for key in line.keys:
            for other_section, other in lines:
                pair = (key, *sorted((line.id, other.id)))
                # What shares a key from the beginning does so for a reason.
                shared = before[line.id] & before[other.id]
                if shared or pair in told or not section.shares_keys_with(other_section):
                    continue
                if key in other.keys:
                    words = _("{key} is {one} and {other} at the same time.")
                    yield words.format(key=key_name(key), one=line.id, other=other.id)
                elif key in before[other.id] and other.id not in keymap:
                    words = _("{key} is {one} now, and no longer {other}.")
                    yield words.format(key=key_name(key), one=line.id, other=other.id)
                told.add(pair)
