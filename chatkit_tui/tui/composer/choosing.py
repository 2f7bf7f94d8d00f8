"""Lists of tools and of models to pick from."""

from __future__ import annotations

from collections.abc import Sequence

from chatkit_tui.translation import _
from chatkit_tui.tui.composer.choices import Choices
from chatkit_tui.tui.composer.pick_screen import Pick, PickScreen
from chatkit_tui.tui.status import SEPARATOR

NO_TOOL = ""
"""What a list of tools gives when the user wants none."""


def tool_list(choices: Choices) -> PickScreen:
    """Asks for a tool; gives its id, NO_TOOL for none."""
    picks = [Pick(tool.id, tool.label) for tool in choices.tools]
    if choices.tool is not None:
        picks.append(Pick(NO_TOOL, _("No tool")))
    return _screen(_("A tool for the next message"), picks, choices.tool_id)


def model_list(choices: Choices) -> PickScreen:
    """Asks for a model; gives its id."""
    picks = [
        Pick(each.id, each.label, each.description or _why(each.disabled), each.disabled)
        for each in choices.models
    ]
    return _screen(_("The model that answers"), picks, choices.model_id)


def _why(disabled: bool) -> str:
    return _("not available") if disabled else ""


def _screen(title: str, picks: Sequence[Pick], marked: str | None) -> PickScreen:
    heading = SEPARATOR.join([title, _("{key} or its number").format(key="Enter")])
    return PickScreen(heading, picks, numbered=True, marked=marked)
