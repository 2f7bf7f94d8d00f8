"""The requests a client makes: strict, named as in the server SDK.

`to_json` gives the body. Optional parameters that are None are left out.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.items import (
    InferenceOptions,
    UserMessageTagContent,
    UserMessageTextContent,
)
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.translation import _

FeedbackKind = Literal["positive", "negative"]
Order = Literal["asc", "desc"]


class RequestModel(BaseModel):
    """An object of a request."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, strict=True)

    def as_json(self) -> dict[str, Any]:
        """The JSON object this stands for; fields that are None are left out."""
        return {
            name: value.as_json() if isinstance(value, RequestModel) else value
            for name, value in self.__dict__.items()
            if value is not None
        }


class UserMessageInput(RequestModel):
    """A message of the user; `attachments` are ids."""

    content: tuple[UserMessageTextContent | UserMessageTagContent, ...]
    attachments: tuple[str, ...] = ()
    quoted_text: str = ""
    inference_options: InferenceOptions = Field(default_factory=InferenceOptions)

    def as_json(self) -> dict[str, Any]:
        options: dict[str, Any] = {}
        if self.inference_options.model is not None:
            options["model"] = self.inference_options.model
        if self.inference_options.tool_choice is not None:
            options["tool_choice"] = {"id": self.inference_options.tool_choice.id}
        return {
            "content": [_content_as_json(part) for part in self.content],
            "quoted_text": self.quoted_text,
            "attachments": list(self.attachments),
            "inference_options": options,
        }


def _content_as_json(part: UserMessageTextContent | UserMessageTagContent) -> dict[str, Any]:
    if isinstance(part, UserMessageTextContent):
        return {"type": part.type, "text": part.text}
    group = {} if part.group is None else {"group": part.group}
    return {
        "type": part.type,
        "id": part.id,
        "text": part.text,
        "data": part.data,
        **group,
        "interactive": part.interactive,
    }


class StructuredInputAnswerSubmission(RequestModel):
    """The answer to one question; no values and `skipped` when there is none."""

    values: tuple[str, ...] = ()
    skipped: bool = False


class StructuredInputSubmission(RequestModel):
    """The answers to all questions of an item, by question id."""

    status: Literal["answered", "skipped"] = "answered"
    answers: dict[str, StructuredInputAnswerSubmission] = Field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        answers = {key: answer.as_json() for key, answer in self.answers.items()}
        return {"status": self.status, "answers": answers}


class Action(RequestModel):
    """An action as it is sent: its type and its payload, exactly as they came."""

    type: str
    payload: Any = None

    def as_json(self) -> dict[str, Any]:
        given = self.payload is not None or "payload" in self.model_fields_set
        return {"type": self.type, **({"payload": self.payload} if given else {})}


class ThreadGetByIdParams(RequestModel):
    thread_id: str


class ThreadCreateParams(RequestModel):
    input: UserMessageInput


class ThreadListParams(RequestModel):
    limit: int | None = None
    order: Order = "desc"
    after: str | None = None


class ThreadAddUserMessageParams(RequestModel):
    input: UserMessageInput
    thread_id: str


class ThreadAddClientToolOutputParams(RequestModel):
    """`result` is any JSON value, null included."""

    thread_id: str
    result: Any

    def as_json(self) -> dict[str, Any]:
        return {"thread_id": self.thread_id, "result": self.result}


class ThreadAddStructuredInputParams(RequestModel):
    thread_id: str
    item_id: str
    input: StructuredInputSubmission


class ThreadCustomActionParams(RequestModel):
    thread_id: str
    item_id: str | None = None
    action: Action


class ThreadRetryAfterItemParams(RequestModel):
    thread_id: str
    item_id: str


class ThreadUpdateParams(RequestModel):
    thread_id: str
    title: str


class ThreadDeleteParams(RequestModel):
    thread_id: str


class ItemsListParams(RequestModel):
    thread_id: str
    limit: int | None = None
    order: Order = "desc"
    after: str | None = None


class ItemFeedbackParams(RequestModel):
    thread_id: str
    item_ids: tuple[str, ...]
    kind: FeedbackKind


class AttachmentCreateParams(RequestModel):
    """`size` is in bytes."""

    name: str
    size: int
    mime_type: str


class AttachmentDeleteParams(RequestModel):
    attachment_id: str


class AttachmentGetPreviewParams(RequestModel):
    attachment_id: str
    conversation_id: str


class InputTranscribeParams(RequestModel):
    """`audio_base64` has no `data:` prefix; `mime_type` may carry codecs."""

    audio_base64: str
    mime_type: str


class BaseReq(RequestModel):
    """What every request has; `streaming` tells whether a stream of events answers it."""

    streaming: ClassVar[bool] = False

    metadata: dict[str, Any] = Field(default_factory=dict)

    @property
    def op(self) -> str:
        """The operation, as the body names it."""
        return str(getattr(self, "type", ""))

    def as_json(self) -> dict[str, Any]:
        whole = super().as_json()
        metadata = whole.pop("metadata", None)
        body = {"type": whole["type"], "params": whole["params"]}
        return {**body, "metadata": metadata} if metadata else body

    def to_json(self) -> bytes:
        """The body of the request. Raises ConfigurationError if a value in it is not JSON."""
        body = self.as_json()
        try:
            try:
                return _dump(body)
            except UnicodeEncodeError:
                return _dump(copy_json(body, mend=True))
        except (TypeError, ValueError, RecursionError) as error:
            raise ConfigurationError(
                _("What is to be sent is not JSON: {reason}.").format(reason=error)
            ) from error


def _dump(body: dict[str, Any]) -> bytes:
    return dump_json(body, allow_nan=False).encode()


class StreamingBaseReq(BaseReq):
    """A request that a stream of events answers."""

    streaming: ClassVar[bool] = True


class ThreadsCreateReq(StreamingBaseReq):
    """Begin a thread with a message."""

    type: Literal["threads.create"] = "threads.create"
    params: ThreadCreateParams


class ThreadsAddUserMessageReq(StreamingBaseReq):
    """Say something in a thread."""

    type: Literal["threads.add_user_message"] = "threads.add_user_message"
    params: ThreadAddUserMessageParams


class ThreadsAddClientToolOutputReq(StreamingBaseReq):
    """Answer the pending client tool call."""

    type: Literal["threads.add_client_tool_output"] = "threads.add_client_tool_output"
    params: ThreadAddClientToolOutputParams


class ThreadsAddStructuredInputReq(StreamingBaseReq):
    """Answer the server's questions."""

    type: Literal["threads.add_structured_input"] = "threads.add_structured_input"
    params: ThreadAddStructuredInputParams


class ThreadsRetryAfterItemReq(StreamingBaseReq):
    """Drop what follows a user message and have it answered anew."""

    type: Literal["threads.retry_after_item"] = "threads.retry_after_item"
    params: ThreadRetryAfterItemParams


class ThreadsCustomActionReq(StreamingBaseReq):
    """Run an action."""

    type: Literal["threads.custom_action"] = "threads.custom_action"
    params: ThreadCustomActionParams


class ThreadsSyncCustomActionReq(BaseReq):
    """Run an action that is answered by one item."""

    type: Literal["threads.sync_custom_action"] = "threads.sync_custom_action"
    params: ThreadCustomActionParams


class ThreadsGetByIdReq(BaseReq):
    """Read a thread."""

    type: Literal["threads.get_by_id"] = "threads.get_by_id"
    params: ThreadGetByIdParams


class ThreadsListReq(BaseReq):
    """Read a page of threads."""

    type: Literal["threads.list"] = "threads.list"
    params: ThreadListParams


class ThreadsUpdateReq(BaseReq):
    """Give a thread another title."""

    type: Literal["threads.update"] = "threads.update"
    params: ThreadUpdateParams


class ThreadsDeleteReq(BaseReq):
    """Delete a thread."""

    type: Literal["threads.delete"] = "threads.delete"
    params: ThreadDeleteParams


class ItemsListReq(BaseReq):
    """Read a page of a thread's items."""

    type: Literal["items.list"] = "items.list"
    params: ItemsListParams


class ItemsFeedbackReq(BaseReq):
    """Tell what the user thinks of some items."""

    type: Literal["items.feedback"] = "items.feedback"
    params: ItemFeedbackParams


class AttachmentsCreateReq(BaseReq):
    """Register an attachment."""

    type: Literal["attachments.create"] = "attachments.create"
    params: AttachmentCreateParams


class AttachmentsDeleteReq(BaseReq):
    """Delete an attachment."""

    type: Literal["attachments.delete"] = "attachments.delete"
    params: AttachmentDeleteParams


class AttachmentsGetPreviewReq(BaseReq):
    """Ask where the preview of an attachment is; the hosted service alone knows this."""

    type: Literal["attachments.get_preview"] = "attachments.get_preview"
    params: AttachmentGetPreviewParams


class InputTranscribeReq(BaseReq):
    """Turn speech into text."""

    type: Literal["input.transcribe"] = "input.transcribe"
    params: InputTranscribeParams


ChatKitReq = (
    ThreadsCreateReq
    | ThreadsAddUserMessageReq
    | ThreadsAddClientToolOutputReq
    | ThreadsAddStructuredInputReq
    | ThreadsRetryAfterItemReq
    | ThreadsCustomActionReq
    | ThreadsSyncCustomActionReq
    | ThreadsGetByIdReq
    | ThreadsListReq
    | ThreadsUpdateReq
    | ThreadsDeleteReq
    | ItemsListReq
    | ItemsFeedbackReq
    | AttachmentsCreateReq
    | AttachmentsDeleteReq
    | InputTranscribeReq
)
