"""A program that records, as far as anybody can tell: `fake_recorder.py LOG [FILE]`.

Writes to stdout, or to FILE, that it began; at SIGINT how it ended. LOG gets its process id.
With STUBBORN in the environment it ignores SIGINT and SIGTERM, with BROKEN it only complains.
"""

from __future__ import annotations

import os
import signal
import sys
import types
from pathlib import Path


def main(log: str, file: str = "") -> None:
    out = open(file, "wb", buffering=0) if file else sys.stdout.buffer  # noqa: SIM115
    if "BROKEN" in os.environ:
        sys.exit("warming up\nno microphone\n")

    def end(*_: int | types.FrameType | None) -> None:
        out.write(b"-end")
        out.flush()
        sys.exit(1)

    stubborn = "STUBBORN" in os.environ
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN if stubborn else end)
    out.write(b"begin")
    out.flush()
    Path(log).write_text(str(os.getpid()))
    while True:
        signal.pause()


main(*sys.argv[1:])
