"""A thread as JSON, exactly as the server sent it."""

from __future__ import annotations

from collections.abc import Iterable

from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.items import ThreadItem
from chatkit_tui.protocol.threads import Thread


def thread_json(thread: Thread, items: Iterable[ThreadItem]) -> str:
    """`{"thread": …, "items": […]}`, the oldest item first, one item a line."""
    lines = ",\n".join(f"  {dump_json(item.as_json())}" for item in items)
    listed = f"[\n{lines}\n]" if lines else "[]"
    return f'{{"thread": {dump_json(thread.as_json())},\n"items": {listed}}}\n'
