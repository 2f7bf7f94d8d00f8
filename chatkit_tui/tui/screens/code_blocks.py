"""Which of several code blocks is meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display_line
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.tui.code_blocks import CodeBlock

DIGITS = "123456789"

BEGINNING = 200
"""Characters of a block's first line that may be seen."""


class CodeBlocksScreen(ModalScreen["CodeBlock | None"]):
    """A numbered list; the number chooses, and so does Enter. None when the user backs out."""

    CSS_PATH = Path(__file__).with_name("code_blocks.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", id="code.close"),
        *(
            Binding(
                digit, f"number({digit})", "Choose by number", show=False, id=f"code.number_{digit}"
            )
            for digit in DIGITS
        ),
        Binding("j", "move(1)", "Next", show=False, id="code.next"),
        Binding("k", "move(-1)", "Previous", show=False, id="code.previous"),
    ]

    def __init__(self, blocks: Sequence[CodeBlock]) -> None:
        super().__init__()
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        with Vertical(id="code-blocks"):
            yield Static(_("Copy which code block?"), markup=False)
            yield OptionList(
                *(Option(_line(number, block)) for number, block in enumerate(self._blocks, 1)),
                id="code-list",
                markup=False,
            )
            yield Static(_hint(), id="code-hint", markup=False)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._blocks[event.option_index])

    def action_number(self, number: int) -> None:
        if number <= len(self._blocks):
            self.dismiss(self._blocks[number - 1])

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        last = options.option_count - 1
        options.highlighted = max(0, min(last, (options.highlighted or 0) + step))


def _hint() -> str:
    copies = _("{digits} or {key} copies").format(digits="1-9", key="Enter")
    return SEPARATOR.join([copies, _("{key} goes back").format(key="Esc")])


def _line(number: int, block: CodeBlock) -> Content:
    begin = next((line for line in block.code.split("\n") if line.strip()), "")
    lines = block.code.count("\n") + 1
    size = plural("{count} line", "{count} lines", lines).format(count=lines)
    return Content.assemble(
        (f"{number} ", "$text-accent"),
        (f"{display_line(block.language) or _('code')}, {size}  ", "$text-muted"),
        display_line(begin.strip()[:BEGINNING]),
    )
