"""Workflows and the tasks they consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.protocol.items import TaskItem, WorkflowItem
from chatkit_tui.protocol.tasks import (
    CustomTask,
    DurationSummary,
    FileTask,
    ImageTask,
    SearchTask,
    Task,
    ThoughtTask,
    UnknownTask,
    Workflow,
)
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.page import SPINNING, Page, brief, hang
from chatkit_tui.tui.transcript.paint_sources import source_icon, source_spans
from chatkit_tui.tui.transcript.short_json import short_json
from chatkit_tui.tui.transcript.wrap import Span

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

INDENT = 2
"""Cells that tasks stand to the right of their workflow, and their content of them."""

RAW_LIMIT = 300
"""Characters of JSON shown of a task nobody knows."""

_ICONS = {
    "custom": "dot",
    "web_search": "globe",
    "thought": "sparkle",
    "file": "document",
    "image": "images",
}


def paint_workflow(item: WorkflowItem, row: Row, page: Page) -> None:
    """One line when folded; its tasks below it when unfolded, or while they stream."""
    workflow = item.workflow
    tasks = workflow.tasks
    running = not row.done
    unfolded = (running or workflow.expanded) if page.open is None else page.open
    page.painted.foldable = bool(tasks)
    page.painted.unfolded = unfolded
    page.begin()
    _head(workflow, page, running=running, unfolded=unfolded and bool(tasks))
    if unfolded:
        for index, task in enumerate(tasks):
            _task(task, index, page, indent=INDENT, running=running)


def paint_task_item(item: TaskItem, row: Row, page: Page) -> None:
    """A task that stands alone."""
    page.begin()
    _task(item.task, 0, page, indent=0, running=not row.done)


def duration(seconds: float) -> str:
    """Seconds in words."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{count} s").format(count=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        words = _("{minutes} min {seconds} s") if rest else _("{count} min")
        return words.format(minutes=minutes, seconds=rest, count=minutes)
    hours, minutes = divmod(minutes, 60)
    words = _("{hours} h {minutes} min") if minutes else _("{count} h")
    return words.format(hours=hours, minutes=minutes, count=hours)


def _head(workflow: Workflow, page: Page, *, running: bool, unfolded: bool) -> None:
    palette = page.palette
    tasks = workflow.tasks
    spans: list[Span] = [(_title(workflow, running=running), palette.muted)]
    if tasks and not unfolded:
        done = sum(task_state(task) == "complete" for task in tasks)
        count = len(tasks)
        steps = plural("{count} step", "{count} steps", count).format(count=count)
        steps = f"{done}/{count}" if running else steps
        spans.append((f"  {steps}", palette.muted))
    if running:
        page.more(hang(spans, page.width, (SPINNING, palette.busy)), spins=True)
        return
    fold = ("▾ " if unfolded else "▸ ") if tasks else f"{_icon(workflow)} "
    page.more(hang(spans, page.width, (fold, palette.muted)))


def _title(workflow: Workflow, *, running: bool) -> str:
    """What the workflow calls itself, or what it is at."""
    summary = workflow.summary
    reasoning = workflow.type == "reasoning"
    if isinstance(summary, DurationSummary):
        words = _("Thought for {time}") if reasoning else _("Worked for {time}")
        return words.format(time=duration(summary.seconds))
    if summary is not None and summary.title:
        icon = glyph(summary.icon, "")
        title = display_line(brief(summary.title))
        return f"{icon} {title}" if icon else title
    if not running:
        return _("Thought") if reasoning else _("Worked")
    titles = [title for task in workflow.tasks if (title := _task_title(task))]
    if titles:
        return titles[-1]
    return _("Thinking…") if reasoning else _("Working…")


def _icon(workflow: Workflow) -> str:
    return glyph("sparkle" if workflow.type == "reasoning" else "batch")


def task_state(task: Task) -> str:
    """none, loading or complete."""
    return "none" if isinstance(task, UnknownTask) else task.status_indicator


def _task(task: Task, index: int, page: Page, *, indent: int, running: bool) -> None:
    palette = page.palette
    mark, style = _mark(task, page, running=running)
    title = _task_title(task) or _default_title(task)
    if title:
        page.more(
            hang([(title, palette.text)], page.width, (f"{mark} ", style), indent=indent),
            spins=mark == SPINNING.strip(),
        )
    inner = indent + INDENT if title else indent
    if isinstance(task, SearchTask):
        for query in task.queries:
            quoted = [(f"“{display_line(brief(query))}”", palette.muted)]
            lead = (f"{glyph('search')} ", palette.muted)
            page.more(hang(quoted, page.width, lead, indent=inner))
    if isinstance(task, SearchTask | FileTask):
        for source in task.sources:
            lead = (f"{source_icon(source) or glyph('dot')} ", palette.bullet)
            page.more(hang(source_spans(source, palette), page.width, lead, indent=inner))
    if isinstance(task, CustomTask | ThoughtTask) and task.content:
        slot = f"task {index}"
        page.more_markdown(slot, task.content, whole=not running, indent=inner)
    if isinstance(task, UnknownTask):
        text = [(display_line(short_json(task.raw, RAW_LIMIT)), palette.muted)]
        page.more(hang(text, page.width, ("", palette.muted), indent=inner))


def _mark(task: Task, page: Page, *, running: bool) -> tuple[str, Style]:
    palette = page.palette
    state = task_state(task)
    if state == "loading":
        # Of a workflow that was cut off, some tasks load for ever.
        return (SPINNING.strip() if running else glyph("empty-circle")), palette.busy
    icon = task.icon if isinstance(task, CustomTask) else None
    if state == "complete" and not icon:
        return glyph("check"), palette.success
    return glyph(icon or _ICONS.get(task.type)), palette.label


def _task_title(task: Task) -> str:
    """What the task is called; "" where it has no name of its own."""
    if isinstance(task, UnknownTask):
        return ""
    title = task.title or (task.title_query if isinstance(task, SearchTask) else None)
    return display_line(brief(title or ""))


def _default_title(task: Task) -> str:
    match task:
        case SearchTask():
            return _("Web search")
        case FileTask():
            return _("Files")
        case ImageTask():
            return _("Image")
        case CustomTask() | ThoughtTask():
            return "" if task.content else _("Step")
        case UnknownTask():
            kind = display_line(task.type) or "?"
            return _("Task of an unknown kind: {kind}").format(kind=kind)
