"""How the tasks of a workflow come and change."""

from __future__ import annotations

from chatkit_tui.controller.reduce_message import PARTS_AHEAD
from chatkit_tui.protocol.base import same
from chatkit_tui.protocol.items import WorkflowItem
from chatkit_tui.protocol.updates import WorkflowTaskAdded, WorkflowTaskUpdated


def update_workflow(
    item: WorkflowItem, update: WorkflowTaskAdded | WorkflowTaskUpdated
) -> WorkflowItem | None:
    """The workflow after `update`; None when it cannot be applied."""
    index = update.task_index
    tasks = item.workflow.tasks
    if isinstance(update, WorkflowTaskUpdated):
        if not 0 <= index < len(tasks):
            return None
        after = index + 1
    else:
        if not 0 <= index <= len(tasks) + PARTS_AHEAD:
            return None
        if index < len(tasks) and same(tasks[index], update.task):
            return item
        after = index
    tasks = (*tasks[:index], update.task.detached(), *tasks[after:])
    return item.changed(workflow=item.workflow.changed(tasks=tasks))
