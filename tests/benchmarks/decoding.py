"""What reading 100,000 deltas costs, with and without taking them in, beside json.loads.

python -m tests.benchmarks.decoding [DELTAS]
"""

from __future__ import annotations

import json
import sys
import time

from tests.benchmarks.figures import print_figures
from tests.benchmarks.server import answer_events, delta
from tests.benchmarks.texts import tokens

DELTAS = 100_000
SHARES = 20
"""The deltas are read in so many shares, all ways in turn: the machine is not always as fast."""

WORDS_A_LOOK = 10
"""The message is looked at so often: 20 times a second at 200 words a second."""


def measure(number: int = DELTAS) -> dict[str, float]:
    """Microseconds a delta of each way, and their ratios."""
    from chatkit_tui.controller.reduce import reduce
    from chatkit_tui.controller.state import ThreadState
    from chatkit_tui.protocol.decode import decode_event, parse_json

    before, after = answer_events("prose 1 0")
    item_id = after[0]["item"]["id"]
    size = number // SHARES
    texts = [json.dumps(delta(item_id, token)) for token in tokens("prose", size)]
    state = ThreadState()

    def load() -> None:
        for text in texts:
            json.loads(text)

    def decode() -> None:
        for text in texts:
            decode_event(parse_json(text))

    def take_in() -> None:
        for index, text in enumerate(texts):
            reduce(state, decode_event(parse_json(text)))
            if index % WORDS_A_LOOK == 0:
                _ = state.rows[-1].item

    ways = {"json.loads": load, "decode": decode, "decode and reduce": take_in}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(SHARES):
        # A share is one long answer.
        state = ThreadState()
        for event in before:
            reduce(state, decode_event(event))
        for name, way in ways.items():
            start = time.process_time()
            way()
            times[name].append((time.process_time() - start) / size * 1e6)
    best = {name: min(each) for name, each in times.items()}
    return {
        **{f"delta: µs, {name}": figure for name, figure in best.items()},
        "delta: decode / json.loads": best["decode"] / best["json.loads"],
        "delta: decode and reduce / json.loads": best["decode and reduce"] / best["json.loads"],
    }


if __name__ == "__main__":
    print_figures(measure(*(int(argument) for argument in sys.argv[1:2])))
