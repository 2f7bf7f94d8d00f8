"""Rows as the controller holds them, built from the JSON a server would send."""

from __future__ import annotations

from typing import Any, cast

from chatkit_tui.controller.state import Row
from chatkit_tui.protocol.items import THREAD_ITEM, ThreadItem

MARKDOWN = """\
# Streaming in terminals

Here is **how** a *chat* can stay `fast`, with a [link](https://example.com/guide) in it. It is a
long paragraph that must be wrapped properly, whatever the width of the terminal is.

1. Keep a model of the list
   - measured heights
   - *estimated* ones: 日本語のテキストも折り返す。
2. Draw only what is seen

> Premature optimisation is the root of all evil.

```python
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)
```

| Approach | CPU | Remarks |
|:--|--:|:--|
| widgets | 78 % | one widget per block, and a long remark that has to be wrapped |
| strips | 14 % | this one |

- [ ] write tests
- [x] measure

---

Done.
"""


def item(kind: str, id_: str = "item", **fields: Any) -> ThreadItem:
    """An item of any type, read as it would be read from the wire."""
    raw = {"type": kind, "id": id_, "thread_id": "thread", "created_at": "2026-01-01T10:00:00Z"}
    return cast("ThreadItem", THREAD_ITEM.read({**raw, **fields}))


def user_item(text: str, **fields: Any) -> ThreadItem:
    """What a user said."""
    content = [{"type": "input_text", "text": text}]
    return item("user_message", content=content, inference_options={}, **fields)


def assistant_item(text: str, annotations: list[dict[str, Any]] | None = None) -> ThreadItem:
    """What an assistant said, in one part."""
    part = {"type": "output_text", "text": text, "annotations": annotations or []}
    return item("assistant_message", content=[part])


def rows_of(*items: ThreadItem, prefix: str = "row") -> list[Row]:
    """A finished row for each item, with keys `row-0`, `row-1` and so on."""
    return [Row(f"{prefix}-{index}", each) for index, each in enumerate(items)]


def change(row: Row, changed: ThreadItem, *, done: bool = False) -> None:
    """What a stream event does to a row."""
    row.item = changed
    row.done = done
    row.revision += 1


def long_thread(count: int, prefix: str = "row") -> list[Row]:
    """`count` rows of mixed kinds and very different heights; each text names its row."""
    items: list[ThreadItem] = []
    for index in range(count):
        name = f"{prefix}-{index}"
        match index % 5:
            case 0:
                items.append(user_item(f"Question of {name}?"))
            case 1:
                workflow = {"type": "reasoning", "tasks": [], "summary": {"duration": index}}
                items.append(item("workflow", workflow=workflow))
            case 2:
                items.append(assistant_item(f"Answer of {name}.\n\n{MARKDOWN}"))
            case 3:
                items.append(item("end_of_turn"))
            case _:
                lines = "\n\n".join(f"Paragraph {each} of {name}." for each in range(index % 7))
                items.append(assistant_item(lines or f"Nothing in {name}."))
    return rows_of(*items, prefix=prefix)
