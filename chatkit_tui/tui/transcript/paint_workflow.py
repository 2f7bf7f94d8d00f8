"""Workflows and the tasks they consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.style import Style

from chatkit_tui.display import display_line
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.page import SPINNING, Page, hang
from chatkit_tui.tui.transcript.paint_sources import source_spans
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


def paint_workflow(row: Row, page: Page) -> None:
    """One line when folded; its tasks below it when unfolded, or while they stream."""
    item: Any = row.item
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


def paint_task(row: Row, page: Page) -> None:
    """A task that stands alone."""
    item: Any = row.item
    page.begin()
    _task(item.task, 0, page, indent=0, running=not row.done)


def duration(seconds: float) -> str:
    """Seconds in words."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _head(workflow: Any, page: Page, *, running: bool, unfolded: bool) -> None:
    palette = page.palette
    tasks = workflow.tasks
    spans: list[Span] = [(_title(workflow, running=running), palette.muted)]
    if tasks and not unfolded:
        done = sum(task_state(task) == "complete" for task in tasks)
        count = len(tasks)
        steps = f"{done}/{count}" if running else f"{count} step{'' if count == 1 else 's'}"
        spans.append((f"  {steps}", palette.muted))
    if running:
        page.more(hang(spans, page.width, (SPINNING, palette.busy)), spins=True)
        return
    fold = ("▾ " if unfolded else "▸ ") if tasks else f"{_icon(workflow)} "
    page.more(hang(spans, page.width, (fold, palette.muted)))


def _title(workflow: Any, *, running: bool) -> str:
    """What the workflow calls itself, or what it is at."""
    summary = workflow.summary
    reasoning = workflow.type == "reasoning"
    if summary is not None:
        seconds = getattr(summary, "duration", None)
        if seconds is not None:
            return f"{'Thought' if reasoning else 'Worked'} for {duration(seconds)}"
        if summary.title:
            icon = glyph(summary.icon, "")
            title = display_line(summary.title)
            return f"{icon} {title}" if icon else title
    if not running:
        return "Thought" if reasoning else "Worked"
    titles = [title for task in workflow.tasks if (title := _task_title(task))]
    return titles[-1] if titles else "Thinking…" if reasoning else "Working…"


def _icon(workflow: Any) -> str:
    return glyph("sparkle" if workflow.type == "reasoning" else "batch")


def task_state(task: Any) -> str:
    """none, loading or complete."""
    return str(getattr(task, "status_indicator", "none"))


def _task(task: Any, index: int, page: Page, *, indent: int, running: bool) -> None:
    palette = page.palette
    mark, style = _mark(task, page, running=running)
    title = _task_title(task) or _default_title(task)
    content = getattr(task, "content", None) or ""
    if title:
        lead = (f"{mark} ", style)
        page.more(
            hang([(title, palette.text)], page.width, lead, indent=indent),
            spins=mark == SPINNING.strip(),
        )
    inner = indent + INDENT if title else indent
    for query in getattr(task, "queries", ()):
        quoted = [(f"“{display_line(query)}”", palette.muted)]
        page.more(hang(quoted, page.width, (f"{glyph('search')} ", palette.muted), indent=inner))
    for source in getattr(task, "sources", ()):
        lead = (f"{glyph('dot')} ", palette.bullet)
        page.more(hang(source_spans(source, palette), page.width, lead, indent=inner))
    if content:
        page.more(page.markdown_lines(f"task {index}", content, whole=not running, indent=inner))
    raw = getattr(task, "raw", None)
    if raw is not None:
        text = [(display_line(short_json(raw, RAW_LIMIT)), palette.muted)]
        page.more(hang(text, page.width, ("", palette.muted), indent=inner))


def _mark(task: Any, page: Page, *, running: bool) -> tuple[str, Style]:
    palette = page.palette
    state = task_state(task)
    if state == "loading":
        # Of a workflow that was cut off, some tasks load for ever.
        return (SPINNING.strip() if running else glyph("empty-circle")), palette.busy
    icon = getattr(task, "icon", None)
    if state == "complete" and not icon:
        return glyph("check"), palette.success
    return glyph(icon or _ICONS.get(task.type)), palette.label


def _task_title(task: Any) -> str:
    title = getattr(task, "title", None) or getattr(task, "title_query", None) or ""
    return display_line(title)


def _default_title(task: Any) -> str:
    match task.type:
        case "web_search":
            return "Web search"
        case "file":
            return "Files"
        case "image":
            return "Image"
        case "custom" | "thought":
            return "" if getattr(task, "content", None) else "Step"
        case _:
            return f"Task of an unknown kind: {display_line(task.type) or '?'}"
