"""What the user says, as requests: messages and answers to questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chatkit_tui.errors import CommandRefused, ConfigurationError
from chatkit_tui.protocol.attachments import Attachment
from chatkit_tui.protocol.items import (
    USER_CONTENT,
    InferenceOptions,
    StructuredInputItem,
    ToolChoice,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
)
from chatkit_tui.protocol.requests import (
    StructuredInputAnswerSubmission,
    StructuredInputSubmission,
    UserMessageInput,
)
from chatkit_tui.protocol.structured_input import UnknownStructuredInput
from chatkit_tui.translation import _


def user_input(
    text: str | None,
    *,
    content: Sequence[Mapping[str, Any]] | None = None,
    reply: str | None = None,
    attachments: Sequence[str] = (),
    tool_choice: str | None = None,
    model: str | None = None,
) -> UserMessageInput:
    """A message from what a caller gave; `content` takes the place of `text`.

    Raises CommandRefused when there is nothing to send, ConfigurationError for content that is
    neither text nor a tag.
    """
    parts = _parts(text, content)
    if not attachments and not any(part.text.strip() for part in parts):
        raise CommandRefused(_("There is nothing to send."))
    return UserMessageInput(
        content=parts,
        attachments=tuple(attachments),
        quoted_text=reply or "",
        inference_options=InferenceOptions(
            model=model, tool_choice=None if tool_choice is None else ToolChoice(id=tool_choice)
        ),
    )


def described(attachment: str | Mapping[str, Any]) -> dict[str, Any]:
    """An attachment as an integrator gives it, by its id alone or as an object, as an object.

    Raises ConfigurationError for one without an id.
    """
    known = {"id": attachment} if isinstance(attachment, str) else dict(attachment)
    if not isinstance(known.get("id"), str) or not known["id"]:
        raise ConfigurationError("An attachment needs the id that the server gave it.")
    return known


def _parts(
    text: str | None, content: Sequence[Mapping[str, Any]] | None
) -> tuple[UserMessageTextContent | UserMessageTagContent, ...]:
    if content is None:
        return (UserMessageTextContent(text=text),) if text else ()
    return content_parts(content)


def content_parts(
    content: Sequence[Mapping[str, Any]],
) -> tuple[UserMessageTextContent | UserMessageTagContent, ...]:
    """The parts of a message from JSON objects. Raises ConfigurationError for other parts."""
    parts = []
    for raw in content:
        part = USER_CONTENT.read(dict(raw))
        if not isinstance(part, UserMessageTextContent | UserMessageTagContent):
            raise ConfigurationError(
                "The content of a message consists of input_text and input_tag parts."
            )
        parts.append(part)
    return tuple(parts)


def unsent_item(message: UserMessageInput, uploaded: Mapping[str, Attachment]) -> UserMessageItem:
    """How a message looks in the thread before the server has given it an id."""
    return UserMessageItem(
        id="",
        content=message.content,
        attachments=tuple(uploaded[each] for each in message.attachments if each in uploaded),
        quoted_text=message.quoted_text or None,
        inference_options=message.inference_options,
    )


def is_same_message(item: UserMessageItem, message: UserMessageInput) -> bool:
    """Whether the server's item is what was sent; white space at the edges does not count."""
    attached = sorted(getattr(attachment, "id", "") for attachment in item.attachments)
    return attached == sorted(message.attachments) and item_text(item) == message_text(message)


def item_text(item: UserMessageItem) -> str:
    """The words of a user message, for comparing."""
    return _words("".join(getattr(part, "text", "") for part in item.content))


def message_text(message: UserMessageInput) -> str:
    """The words of a message to be sent, for comparing."""
    return _words("".join(part.text for part in message.content))


def _words(text: str) -> str:
    return " ".join(text.split())


def answers_to(
    item: StructuredInputItem, answers: Mapping[str, Sequence[str]]
) -> StructuredInputSubmission:
    """The submission for a structured input item; a question without an answer is skipped.

    Raises CommandRefused when the item waits for no answers any more.
    """
    if item.status != "pending":
        raise CommandRefused(_("These questions have been answered already."))
    submitted: dict[str, StructuredInputAnswerSubmission] = {}
    for question in item.inputs:
        if isinstance(question, UnknownStructuredInput):
            continue
        values = tuple(filter(None, (value.strip() for value in answers.get(question.id, ()))))
        submitted[question.id] = StructuredInputAnswerSubmission(values=values, skipped=not values)
    skipped = all(answer.skipped for answer in submitted.values())
    return StructuredInputSubmission(status="skipped" if skipped else "answered", answers=submitted)
