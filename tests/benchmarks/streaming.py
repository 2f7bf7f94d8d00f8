"""CPU, lag and bytes of an answer that streams, beside Textual's MarkdownStream on the same text.

python -m tests.benchmarks.streaming [KIND TOKENS RATE]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import print_figures
from tests.benchmarks.observed import READY, Observed, counterpart, program
from tests.benchmarks.server import Server
from tests.benchmarks.texts import END, GREETING, KINDS

TOKENS, RATE = 1_000, 200

SETTLED = 0.4
"""Seconds without output after which an answer is drawn to its end."""


@dataclass(frozen=True)
class Stream:
    """One answer: seconds of CPU, seconds from the last token until it is seen, bytes written."""

    cpu: float
    lag: float
    bytes_per_character: float


def stream(argv: list[str], script: str, server: Server, directory: Path) -> Stream:
    """Start a program, let it stream one answer.

    A short one goes before it: what is imported for the first answer is not counted.
    """
    with Observed(argv, directory) as observed:
        observed.wait_for(READY)
        observed.wait_until_quiet(0.7)
        observed.send("greeting 20 0")
        start = observed.send("\r")
        server.streamed()
        observed.wait_for(GREETING, start)
        observed.wait_until_quiet(0.7)
        cpu = observed.cpu()
        start = observed.send(script)
        observed.send("\r")
        streamed = server.streamed()
        seen = observed.wait_for(END, start)
        observed.wait_until_quiet(SETTLED)
        written = len(observed.output) - start
        return Stream(observed.cpu() - cpu, seen - streamed.last, written / streamed.characters)


def both(script: str, server: Server, directory: Path) -> tuple[Stream, Stream]:
    """The program, then the counterpart."""
    theirs = counterpart("plain_stream", str(server.port))
    return (
        stream(program(server.url, "--new"), script, server, directory),
        stream(theirs, script, server, directory),
    )


def measure(
    kinds: Iterable[str] = KINDS, number: int = TOKENS, rate: int = RATE
) -> dict[str, float]:
    """The figures of each kind of text."""
    figures: dict[str, float] = {}
    with Server() as server, tempfile.TemporaryDirectory() as directory:
        for kind in kinds:
            ours, theirs = both(f"{kind} {number} {rate}", server, Path(directory))
            figures |= {
                f"{kind}: CPU seconds": ours.cpu,
                f"{kind}: CPU seconds, MarkdownStream": theirs.cpu,
                f"{kind}: CPU / MarkdownStream": ours.cpu / theirs.cpu,
                f"{kind}: seconds behind": ours.lag,
                f"{kind}: seconds behind, MarkdownStream": theirs.lag,
                f"{kind}: bytes a character": ours.bytes_per_character,
                f"{kind}: bytes a character, MarkdownStream": theirs.bytes_per_character,
            }
    return figures


def main() -> None:
    """Print the figures."""
    if len(sys.argv) > 1:
        figures = measure([sys.argv[1]], *(int(argument) for argument in sys.argv[2:4]))
    else:
        figures = measure()
    print_figures(figures)


if __name__ == "__main__":
    main()
