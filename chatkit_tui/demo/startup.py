"""What the backend is told when it starts: one JSON line on stdin, never argv or environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

AssistantKind = Literal["tour", "agent"]

MAX_UPLOAD_BYTES = 100 * 1024 * 1024


class StartupError(Exception):
    """The backend was not told what it needs, or cannot use it; one sentence."""


@dataclass(frozen=True, slots=True)
class Startup:
    """The settings of one run. Times are in seconds; `delay_factor` 0 leaves out pauses."""

    token: str = field(repr=False)
    data_dir: Path
    assistant: AssistantKind
    session_seconds: float
    delay_factor: float
    max_upload_bytes: int


def read_startup(line: bytes, environment: Mapping[str, str] = os.environ) -> Startup:
    """The settings in `line`; raises StartupError when they make no sense."""
    try:
        said = json.loads(line)
        token, data_dir = said["token"], said["data_dir"]
        if not (isinstance(token, str) and token and isinstance(data_dir, str) and data_dir):
            raise ValueError
        return Startup(
            token=token,
            data_dir=Path(data_dir),
            assistant=_choose(said.get("assistant", "auto"), environment),
            session_seconds=float(said.get("session_seconds", 600)),
            delay_factor=float(said.get("delay_factor", 1)),
            max_upload_bytes=int(said.get("max_upload_bytes", MAX_UPLOAD_BYTES)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StartupError(
            'The backend expects one JSON line on stdin: {"token": "…", "data_dir": "…"}.'
        ) from error


def _choose(wanted: object, environment: Mapping[str, str]) -> AssistantKind:
    """Which assistant answers: an agent when a model can be reached, otherwise the tour."""
    if wanted == "tour" or wanted == "agent":
        return "agent" if wanted == "agent" else "tour"
    if wanted != "auto":
        raise ValueError(wanted)
    configured = environment.get("OPENAI_API_KEY") or environment.get("OPENAI_BASE_URL")
    return "agent" if configured else "tour"
