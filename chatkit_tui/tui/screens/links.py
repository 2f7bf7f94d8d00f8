"""Picking what to open; where it leads is in view before anything is opened."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.browser import desktop_at_hand, open_address
from chatkit_tui.tui.entities.opening import can_be_opened, open_entity, preview_entity
from chatkit_tui.tui.hyperlinks import host_of
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.options import Entity
    from chatkit_tui.tui.links import Target
    from chatkit_tui.tui.view import ChatKitView

LONGEST_FACT = 2_000
"""Characters of an address or a fact."""


class LinksScreen(ModalScreen[None]):
    """The targets of an item: numbers and arrows choose, Enter opens what is shown."""

    CSS_PATH = Path(__file__).with_name("links.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,o", "close", "Back", id="links.close"),
        Binding("enter", "open", "Open what is shown", id="links.open", priority=True),
        Binding("p", "preview", "Preview of an entity", id="links.preview"),
        Binding("y,ctrl+c", "copy", "Copy the address", id="links.copy", priority=True),
        Binding("down,j,tab", "move(1)", "Next", id="links.down", priority=True),
        Binding("up,k,shift+tab", "move(-1)", "Previous", id="links.up", priority=True),
    ]

    def __init__(self, view: ChatKitView, targets: Sequence[Target]) -> None:
        super().__init__()
        self._view = view
        self._targets = targets
        self._opens = desktop_at_hand(os.environ)
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="links"):
            yield OptionList(
                *(Option(_line(n, each)) for n, each in enumerate(self._targets, 1)),
                id="list",
                markup=False,
            )
            with VerticalScroll(id="target", can_focus=False):
                yield Static(_about(self._targets[0]), id="facts", markup=False)
            yield Static(self._hint(self._targets[0]), id="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#list", OptionList).highlighted = 0

    @property
    def current(self) -> Target:
        """What is shown."""
        return self._targets[self.query_one("#list", OptionList).highlighted or 0]

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        self.query_one("#facts", Static).update(_about(self.current))
        self.query_one("#hint", Static).update(self._hint(self.current))

    def _hint(self, target: Target) -> Content:
        opens, copies = (
            _("{key} opens it").format(key="Enter"),
            _("{key} copies it").format(key="y"),
        )
        if self._entity_of(target) is not None:
            words = [opens, _("{key} shows it").format(key="p"), _("{key} copies").format(key="y")]
        elif target.deeplink:
            words = [_("{key} follows it").format(key="Enter"), copies]
        elif target.opens is None:
            nothing = [_("{key} copies").format(key="y")]
            words = [_("This address is not opened"), copies] if target.address else nothing
        elif self._opens:
            words = [opens, copies]
        else:
            words = [_("{key} copies it: no browser here").format(key="Enter")]
        if len(self._targets) > 1:
            words.append(_("{digits} choose").format(digits="1–9"))
        return Content(SEPARATOR.join([*words, _("{key} back").format(key="Esc")]))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        # A click chooses; what it leads to is to be seen before it is opened.
        event.stop()

    def on_key(self, event: Key) -> None:
        """Digits choose by number; of more than nine, one digit after the other."""
        if event.character is None or event.character not in "0123456789":
            return
        event.stop()
        for typed in (self._typed + event.character, event.character):
            if 1 <= int(typed) <= len(self._targets):
                self._typed = typed
                self.query_one("#list", OptionList).highlighted = int(typed) - 1
                return
        self._typed = ""

    def action_move(self, step: int) -> None:
        self._typed = ""
        options = self.query_one("#list", OptionList)
        options.highlighted = ((options.highlighted or 0) + step) % len(self._targets)

    def _entity_of(self, target: Target) -> Entity | None:
        """What a target is, if it is an entity that the integrator does something with."""
        controller, entity = self._view.controller, target.entity
        if controller is None or entity is None or not can_be_opened(controller, entity):
            return None
        return entity

    def action_preview(self) -> None:
        entity = self._entity_of(self.current)
        if entity is not None:
            self.dismiss(None)
            self._view.run(preview_entity(self._view, entity))

    def action_open(self) -> None:
        entity = self._entity_of(self.current)
        if entity is not None:
            self.dismiss(None)
            self._view.run(open_entity(self._view, entity))
            return
        if self.current.deeplink and self._view.controller is not None:
            self._view.controller.open_deeplink(self.current.address)
            self.dismiss(None)
            return
        address = self.current.opens
        if address is None:
            return
        if self._opens:
            self._view.run(self._open(address))
        else:
            self._view.copy(address, _("the address"))
        self.dismiss(None)

    async def _open(self, address: str) -> None:
        await open_address(address)
        self._view.tell(_("Handed {host} to the browser.").format(host=host_of(address)))

    def action_copy(self) -> None:
        target = self.current
        if target.address:
            self._view.copy(target.opens or target.address, _("the address"))
        else:
            facts = "\n".join(f"{_(name)}: {value}" for name, value in target.facts)
            self._view.copy(f"{target.title}\n{facts}".strip(), _("what is known of it"))
        self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)


def _about(target: Target) -> Content:
    """All that is known of a target."""
    parts: list[str | tuple[str, str]] = [(display_line(target.title) or _("untitled"), "bold")]
    if target.address:
        shown = target.opens or target.address
        parts.append(f"\n{display_line(shown[:LONGEST_FACT])}")
    for name, value in target.facts:
        parts += [(f"\n{_(name)}: ", "$text-muted"), display(value[:LONGEST_FACT])]
    return Content.assemble(*parts)


def _line(number: int, target: Target) -> Content:
    title = display_line(target.title[:LONGEST_FACT]) or _("untitled")
    kind = next((value for name, value in target.facts if name == "Kind"), "")
    place = display_line(host_of(target.address) or kind)
    beside = f"  {place}" if place and place != title else ""
    return Content.assemble((f"{number:>2} ", "$text-accent"), title, (beside, "$text-muted"))
