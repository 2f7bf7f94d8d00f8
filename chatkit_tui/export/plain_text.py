"""Items of a thread in plain words, for places that have no screen. Nothing is made safe here."""

from __future__ import annotations

from chatkit_tui.protocol.items import (
    AssistantMessageItem,
    AssistantMessageRefusal,
    ClientToolCallItem,
    GeneratedImageItem,
    StructuredInputItem,
    TaskItem,
    ThreadItem,
    UnknownThreadItem,
    UserMessageItem,
    WidgetItem,
    WorkflowItem,
)
from chatkit_tui.protocol.tasks import CustomSummary, DurationSummary, SearchTask, Task, UnknownTask
from chatkit_tui.protocol.widgets.plain_text import plain_text
from chatkit_tui.translation import _


def answer_of(item: ThreadItem) -> str | None:
    """What an item contributes to the assistant's answer as text; None if it is no answer."""
    if isinstance(item, AssistantMessageItem):
        return "\n\n".join(filter(None, (_part_text(part) for part in item.content)))
    if isinstance(item, WidgetItem):
        return item.copy_text or plain_text(item.widget)
    return None


def lines_about(item: ThreadItem) -> list[str]:
    """What there is to say about an item that is no answer, one short line for each thing."""
    match item:
        case WorkflowItem():
            return [*filter(None, map(_task_line, item.workflow.tasks)), *_summary_lines(item)]
        case TaskItem():
            return [_task_line(item.task)]
        case GeneratedImageItem(image=image) if image is not None and image.url:
            if len(image.url) > 500:
                return [_("image: inside the thread")]
            return [_("image: {url}").format(url=image.url)]
        case ClientToolCallItem():
            return [_("client tool: {name} ({status})").format(name=item.name, status=item.status)]
        case StructuredInputItem():
            questions = [getattr(question, "question", "") for question in item.inputs]
            asked = _("the assistant asks: {question}")
            return [asked.format(question=question) for question in questions if question]
        case UnknownThreadItem():
            return [_("an item of the unknown type {type}").format(type=item.type or _("(none)"))]
        case _:
            return []


def message_of(item: UserMessageItem) -> str:
    """What the user said, with what was quoted and attached."""
    lines = [f"> {line}" for line in (item.quoted_text or "").splitlines()]
    text = "".join(getattr(part, "text", "") for part in item.content)
    nameless = _("attachment")
    attached = [f"[{getattr(each, 'name', '') or nameless}]" for each in item.attachments]
    return "\n".join(filter(None, [*lines, text, *attached]))


def _part_text(part: object) -> str:
    if isinstance(part, AssistantMessageRefusal):
        return part.refusal
    return getattr(part, "text", "")


def _task_line(task: Task) -> str:
    if isinstance(task, UnknownTask):
        return _("a task of the unknown type {type}").format(type=task.type or _("(none)"))
    if task.title:
        return task.title
    if isinstance(task, SearchTask):
        return ", ".join(filter(None, [task.title_query, *task.queries])) or _("web search")
    return "" if task.type == "custom" else task.type


def _summary_lines(item: WorkflowItem) -> list[str]:
    match item.workflow.summary:
        case CustomSummary(title=title) if title:
            return [title]
        case DurationSummary(seconds=seconds):
            return [_("worked for {seconds:.10g} s").format(seconds=seconds)]
        case _:
            return []
