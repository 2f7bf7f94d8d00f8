"""All benchmarks: a table with what is wanted beside what was measured, and a JSON file.

    python -m tests.benchmarks [SUBJECT …]        # make bench ARGS='streaming echo'

Each subject is a module with a `measure() -> dict[str, float]`. Of figures that another program
has as well, the ratio counts: the machine may be slow or busy, and both ran on it.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

SUBJECTS = (
    "first_paint",
    "memory",
    "streaming",
    "burst",
    "thread",
    "echo",
    "slow_line",
    "equality",
    "decoding",
)

REPORT = Path(__file__).parents[2] / "build" / "bench.json"

SLOW_LINES = tuple(
    f"{kind}, {terminal} terminal at 8 KB/s"
    for kind in ("prose", "fence")
    for terminal in ("answering", "silent")
)

AT_MOST = {
    "first paint / one label": 1.6,
    **{f"{kind}: CPU / MarkdownStream": 0.25 for kind in ("prose", "fence", "list", "table")},
    **{f"{kind}: seconds behind": 0.3 for kind in ("prose", "fence", "list", "table")},
    "prose: bytes a character": 8,
    "fence: bytes a character": 20,
    "burst: CPU / MarkdownStream": 0.1,
    "thread: open, seconds": 0.3,
    "thread: open, MB over the empty program": 60,
    "thread: after all of it, MB over the empty program": 60,
    "echo: ms, 95th percentile": 50,
    **{f"{line}: key to echo, p95": 0.5 for line in SLOW_LINES},
    **{f"{line}: seconds behind": 1.0 for line in SLOW_LINES},
    "equality: differing rows": 0,
    "delta: decode / json.loads": 1.5,
    "delta: decode and reduce / json.loads": 3,
}

AT_LEAST = {"thread: back through all of it, steps a second": 30}


def verdict(name: str, figure: float) -> str:
    """What is wanted and whether it was reached; "" where nothing is."""
    if name in AT_MOST:
        wanted, reached = f"≤ {AT_MOST[name]:g}", figure <= AT_MOST[name]
    elif name in AT_LEAST:
        wanted, reached = f"≥ {AT_LEAST[name]:g}", figure >= AT_LEAST[name]
    else:
        return ""
    return f"{wanted:>8}  {'ok' if reached else 'over'}"


def run(subjects: Iterable[str]) -> dict[str, float]:
    """Measure, and print what is known at once."""
    figures: dict[str, float] = {}
    for subject in subjects:
        module = import_module(f"tests.benchmarks.{subject}")
        measured: dict[str, float] = module.measure()
        for name, figure in measured.items():
            print(f"{name:55}{figure:10.2f}  {verdict(name, figure)}".rstrip(), flush=True)
        figures |= measured
    return figures


def main() -> None:
    """Print the table, write the file."""
    known = [name for name in SUBJECTS if Path(__file__).with_name(f"{name}.py").exists()]
    figures = run(sys.argv[1:] or known)
    REPORT.parent.mkdir(exist_ok=True)
    report = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "python": platform.python_version(),
        "figures": figures,
        "wanted": {"at_most": AT_MOST, "at_least": AT_LEAST},
    }
    REPORT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{REPORT}")


if __name__ == "__main__":
    main()
