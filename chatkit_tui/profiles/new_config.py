"""The first config.toml, written for a user who has none."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from urllib.parse import urlsplit

from chatkit_tui.errors import StorageError
from chatkit_tui.private_file import make_private_directory
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.profile import Profile


def can_be_written() -> bool:
    """Whether there is no config.toml yet; blocks."""
    return not os.path.lexists(config_file())


def write_first_config(profile: Profile) -> Profile:
    """Keep where `profile` leads as the default profile, and return it with its name; blocks.

    Credentials are not written. Raises StorageError, also for a file that is there already.
    """
    named = replace(profile, name=profile_name(profile))
    path = config_file()
    make_private_directory(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise StorageError(f"{path} is there already, and is left as it is.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {_reason(error)}.") from error
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(_toml(named))
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageError(f"{path} cannot be written: {_reason(error)}.") from error
    return named


def profile_name(profile: Profile) -> str:
    """A short name that needs no quotes in TOML: the host's, or the demo's."""
    if profile.demo:
        return "demo"
    host = urlsplit(profile.url or "").hostname or ""
    return re.sub(r"[^A-Za-z0-9]+", "-", host).strip("-") or "default"


def _toml(profile: Profile) -> str:
    # A JSON string is a TOML string for all texts that an address can be.
    where = "demo = true" if profile.demo else f"url = {json.dumps(profile.url)}"
    lines = [f'default_profile = "{profile.name}"', "", f"[profiles.{profile.name}]", where]
    if profile.allow_http:
        lines.append("allow_http = true")
    return "\n".join([*lines, ""])


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
