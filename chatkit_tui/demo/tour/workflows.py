"""Workflows and tasks: what an assistant does before it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from chatkit.types import (
    CustomSummary,
    CustomTask,
    DurationSummary,
    FileSource,
    FileTask,
    ImageTask,
    SearchTask,
    Task,
    TaskItem,
    ThoughtTask,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    URLSource,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

SEARCH = SearchTask(
    title="Searched the web",
    title_query="terminal chat clients",
    queries=["terminal chat clients", "server-sent events in a terminal", "ChatKit protocol"],
    sources=[
        URLSource(
            title="Terminals", url="https://example.com/terminals", attribution="example.com"
        ),
        URLSource(title="Events", url="https://example.com/events", description="With pictures"),
    ],
)
FILES = FileTask(
    title="Read two files",
    sources=[
        FileSource(title="notes.md", filename="notes.md", group="Project"),
        FileSource(title="budget.csv", filename="budget.csv", description="Sheet 2"),
    ],
)
CUSTOM = CustomTask(
    title="Checked the budget",
    icon="analytics",
    content="Rows: **214**\n\n- over budget: 3\n- within: 211",
)
PICTURE = ImageTask(title="Drew a diagram")
THOUGHT = ThoughtTask(title="Thought", content="The three rows over budget share one supplier.")

THOUGHTS = (
    ("Reading the question", "The user wants to see how *reasoning* looks. So: think in steps."),
    ("Looking for a catch", "A workflow may be folded. Its summary is then all there is to see."),
    ("Concluding", "Show the time it took, and answer in one line."),
)


@scene("workflows", "workflow", "steps", about="A workflow with all five kinds of task, live")
async def workflow(stage: Stage) -> AsyncIterator[Event]:
    """Tasks are added while they run and completed one after the other; a title sums them up."""
    tasks = (SEARCH, FILES, CUSTOM, PICTURE, THOUGHT)
    summary = CustomSummary(title="Compared budget and market", icon="check-circle")
    async for event in _run(
        stage, Workflow(type="custom", tasks=[], expanded=True), tasks, summary
    ):
        yield event
    async for event in stage.say("That was a **workflow** with a title as its summary."):
        yield event


@scene("workflows", "reasoning", "thinking", about="Thoughts that are written live, with the time")
async def reasoning(stage: Stage) -> AsyncIterator[Event]:
    """Thoughts that grow while they are read; their duration sums them up."""
    flow = Workflow(type="reasoning", tasks=[])
    item = WorkflowItem(**stage.head("workflow"), workflow=flow)
    yield ThreadItemAddedEvent(item=item.model_copy(deep=True))
    for index, (title, content) in enumerate(THOUGHTS):
        async for event in _think(stage, item, index, title, content):
            yield event
    flow.summary = DurationSummary(duration=7)
    yield ThreadItemDoneEvent(item=item)
    async for event in stage.say("I thought for seven seconds, or so I claim."):
        yield event


@scene("workflows", "tasks", "single tasks", about="Tasks on their own, one of each kind")
async def tasks(stage: Stage) -> AsyncIterator[Event]:
    """A task item for each kind of task."""
    for task in (CUSTOM, SEARCH, THOUGHT, FILES, PICTURE):
        await stage.pause(0.6)
        item = TaskItem(**stage.head("task"), task=task.model_copy(deep=True))
        if isinstance(task, SearchTask):
            yield ThreadItemAddedEvent(item=item)
            await stage.pause(0.6)
        yield ThreadItemDoneEvent(item=item)


async def _run(
    stage: Stage, flow: Workflow, tasks: Sequence[Task], summary: CustomSummary
) -> AsyncIterator[Event]:
    """The life of a workflow: each task begins, is filled, and completes."""
    item = WorkflowItem(**stage.head("workflow"), workflow=flow)
    for index, task in enumerate(tasks):
        begun = _begun(task)
        flow.tasks.append(begun)
        if index == 0:
            yield ThreadItemAddedEvent(item=item.model_copy(deep=True))
        else:
            added = WorkflowTaskAdded(task_index=index, task=begun)
            yield ThreadItemUpdatedEvent(item_id=item.id, update=added)
        await stage.pause(1.2)
        flow.tasks[index] = task.model_copy(deep=True, update={"status_indicator": "complete"})
        updated = WorkflowTaskUpdated(task_index=index, task=flow.tasks[index])
        yield ThreadItemUpdatedEvent(item_id=item.id, update=updated)
        await stage.pause(0.3)
    flow.summary = summary
    flow.expanded = False
    yield ThreadItemDoneEvent(item=item)


def _begun(task: Task) -> Task:
    """The task as it looks before it has any results."""
    early: dict[str, object] = {"status_indicator": "loading"}
    if isinstance(task, SearchTask):
        early |= {"title": "Searching the web", "queries": task.queries[:1], "sources": []}
    if isinstance(task, FileTask):
        early |= {"title": "Reading files", "sources": []}
    return task.model_copy(deep=True, update=early)


async def _think(
    stage: Stage, item: WorkflowItem, index: int, title: str, content: str
) -> AsyncIterator[Event]:
    """One thought, word by word."""
    tasks = item.workflow.tasks
    tasks.append(ThoughtTask(title=title, content="", status_indicator="loading"))
    added = WorkflowTaskAdded(task_index=index, task=tasks[index].model_copy())
    yield ThreadItemUpdatedEvent(item_id=item.id, update=added)
    written = ""
    for word in content.split(" "):
        await stage.pause(0.06)
        written = f"{written} {word}".strip()
        done = written == content
        indicator = "complete" if done else "loading"
        update = {"content": written, "status_indicator": indicator}
        tasks[index] = tasks[index].model_copy(update=update)
        updated = WorkflowTaskUpdated(task_index=index, task=tasks[index])
        yield ThreadItemUpdatedEvent(item_id=item.id, update=updated)
