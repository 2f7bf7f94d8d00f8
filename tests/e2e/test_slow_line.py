"""A terminal that takes nothing for a while, or never again."""

from __future__ import annotations

import os
import sys
import time

from tests.benchmarks.server import Server
from tests.benchmarks.texts import END
from tests.e2e.conftest import Start
from tests.support.terminal import Terminal

FLOOD = """
import logging
from chatkit_tui.settings import Settings
from chatkit_tui.tui.terminal import metered_driver
from chatkit_tui.tui.terminal.output import DiffedOutput

metered_driver.LEAVE_WITHIN = 0.3

class Flood(DiffedOutput):
    settings = Settings()

    def on_mount(self):
        logging.disable()
        self._driver.write("x" * 200_000)
        self.exit()

Flood().run()
"""


def test_frames_are_skipped_for_a_terminal_that_takes_nothing(start: Start) -> None:
    with Server() as server:
        terminal = start("--url", server.url, "--new")
        terminal.wait_for("Message the assistant")
        terminal.send("fence 900 600\r")
        server.streamed()
        read = len(terminal.written)
        terminal.send("typed unseen")
        terminal.wait_for("❯ typed unseen")
        terminal.wait_for(END)
        # What the kernel had of it, and a frame or two.
        assert len(terminal.written) - read < 45_000


def test_a_terminal_that_takes_nothing_does_not_hold_up_the_end(
    program_env: dict[str, str],
) -> None:
    with Terminal([sys.executable, "-c", FLOOD], env=program_env) as terminal:
        assert terminal.process.pid is not None
        which = os.P_PID, terminal.process.pid
        deadline = time.monotonic() + terminal.timeout
        while os.waitid(*which, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            assert time.monotonic() < deadline, "still there"
            time.sleep(0.05)
        assert terminal.wait_for_exit() == 0
