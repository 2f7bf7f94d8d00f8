"""A thread with every kind of item and event, always the same: what the snapshots show."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from chatkit.errors import ErrorCode
from chatkit.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageItem,
    ClientEffectEvent,
    ClientToolCallItem,
    CustomSummary,
    CustomTask,
    DurationSummary,
    EndOfTurnItem,
    EntitySource,
    ErrorEvent,
    FileAttachment,
    FileSource,
    FileTask,
    GeneratedImage,
    GeneratedImageItem,
    HiddenContextItem,
    ImageTask,
    InferenceOptions,
    NoticeEvent,
    ProgressUpdateEvent,
    SearchTask,
    StructuredInputAnswer,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    Task,
    TaskItem,
    ThoughtTask,
    ThreadItem,
    ThreadItemDoneEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    URLSource,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit.widgets import Card, Text

from tests.support.memory_store import StoredThread

if TYPE_CHECKING:
    from tests.support.sdk_server import Context, SdkServer

THREAD_ID = "thr_tour"
BEGAN = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)

ANSWER = """\
# Slow queries

The index is **never used**, because `lower(name)` is computed per row. Two ways out:

1. an index on the expression
   - small, and kept up to date
   - [x] works since version 9
2. a *generated* column, see [the manual](https://example.com/manual/ddl)

```sql
create index people_lower on people (lower(name));
```

| plan | cost | rows |
| --- | ---: | ---: |
| seq scan | 18 334.00 | 1 000 000 |
| index scan | 8.44 | 1 |

> Measure before and after: 速い, ไทย, देवनागरी, 👩‍👩‍👧 stay aligned.
"""


def fill_tour_thread(server: SdkServer) -> str:
    """Store the thread; its id."""
    thread = StoredThread(
        ThreadMetadata(id=THREAD_ID, title="Why is this query slow?", created_at=BEGAN), "everyone"
    )
    for item in tour_items():
        thread.items[item.id] = item
    server.store.threads[THREAD_ID] = thread
    return THREAD_ID


def tour_items() -> list[ThreadItem]:
    """One item of each kind, two of those that have two faces."""
    return [*_asked(), *_worked(), *_answered(), *_went_on()]


async def every_event(
    thread: ThreadMetadata, message: UserMessageItem | None, context: Context
) -> AsyncIterator[ThreadStreamEvent]:
    """A turn with every event that is not an item, and a failure in the end."""
    yield ProgressUpdateEvent(icon="search", text="Reading the plan")
    yield ClientEffectEvent(name="highlight", data={"line": 3})
    yield NoticeEvent(level="info", title="Maintenance", message="**Tonight** at 22:00 UTC.")
    yield NoticeEvent(
        level="warning", message="You have used 90 % of your [quota](https://example.com)."
    )
    yield ThreadItemDoneEvent(
        item=_message("late", 24 * 60 + 6, "The plan is read; now for the statistics.")
    )
    yield ErrorEvent(
        code=ErrorCode.STREAM_ERROR, message="The statistics are locked.", allow_retry=True
    )


def _head(name: str, minutes: float) -> dict[str, object]:
    created_at = BEGAN + timedelta(minutes=minutes)
    return {"id": f"item_{name}", "thread_id": THREAD_ID, "created_at": created_at}


def _message(
    name: str, minutes: float, text: str, annotations: list[Annotation] | None = None
) -> AssistantMessageItem:
    content = AssistantMessageContent(text=text, annotations=annotations or [])
    return AssistantMessageItem.model_validate({**_head(name, minutes), "content": [content]})


def _asked() -> list[ThreadItem]:
    question = UserMessageItem.model_validate(
        {
            **_head("question", 0),
            "content": [
                UserMessageTextContent(text="Why is the search in "),
                UserMessageTagContent(id="repo_1", text="people.sql", data={}, group="Files"),
                UserMessageTextContent(text=" so slow?"),
            ],
            "attachments": [
                FileAttachment(id="att_1", name="plan.txt", mime_type="text/plain"),
            ],
            "quoted_text": "Seq Scan on people (cost=0.00..18334.00)",
            "inference_options": InferenceOptions(),
        }
    )
    hidden = HiddenContextItem.model_validate({**_head("hidden", 1), "content": "not for the user"})
    return [question, hidden]


def _worked() -> list[ThreadItem]:
    tasks: list[Task] = [
        ThoughtTask(title="Reading the plan", content="It walks the **whole** table."),
        SearchTask(
            title="Searching the web",
            queries=["postgres lower index"],
            sources=[URLSource(title="Indexes on expressions", url="https://example.com/ix")],
        ),
        FileTask(title="Reading files", sources=[FileSource(title="people.sql", filename="p.sql")]),
        ImageTask(title="Drawing the plan", status_indicator="complete"),
        CustomTask(title="Asking the planner", icon="bolt", status_indicator="loading"),
    ]
    reasoning = Workflow(type="reasoning", tasks=tasks[:1], summary=DurationSummary(duration=12))
    custom = Workflow(
        type="custom",
        tasks=tasks,
        summary=CustomSummary(title="Looked into it", icon="search"),
        expanded=True,
    )
    call = {"call_id": "call_1", "name": "read_clipboard", "arguments": {"limit": 80}}
    return [
        WorkflowItem.model_validate({**_head("reasoning", 1), "workflow": reasoning}),
        WorkflowItem.model_validate({**_head("workflow", 2), "workflow": custom}),
        TaskItem.model_validate({**_head("task", 2), "task": tasks[1]}),
        ClientToolCallItem.model_validate(
            {**_head("tool", 2), **call, "status": "completed", "output": {"text": "select 1"}}
        ),
    ]


def _answered() -> list[ThreadItem]:
    marks = [
        Annotation(
            source=URLSource(title="Indexes on expressions", url="https://example.com/ix"),
            index=ANSWER.index(". Two ways"),
        ),
        Annotation(source=FileSource(title="Query plan", filename="plan.txt"), index=len(ANSWER)),
        Annotation(source=EntitySource(id="db_1", title="people", icon="cube"), index=len(ANSWER)),
    ]
    image = GeneratedImage(id="img_1", url="https://example.com/plan.png")
    widget = Card(children=[Text(value="8.44 instead of 18 334")])
    return [
        _message("answer", 3, ANSWER, marks),
        GeneratedImageItem.model_validate({**_head("image", 4), "image": image}),
        WidgetItem.model_validate(
            {**_head("widget", 4), "widget": widget, "copy_text": "8.44 instead of 18 334"}
        ),
        EndOfTurnItem.model_validate(_head("end", 5)),
    ]


def _went_on() -> list[ThreadItem]:
    """The next day: questions that were answered, and the thanks."""
    options = [StructuredInputMultipleChoiceOption(value=word) for word in ("now", "later")]
    day = 24 * 60
    questions = StructuredInputItem.model_validate(
        {
            **_head("asked", day),
            "status": "answered",
            "inputs": [
                StructuredInputMultipleChoice(
                    id="when",
                    question="When may it be built?",
                    options=options,
                    answer=StructuredInputAnswer(values=["later"]),
                ),
                StructuredInputFreeform(
                    id="who", question="By whom?", answer=StructuredInputAnswer(skipped=True)
                ),
            ],
        }
    )
    thanks = UserMessageItem.model_validate(
        {
            **_head("thanks", day + 1),
            "content": [UserMessageTextContent(text="Thank you, that was it. どうも！")],
            "attachments": [],
            "inference_options": InferenceOptions(),
        }
    )
    return [questions, thanks, _message("bye", day + 2, "You are welcome.")]
