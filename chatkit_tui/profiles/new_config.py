"""The first profile, written for a user who has none."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_edit import add_profile
from chatkit_tui.profiles.config_file import ConfigFile
from chatkit_tui.profiles.profile import Profile


def can_be_written() -> bool:
    """Whether config.toml has room for a default profile; blocks."""
    try:
        return ConfigFile.read().default_profile is None
    except ConfigurationError:
        return False


def write_first_config(profile: Profile) -> Profile:
    """Keep where `profile` leads as the default profile, and return it with its name; blocks.

    Credentials are not written. Raises ConfigurationError and StorageError.
    """
    named = replace(profile, name=_free(profile_name(profile)))
    assert named.name is not None
    values: dict[str, Any] = {"demo": True} if profile.demo else {"url": profile.url}
    if profile.allow_http:
        values["allow_http"] = True
    add_profile(named.name, values, default=True)
    return named


def profile_name(profile: Profile) -> str:
    """A short name that needs no quotes in TOML: the host's, or the demo's."""
    if profile.demo:
        return "demo"
    host = urlsplit(profile.url or "").hostname or ""
    return re.sub(r"[^A-Za-z0-9]+", "-", host).strip("-") or "default"


def _free(name: str) -> str:
    taken = ConfigFile.read().table("profiles")
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in names if each not in taken)
