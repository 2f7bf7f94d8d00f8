"""One line below the text: the tools at hand, the one chosen, and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from chatkit_tui.display import display_line
from chatkit_tui.translation import _
from chatkit_tui.tui.composer.choices import Choices

if TYPE_CHECKING:
    from chatkit_tui.options import ToolOption

GAP = "  "


class ChoiceBar(Widget):
    """Draws `choices`; not there where nothing is to be chosen."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(id="choices")
        self._choices = choices
        self.display = False

    def show(self, *, is_open: bool) -> None:
        """Draw the choices anew; `is_open` says that something can be written."""
        self.display = is_open and bool(self._choices.tools or self._choices.models)
        self.refresh()

    def render(self) -> RenderResult:
        choices, width = self._choices, self.size.width
        model = Content("")
        if choices.models:
            label = display_line(choices.model.label) if choices.model is not None else _("Model")
            model = Content.assemble(label, " F3")
            model = model.truncate(max(8, width // 2), ellipsis=True)
        tools = Content(GAP).join([_chip(tool, tool == choices.tool) for tool in self._chips()])
        if choices.tools:
            offer = Content(_("tools {key}").format(key="Ctrl+T"))
            tools = Content.assemble(tools, GAP if tools else "", offer)
        room = max(0, width - model.cell_length - len(GAP))
        tools = tools.truncate(room, ellipsis=True)
        blanks = max(0, width - tools.cell_length - model.cell_length)
        return Content.assemble(tools, " " * blanks, model)

    def _chips(self) -> list[ToolOption]:
        """The chosen tool first, so that it is seen on a narrow screen too; then the pinned."""
        chosen = self._choices.tool
        pinned = [tool for tool in self._choices.tools if tool.pinned and tool != chosen]
        return [*([] if chosen is None else [chosen]), *pinned]


def _chip(tool: ToolOption, chosen: bool) -> Content:
    from chatkit_tui.tui.transcript.icons import glyph

    label = (tool.short_label or tool.label) if chosen else tool.label
    text = f"{glyph(tool.icon)} {display_line(label)}"
    return Content.styled(f"[{text} ✓]", "bold $text-accent") if chosen else Content(text)
