"""The tool and the model that go with what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatkit_tui.options import ComposerOption, ModelOption, ToolOption


class Choices:
    """What the integrator offers, and what the user chose of it."""

    def __init__(self) -> None:
        self.tools: tuple[ToolOption, ...] = ()
        self.models: tuple[ModelOption, ...] = ()
        self.tool: ToolOption | None = None
        self.model: ModelOption | None = None

    def offer(self, option: ComposerOption) -> None:
        """Offer what `option` says; what was chosen stays so while it is still offered."""
        self.tools, self.models = option.tools, option.models
        self.tool = next((tool for tool in self.tools if tool == self.tool), None)
        if self.model is None or not self.choose_model(self.model.id):
            default = (each for each in self.models if each.default and not each.disabled)
            self.model = next(default, None)

    def choose_tool(self, tool_id: str | None) -> bool:
        """Choose a tool, None for no tool; False when that changes nothing or is not offered."""
        tool = next((each for each in self.tools if each.id == tool_id), None)
        if tool == self.tool or (tool is None and tool_id is not None):
            return False
        self.tool = tool
        return True

    def choose_model(self, model_id: str) -> bool:
        """Choose a model; False when it is not offered or not to be had."""
        wanted = (each for each in self.models if each.id == model_id and not each.disabled)
        model = next(wanted, None)
        if model is None:
            return False
        self.model = model
        return True

    @property
    def tool_id(self) -> str | None:
        return self.tool.id if self.tool is not None else None

    @property
    def model_id(self) -> str | None:
        return self.model.id if self.model is not None else None
