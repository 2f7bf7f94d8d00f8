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

KEY_COLUMN = 26
"""Cells for the keys; descriptions stand to their right where there is room."""


class KeysScreen(ModalScreen[None]):
    """A page of keys for each part of the program."""

    CSS_PATH = Path(__file__).with_name("keys.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss(None)", "Back", id="keys.close"),
    ]

    def __init__(self, sections: list[tuple[str, type[DOMNode]]]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            for title, node in self._sections:
                yield Static(Content.styled(title, "bold $accent"), markup=False)
                for binding in Binding.make_bindings(own_bindings(node)):
                    yield Static(self._line(binding), markup=False, classes="key")

    def _line(self, binding: Binding) -> Content:
        key = self.app.get_key_display(binding)
        return Content.assemble((key.ljust(KEY_COLUMN), "bold"), " ", binding.description)


def own_bindings(node: type[DOMNode]) -> list[Binding]:
    """The bindings a class itself declares, keys of one action on one line."""
    return [binding for binding in node.BINDINGS if isinstance(binding, Binding)]
