"""What there is to read of an item, as it is shown, without drawing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import combining

from chatkit_tui.protocol.attachments import Attachment, UnknownAttachment
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.items import (
    AssistantMessageContent,
    AssistantMessageItem,
    AssistantMessageRefusal,
    ClientToolCallItem,
    GeneratedImageItem,
    StructuredInputItem,
    TaskItem,
    UnknownThreadItem,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    WorkflowItem,
)
from chatkit_tui.protocol.structured_input import (
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.protocol.tasks import (
    CustomTask,
    DurationSummary,
    FileTask,
    SearchTask,
    Task,
    ThoughtTask,
    UnknownTask,
)
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.translation import _
from chatkit_tui.tui.find.plain_markdown import plain_portions
from chatkit_tui.tui.transcript.citations import number_sources
from chatkit_tui.tui.transcript.long_text import LONG, is_long
from chatkit_tui.tui.transcript.paint import NOT_SHOWN
from chatkit_tui.tui.transcript.paint_exchange import ARGUMENTS_LIMIT
from chatkit_tui.tui.transcript.paint_sources import source_spans
from chatkit_tui.tui.transcript.paint_workflow import duration
from chatkit_tui.tui.transcript.palette import Palette
from chatkit_tui.tui.transcript.short_json import short_json

if TYPE_CHECKING:
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.sources import Source

QUOTED = 400
"""Characters of a quoted text: of more, the end is not shown."""

RAW_LIMIT = 200
"""Characters of JSON of what nobody knows."""

PORTION = 16_384
"""Characters that are handed out at once."""


Text = str | Iterator[str]
"""A text, or the portions of a long one."""


def item_texts(item: ThreadItem, *, hyperlinks: bool, raw: bool = False) -> Iterator[str]:
    """The texts of an item in the order in which they are shown, long ones in portions.

    Put together as they are, they are one text, each of them a line of its own or more.
    `hyperlinks` says that the addresses of links are not spelled out, `raw` that items are shown
    as the server wrote them.
    """
    for text in _source_texts(item) if raw else _texts(item, Palette(hyperlinks=hyperlinks)):
        if isinstance(text, str):
            yield f"{text}\n"
        else:
            yield from text
            yield "\n"


def _texts(item: ThreadItem, palette: Palette) -> Iterator[Text]:
    match item:
        case UserMessageItem():
            yield from _said(item)
        case AssistantMessageItem():
            yield from _answer(item, palette)
        case WorkflowItem():
            yield _workflow_title(item)
            for task in item.workflow.tasks:
                yield from _task(task, palette)
        case TaskItem():
            yield from _task(item.task, palette)
        case GeneratedImageItem():
            yield _("Generated image")
            if item.image is not None:
                yield item.image.url[:QUOTED]
        case ClientToolCallItem():
            yield f"{item.name} {short_json(item.arguments, ARGUMENTS_LIMIT)}"
            if item.output is not None:
                yield short_json(item.output, ARGUMENTS_LIMIT)
        case StructuredInputItem():
            yield from _questions(item)
        case WidgetItem():
            yield _portions(plain_text(item.widget)[:LONG])
        case UnknownThreadItem():
            item_of_type = _("Item {type}").format(type=item.type)
            yield f"{item_of_type} {short_json(item.raw, RAW_LIMIT)}"
        case _:
            if type(item).__name__ not in NOT_SHOWN:
                yield _("Item {type}").format(type=item.type)


def _source_texts(item: ThreadItem) -> Iterator[Text]:
    """As `raw.paint_source` draws an item: answers in Markdown, everything else as JSON."""
    if not isinstance(item, AssistantMessageItem):
        yield item.type
        yield _portions(_json(item.as_json()))
        return
    for part in item.content:
        match part:
            case AssistantMessageContent():
                yield _portions(part.text)
            case AssistantMessageRefusal():
                yield _portions(part.refusal)
            case _:
                yield _portions(_json(part.as_json()))


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return dump_json(value)


def _said(item: UserMessageItem) -> Iterator[Text]:
    if item.quoted_text:
        yield item.quoted_text[:QUOTED]
    words: list[str] = []
    for part in item.content:
        match part:
            case UserMessageTextContent():
                words.append(part.text)
            case UserMessageTagContent():
                words.append(f"@{part.text.removeprefix('@')}")
            case _:
                words.append(_unknown_part(part))
    yield _portions("".join(words))
    yield from map(_attachment, item.attachments)


def _attachment(attachment: Attachment) -> str:
    if isinstance(attachment, UnknownAttachment):
        return f"{_('attachment')} {attachment.type}"
    return f"{attachment.name} {attachment.mime_type or attachment.type}"


def _answer(item: AssistantMessageItem, palette: Palette) -> Iterator[Text]:
    cited: dict[str, None] = {}
    for part in item.content:
        match part:
            case AssistantMessageContent():
                yield _markdown(part.text, palette)
                sources, _places = number_sources(part.annotations)
                cited.update(dict.fromkeys(_source(source, palette) for source in sources))
            case AssistantMessageRefusal():
                yield _portions(part.refusal)
            case _:
                yield _unknown_part(part)
    yield from cited


def _unknown_part(part: Any) -> str:
    return f"[{part.type or _('part')}] {short_json(part.raw, RAW_LIMIT)}"


def _workflow_title(item: WorkflowItem) -> str:
    summary = item.workflow.summary
    reasoning = item.workflow.type == "reasoning"
    if isinstance(summary, DurationSummary):
        words = _("Thought for {time}") if reasoning else _("Worked for {time}")
        return words.format(time=duration(summary.seconds))
    title = summary.title if summary is not None else ""
    return title or (_("Thought") if reasoning else _("Worked"))


def _task(task: Task, palette: Palette) -> Iterator[Text]:
    if isinstance(task, UnknownTask):
        kind = _("Task of an unknown kind: {kind}").format(kind=task.type or "?")
        yield f"{kind} {short_json(task.raw, RAW_LIMIT)}"
        return
    yield task.title or (task.title_query if isinstance(task, SearchTask) else "") or ""
    if isinstance(task, SearchTask):
        yield from (f"“{query}”" for query in task.queries)
    if isinstance(task, SearchTask | FileTask):
        yield from (_source(source, palette) for source in task.sources)
    if isinstance(task, CustomTask | ThoughtTask) and task.content:
        yield _markdown(task.content, palette)


def _source(source: Source, palette: Palette) -> str:
    return "".join(text for text, _style in source_spans(source, palette))


def _questions(item: StructuredInputItem) -> Iterator[str]:
    for question in item.inputs:
        if isinstance(question, UnknownStructuredInput):
            yield _("Question of an unknown kind: {kind}").format(kind=question.type or "?")
            yield short_json(question.raw, ARGUMENTS_LIMIT)
            continue
        yield question.question
        answer = question.answer
        given = list(answer.values) if answer is not None else []
        if isinstance(question, StructuredInputMultipleChoice):
            options = [option.value for option in question.options]
            yield from options
            given = [value for value in given if value not in options]
        elif question.description and not given:
            yield question.description
        yield from given


def _markdown(source: str, palette: Palette) -> Iterator[str]:
    if is_long(source):
        return _portions(source)
    return plain_portions(source, addresses=not palette.hyperlinks)


def _portions(text: str) -> Iterator[str]:
    begin = 0
    while begin < len(text):
        end = begin + PORTION
        while combining(text[end : end + 1] or " "):
            end += 1  # An accent stays with its letter.
        yield text[begin:end]
        begin = end
