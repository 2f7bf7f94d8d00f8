"""What keys are called: by Textual, and by people."""

from __future__ import annotations

import difflib

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, key_to_character

MODIFIERS = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "alt": "alt",
    "option": "alt",
    "shift": "shift",
    "super": "super",
    "cmd": "super",
    "hyper": "hyper",
    "meta": "meta",
}
"""Written to Textual's."""

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}

_WRITTEN = {
    **{name.lower(): key for key, name in _NAMES.items()},
    "return": "enter",
    "page_up": "pageup",
    "page_down": "pagedown",
    ",": "comma",
}

_KNOWN = {key.value for key in Keys if key.value.replace("+", "").isalnum()} | set(REPLACED_KEYS)


def key_name(key: str) -> str:
    """A key as keyboards and READMEs write it: Ctrl+J, PgUp, Shift+↑, ?"""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or _character(last) or last
    if modifiers or last[1:].isdigit():
        name = name.upper() if len(name) == 1 or last[1:].isdigit() else name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def read_key(written: str) -> str | None:
    """The key that a person means, as Textual calls it; None where there is no such key."""
    *before, last = (part.strip() for part in _parts(written.strip()))
    modifiers = [MODIFIERS.get(each.lower(), "") for each in before]
    if not last or "" in modifiers:
        return None
    last = _WRITTEN.get(last.lower(), last)
    if len(last) > 1:
        last = last.lower()
        if last not in _KNOWN and key_to_character(last) is None:
            return None
    elif modifiers == ["shift"] and last.upper() != last:
        return last.upper()
    elif modifiers:
        last = last.lower()
    if len(last) == 1:
        last = _spelled_out(last)
    return "+".join([*sorted(set(modifiers)), last])


def close_key(written: str) -> str | None:
    """What may be meant by a name that is no key's."""
    before, _, last = written.strip().lower().rpartition("+")
    names = [*_WRITTEN, *_KNOWN, *"abcdefghijklmnopqrstuvwxyz"]
    for name in difflib.get_close_matches(last, names, 1):
        # Of a modifier that is none, Ctrl is the likeliest.
        guesses = (f"{before}+{name}", f"ctrl+{name}") if before else (name,)
        return next(filter(None, map(read_key, guesses)), None)
    return None


def types_a_character(key: str) -> bool:
    """Whether the key writes something where there is a text to write in."""
    return key == "space" or _character(key) is not None


def _parts(written: str) -> list[str]:
    """What stands between the plus signs, which can be a key themselves."""
    if written.endswith("+"):
        before = written.removesuffix("+").removesuffix("+")
        return [*before.split("+"), "plus"] if before else ["plus"]
    return written.split("+")


def _character(key: str) -> str | None:
    if key in _NAMES:
        return None
    character = key_to_character(REPLACED_KEYS.get(key, key))
    return character if character is not None and character.isprintable() else None


def _spelled_out(character: str) -> str:
    return next(iter(Binding.make_bindings([Binding(character, "")]))).key
