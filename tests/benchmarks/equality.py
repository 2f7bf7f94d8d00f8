"""More of what `tests/tui/terminal/test_equality.py` shows, with other things that happen.

python -m tests.benchmarks.equality [FIRST_SEED SEEDS]
"""

from __future__ import annotations

import asyncio
import sys

from tests.benchmarks.figures import print_figures
from tests.tui.terminal.playground import Chance, Playground

DEEDS = 150
"""What happens for each seed."""


async def play(seed: int) -> Playground:
    """The app, after its frames were compared."""
    app = Playground()
    async with app.run_test(size=(60, 18), notifications=True) as pilot:
        await Chance(app, pilot, seed).happen(DEEDS)
    return app


def measure(first: int = 100, seeds: int = 3) -> dict[str, float]:
    """Frames, those of them that differ, and bytes beside Textual's."""
    apps = [asyncio.run(play(seed)) for seed in range(first, first + seeds)]
    for app in apps:
        print(*app.differences, sep="\n", end="")
    plain = sum(app.plain_bytes for app in apps)
    return {
        "equality: frames": sum(app.frames for app in apps),
        "equality: differing rows": sum(len(app.differences) for app in apps),
        "equality: bytes / Textual's": sum(app.diffed_bytes for app in apps) / plain,
    }


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:3])))
