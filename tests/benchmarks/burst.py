"""An answer of 10,000 tokens as fast as they are taken, beside Textual's MarkdownStream.

python -m tests.benchmarks.burst [TOKENS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.benchmarks.server import Server
from tests.benchmarks.streaming import both

TOKENS = 10_000

KIND = "prose"
"""What MarkdownStream is best at."""


def measure(number: int = TOKENS) -> dict[str, float]:
    """CPU of both, and how far the screen is behind in the end."""
    with Server() as server, tempfile.TemporaryDirectory() as directory:
        ours, theirs = both(f"{KIND} {number} 0", server, Path(directory))
    return {
        "burst: CPU seconds": ours.cpu,
        "burst: CPU seconds, MarkdownStream": theirs.cpu,
        "burst: CPU / MarkdownStream": ours.cpu / theirs.cpu,
        "burst: seconds behind": ours.lag,
        "burst: seconds behind, MarkdownStream": theirs.lag,
    }


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:2])))
