"""What a transcript costs before anything is in it."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import textual.app, textual.containers
before = set(sys.modules)
import chatkit_tui.tui.transcript.transcript
new = set(sys.modules) - before
print(*sorted(new & {"pydantic", "pydantic_core", "markdown_it", "pygments", "httpx", "keyring"}))
"""


def test_the_container_loads_no_parser_and_no_models() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True
    )
    assert result.stdout.split() == []
