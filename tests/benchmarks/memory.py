"""Memory of the program with nothing in it, beside a Textual app of one label.

python -m tests.benchmarks.memory
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.benchmarks.first_paint import HELLO
from tests.benchmarks.observed import READY, Observed, program
from tests.benchmarks.server import Server


def resident(argv: list[str], text: str, directory: Path) -> float:
    """Megabytes once `text` is shown and nothing more happens."""
    with Observed(argv, directory) as observed:
        observed.wait_for(text)
        observed.wait_until_quiet(1.0)
        return observed.memory()


def measure() -> dict[str, float]:
    """Megabytes of both; the program is connected to a server."""
    with Server() as server, tempfile.TemporaryDirectory() as directory:
        ours = resident(program(server.url, "--new"), READY, Path(directory))
        theirs = resident([sys.executable, "-c", HELLO], "Hello, world", Path(directory))
    return {
        "memory: MB": ours,
        "memory: MB, one label": theirs,
        "memory: MB / one label": ours / theirs,
    }


if __name__ == "__main__":
    print_figures(measure())
