"""Settings: how the program behaves for this user, whatever server he talks to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NotificationKind = Literal["auto", "osc9", "osc777", "bell", "off"]
"""How the end of a turn is told to a terminal without the focus."""


ImagesKind = Literal["auto", "halfblocks", "never"]
"""How pictures are drawn: by the best means the terminal has, in half blocks always, not at all."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the `[ui]` and `[keys]` tables of config.toml and the command line's switches say."""

    theme: str | None = None
    """Where neither the command line nor the profile names one; as for `ChatKitOptions.theme`."""
    mouse: bool = True
    notifications: NotificationKind = "auto"
    terminal_title: bool = True
    diff: bool = True
    """Whether only what changed is written to the terminal, and that as it keeps up."""
    images: ImagesKind = "auto"
    time_stamps: bool = True
    """Whether items in the transcript say when they came."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id to keys, separated by commas; "none" unbinds."""
