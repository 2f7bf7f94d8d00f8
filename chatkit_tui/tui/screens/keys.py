"""F1: every key and what it does, drawn from the bindings themselves."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

KEY_COLUMN = 28
"""Cells for the keys where there is room for two columns."""

NARROW = 60
"""Screens narrower than this get no columns."""


class KeysScreen(ModalScreen[None]):
    """A page of keys for each part of the program."""

    CSS_PATH = Path(__file__).with_name("keys.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss(None)", "Back", id="keys.close"),
    ]

    def __init__(self, sections: list[tuple[str, type[DOMNode]]]) -> None:
        super().__init__()
        self.sections = sections

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            for title, node in self.sections:
                yield Static(Content.styled(title, "bold $accent"), markup=False)
                for keys, description in self._lines(node):
                    yield Static(self._line(keys, description), markup=False, classes="key")

    def _lines(self, node: type[DOMNode]) -> list[tuple[str, str]]:
        """What a part of the program binds itself: the keys of an action, and what it does."""
        keys: dict[str, list[str]] = {}
        descriptions: dict[str, str] = {}
        bindings = [each for each in node.BINDINGS if isinstance(each, Binding)]
        for binding in Binding.make_bindings(bindings):
            name = binding.id or binding.action
            keys.setdefault(name, []).append(key_name(binding.key))
            descriptions[name] = binding.description
        return [(" ".join(keys[name]), description) for name, description in descriptions.items()]

    def _line(self, keys: str, description: str) -> Content:
        column = keys if self.app.size.width < NARROW else keys.ljust(KEY_COLUMN)
        return Content.assemble((column, "bold"), "  ", description)


def key_name(key: str) -> str:
    """A key as keyboards and READMEs write it: Ctrl+J, PgUp, Shift+↑."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if modifiers or last[1:].isdigit() else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "underscore": "_",
    "plus": "+",
    "minus": "-",
    "slash": "/",
}
