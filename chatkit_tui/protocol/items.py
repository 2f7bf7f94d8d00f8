"""The items a thread consists of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from chatkit_tui.protocol.attachments import Attachment
from chatkit_tui.protocol.base import (
    ByType,
    Id,
    Timestamp,
    Tolerant,
    Unknown,
    WireModel,
    moment,
    text_at,
)
from chatkit_tui.protocol.sources import TolerantAnnotation
from chatkit_tui.protocol.structured_input import StructuredInput
from chatkit_tui.protocol.tasks import CustomTask, Task, Workflow


class UnknownContent(Unknown):
    """A part of a message of a type this version has no model for."""


class AssistantMessageContent(WireModel):
    """Markdown of the assistant, and what it refers to."""

    type: Literal["output_text"] = "output_text"
    text: str = ""
    annotations: tuple[TolerantAnnotation, ...] = ()


class AssistantMessageRefusal(WireModel):
    """The assistant declines, in its own words."""

    type: Literal["refusal"] = "refusal"
    refusal: str = ""


def _assistant_text(data: dict[str, Any]) -> type[WireModel] | None:
    return AssistantMessageContent if isinstance(data.get("text"), str) else None


ASSISTANT_CONTENT = ByType(
    UnknownContent, AssistantMessageContent, AssistantMessageRefusal, guess=_assistant_text
)

AssistantContent = Annotated[
    AssistantMessageContent | AssistantMessageRefusal | UnknownContent, ASSISTANT_CONTENT
]


class UserMessageTextContent(WireModel):
    """What the user typed."""

    type: Literal["input_text"] = "input_text"
    text: str = ""


class UserMessageTagContent(WireModel):
    """An entity the user mentioned; `data` goes back to the integrator untouched."""

    type: Literal["input_tag"] = "input_tag"
    id: str = ""
    text: str = ""
    data: dict[str, Any] = Field(default_factory=dict)
    group: str | None = None
    interactive: bool = False


def _user_text(data: dict[str, Any]) -> type[WireModel] | None:
    return UserMessageTextContent if isinstance(data.get("text"), str) else None


USER_CONTENT = ByType(
    UnknownContent, UserMessageTextContent, UserMessageTagContent, guess=_user_text
)

UserMessageContent = Annotated[
    UserMessageTextContent | UserMessageTagContent | UnknownContent, USER_CONTENT
]


class ToolChoice(WireModel):
    """The tool the user asked for."""

    id: Id


class InferenceOptions(WireModel):
    """The model and tool a message is to be processed with."""

    tool_choice: Annotated[ToolChoice, Tolerant()] | None = None
    model: str | None = None


class GeneratedImage(WireModel):
    """An image the server made."""

    id: str = ""
    url: str = ""


class ThreadItemBase(WireModel):
    """What every item has."""

    id: Id
    thread_id: str = ""
    created_at: Timestamp = None

    @property
    def created(self) -> datetime | None:
        """`created_at` as an aware datetime."""
        return moment(self.created_at)


class UserMessageItem(ThreadItemBase):
    """What the user said."""

    type: Literal["user_message"] = "user_message"
    content: tuple[UserMessageContent, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    quoted_text: str | None = None
    inference_options: Annotated[InferenceOptions, Tolerant()] = Field(
        default_factory=InferenceOptions
    )


class AssistantMessageItem(ThreadItemBase):
    """What the assistant said."""

    type: Literal["assistant_message"] = "assistant_message"
    content: tuple[AssistantContent, ...] = ()


class ClientToolCallItem(ThreadItemBase):
    """A call of a tool on this side; `status` is pending or completed."""

    type: Literal["client_tool_call"] = "client_tool_call"
    status: str = "pending"
    call_id: str = ""
    name: str = ""
    arguments: dict[str, Any] = Field(default_factory=dict)
    output: Any = None


class WidgetItem(ThreadItemBase):
    """A widget; `widget` is its raw tree, see `protocol.widgets` for models of it."""

    type: Literal["widget"] = "widget"
    widget: dict[str, Any] = Field(default_factory=dict)
    copy_text: str | None = None


class GeneratedImageItem(ThreadItemBase):
    """An image the assistant made, None while it is being made."""

    type: Literal["generated_image"] = "generated_image"
    image: Annotated[GeneratedImage, Tolerant()] | None = None


class StructuredInputItem(ThreadItemBase):
    """Questions to the user; `status` is pending, answered or skipped."""

    type: Literal["structured_input"] = "structured_input"
    status: str = "pending"
    inputs: tuple[StructuredInput, ...] = ()


class TaskItem(ThreadItemBase):
    """A single task."""

    type: Literal["task"] = "task"
    task: Task = Field(default_factory=CustomTask)


class WorkflowItem(ThreadItemBase):
    """The steps of an answer."""

    type: Literal["workflow"] = "workflow"
    workflow: Annotated[Workflow, Tolerant()] = Field(default_factory=Workflow)


class EndOfTurnItem(ThreadItemBase):
    """Marks the end of the assistant's turn; nothing to show."""

    type: Literal["end_of_turn"] = "end_of_turn"


class HiddenContextItem(ThreadItemBase):
    """Context of the server's own; never shown."""

    type: Literal["hidden_context_item"] = "hidden_context_item"
    content: Any = None


class SDKHiddenContextItem(ThreadItemBase):
    """Context of the server SDK; never shown."""

    type: Literal["sdk_hidden_context"] = "sdk_hidden_context"
    content: Any = None


class UnknownThreadItem(Unknown):
    """An item of a type this version has no model for; `id` is "" if it has none."""

    id: str = ""
    thread_id: str = ""
    created_at: Timestamp = None

    @classmethod
    def of(cls, raw: object) -> UnknownThreadItem:
        created_at = raw.get("created_at") if isinstance(raw, dict) else None
        return cls(
            type=text_at(raw, "type"),
            raw=raw,
            id=text_at(raw, "id"),
            thread_id=text_at(raw, "thread_id"),
            created_at=created_at if isinstance(created_at, str | int | float) else None,
        )

    @property
    def created(self) -> datetime | None:
        """`created_at` as an aware datetime."""
        return moment(self.created_at)


THREAD_ITEM = ByType(
    UnknownThreadItem,
    UserMessageItem,
    AssistantMessageItem,
    ClientToolCallItem,
    WidgetItem,
    GeneratedImageItem,
    StructuredInputItem,
    TaskItem,
    WorkflowItem,
    EndOfTurnItem,
    HiddenContextItem,
    SDKHiddenContextItem,
)

ThreadItem = Annotated[
    UserMessageItem
    | AssistantMessageItem
    | ClientToolCallItem
    | WidgetItem
    | GeneratedImageItem
    | StructuredInputItem
    | TaskItem
    | WorkflowItem
    | EndOfTurnItem
    | HiddenContextItem
    | SDKHiddenContextItem
    | UnknownThreadItem,
    THREAD_ITEM,
]
