"""What importing the wire's models costs over pydantic itself, and what reading a delta costs.

    python -m tests.benchmarks.import_models [RUNS]

Imports run in fresh interpreters; prints medians and the best of all runs in milliseconds. The
budget is 60 ms for everything a client needs, widgets not among it.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import timeit

BUDGET = 60.0

MEASURE = """
import time
import pydantic; pydantic.BaseModel; pydantic.TypeAdapter
start = time.perf_counter()
{statement}
print((time.perf_counter() - start) * 1000)
"""

STATEMENTS = {
    "one small model": """
class One(pydantic.BaseModel, defer_build=True):
    number: int = 0
""",
    "decode": "import chatkit_tui.protocol.decode",
    "decode and requests": "import chatkit_tui.protocol.decode, chatkit_tui.protocol.requests",
    "widgets besides": (
        "import chatkit_tui.protocol.decode, chatkit_tui.protocol.requests\n"
        "start = time.perf_counter()\n"
        "import chatkit_tui.protocol.widgets.parse"
    ),
}

DELTA = json.dumps(
    {
        "type": "thread.item.updated",
        "item_id": "msg_12345678",
        "update": {
            "type": "assistant_message.content_part.text_delta",
            "content_index": 0,
            "delta": " hello",
        },
    }
)


def import_times(statement: str, runs: int) -> list[float]:
    """Milliseconds of the statement, one fresh interpreter a run."""
    program = MEASURE.format(statement=statement)
    return [float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(runs)]


def best_of(statement: str, names: dict[str, object]) -> float:
    """Microseconds of the statement at its fastest."""
    return min(timeit.repeat(statement, globals=names, number=20_000, repeat=7)) / 20_000 * 1e6


def main() -> int:
    """Print the figures; 1 when the budget is missed."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    medians = {}
    for name, statement in STATEMENTS.items():
        times = import_times(statement, runs)
        medians[name] = statistics.median(times)
        print(f"{name:22} {medians[name]:6.1f} ms   best {min(times):6.1f} ms")

    from chatkit_tui.protocol.decode import decode_event, parse_json

    names = {"loads": json.loads, "parse": parse_json, "decode": decode_event, "text": DELTA}
    loads = best_of("loads(text)", names)
    ours = best_of("decode(parse(text))", names)
    print(f"a text delta: json.loads {loads:.2f} µs, read as an event {ours:.2f} µs", end=" ")
    print(f"({ours / loads:.2f} times)")
    return 0 if medians["decode and requests"] <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
