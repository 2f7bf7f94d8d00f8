"""Workflows, the tasks they consist of, and the summaries of finished ones."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from chatkit_tui.protocol.base import ByType, Unknown, WireModel, read
from chatkit_tui.protocol.sources import Source

LONGEST_DURATION = 1_000_000_000
"""Seconds; more than thirty years."""


class BaseTask(WireModel):
    """What every task has; `status_indicator` is none, loading or complete."""

    status_indicator: str = "none"
    title: str | None = None


class CustomTask(BaseTask):
    """A step with Markdown of the server's own."""

    type: Literal["custom"] = "custom"
    icon: str | None = None
    content: str | None = None


class SearchTask(BaseTask):
    """A web search."""

    type: Literal["web_search"] = "web_search"
    title_query: str | None = None
    queries: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class ThoughtTask(BaseTask):
    """A thought of the model."""

    type: Literal["thought"] = "thought"
    content: str = ""


class FileTask(BaseTask):
    """Files that were read."""

    type: Literal["file"] = "file"
    sources: tuple[Source, ...] = ()


class ImageTask(BaseTask):
    """An image being made."""

    type: Literal["image"] = "image"


class UnknownTask(Unknown):
    """A task of a type this version has no model for."""


TASK = ByType(UnknownTask, CustomTask, SearchTask, ThoughtTask, FileTask, ImageTask)

Task = Annotated[CustomTask | SearchTask | ThoughtTask | FileTask | ImageTask | UnknownTask, TASK]


class CustomSummary(WireModel):
    """A summary in words."""

    title: str = ""
    icon: str | None = None


class DurationSummary(WireModel):
    """A summary by time; `duration` is in seconds."""

    duration: int | float = 0

    @property
    def seconds(self) -> float:
        """`duration` within what can be reckoned with and shown: JSON's numbers have no end."""
        return float(min(max(self.duration, 0), LONGEST_DURATION))


class _SummaryByFields:
    """Summaries have no type: the one with a duration is the one that tells time."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(data: Any) -> CustomSummary | DurationSummary:
            if isinstance(data, CustomSummary | DurationSummary):
                return data
            if isinstance(data, dict) and data.get("duration") is not None:
                return read(DurationSummary, data)
            return read(CustomSummary, data)

        return core_schema.no_info_plain_validator_function(validate)


WorkflowSummary = Annotated[CustomSummary | DurationSummary, _SummaryByFields()]


class Workflow(WireModel):
    """The steps of an answer; `type` is custom or reasoning."""

    type: str = "custom"
    tasks: tuple[Task, ...] = ()
    summary: WorkflowSummary | None = None
    expanded: bool = False
