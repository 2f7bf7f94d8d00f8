"""What `thread.item.updated` can say about an item."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chatkit_tui.protocol.base import ByType, Tolerant, Unknown, WireModel
from chatkit_tui.protocol.items import AssistantContent, AssistantMessageContent, GeneratedImage
from chatkit_tui.protocol.sources import TolerantAnnotation
from chatkit_tui.protocol.tasks import CustomTask, Task


class AssistantMessageContentPartAdded(WireModel):
    """A part of an answer begins."""

    type: Literal["assistant_message.content_part.added"] = "assistant_message.content_part.added"
    content_index: int = 0
    content: AssistantContent = Field(default_factory=AssistantMessageContent)


class AssistantMessageContentPartTextDelta(WireModel):
    """A part of an answer grows."""

    type: Literal["assistant_message.content_part.text_delta"] = (
        "assistant_message.content_part.text_delta"
    )
    content_index: int = 0
    delta: str = ""


class AssistantMessageContentPartAnnotationAdded(WireModel):
    """A part of an answer gets a source; `annotation_index` is its place among the others."""

    type: Literal["assistant_message.content_part.annotation_added"] = (
        "assistant_message.content_part.annotation_added"
    )
    content_index: int = 0
    annotation_index: int | None = None
    annotation: TolerantAnnotation


class AssistantMessageContentPartDone(WireModel):
    """A part of an answer is whole."""

    type: Literal["assistant_message.content_part.done"] = "assistant_message.content_part.done"
    content_index: int = 0
    content: AssistantContent = Field(default_factory=AssistantMessageContent)


class WidgetStreamingTextValueDelta(WireModel):
    """The text of a component grows."""

    type: Literal["widget.streaming_text.value_delta"] = "widget.streaming_text.value_delta"
    component_id: str
    delta: str = ""
    done: bool = False


class WidgetRootUpdated(WireModel):
    """A widget is another one now."""

    type: Literal["widget.root.updated"] = "widget.root.updated"
    widget: dict[str, Any]


class WidgetComponentUpdated(WireModel):
    """A component of a widget is another one now."""

    type: Literal["widget.component.updated"] = "widget.component.updated"
    component_id: str
    component: dict[str, Any]


class WorkflowTaskAdded(WireModel):
    """A workflow gets a task at `task_index`."""

    type: Literal["workflow.task.added"] = "workflow.task.added"
    task_index: int = 0
    task: Task = Field(default_factory=CustomTask)


class WorkflowTaskUpdated(WireModel):
    """The task at `task_index` changed."""

    type: Literal["workflow.task.updated"] = "workflow.task.updated"
    task_index: int = 0
    task: Task = Field(default_factory=CustomTask)


class GeneratedImageUpdated(WireModel):
    """An image comes nearer; `progress` is from 0 to 1."""

    type: Literal["generated_image.updated"] = "generated_image.updated"
    image: Annotated[GeneratedImage, Tolerant()] | None = None
    progress: int | float | None = None


class UnknownUpdate(Unknown):
    """An update of a type this version has no model for."""


THREAD_ITEM_UPDATE = ByType(
    UnknownUpdate,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartTextDelta,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    WidgetStreamingTextValueDelta,
    WidgetRootUpdated,
    WidgetComponentUpdated,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
    GeneratedImageUpdated,
)

ThreadItemUpdate = Annotated[
    AssistantMessageContentPartAdded
    | AssistantMessageContentPartTextDelta
    | AssistantMessageContentPartAnnotationAdded
    | AssistantMessageContentPartDone
    | WidgetStreamingTextValueDelta
    | WidgetRootUpdated
    | WidgetComponentUpdated
    | WorkflowTaskAdded
    | WorkflowTaskUpdated
    | GeneratedImageUpdated
    | UnknownUpdate,
    THREAD_ITEM_UPDATE,
]
