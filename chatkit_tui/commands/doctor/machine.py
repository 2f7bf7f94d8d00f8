"""Facts of this machine: versions, the terminal, files and folders."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from chatkit_tui.errors import ConfigurationError, StorageError
from chatkit_tui.profiles.config_file import ConfigFile, config_file
from chatkit_tui.profiles.locations import config_dir, data_dir, state_dir
from chatkit_tui.profiles.log_file import log_path
from chatkit_tui.profiles.settings_file import load_settings
from chatkit_tui.translation import _

PACKAGES = (
    "chatkit-tui",
    "textual",
    "rich",
    "httpx",
    "pydantic",
    "keyring",
    "openai-chatkit",
    "textual-image",
)
"""Those that explain most; the last two come with extras."""

VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "COLORFGBG", "NO_COLOR", "LANG", "LC_ALL")
"""What the environment says of the terminal."""

TMUX_OPTIONS = ("allow-passthrough", "focus-events", "set-clipboard", "default-terminal")
TMUX_TIMEOUT = 2.0

Facts = dict[str, Any]


def version_facts() -> Facts:
    """Name and version of what takes part; None where it is not installed."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        **{name: _version(name) for name in PACKAGES},
    }


def terminal_facts() -> Facts:
    """What the program would find; `colours` is what Textual makes of it."""
    streams = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr")}
    size = shutil.get_terminal_size((0, 0))
    facts: Facts = {
        "terminal": ", ".join(name for name, it in streams.items() if it and it.isatty())
        or _("none"),
        "size": f"{size.columns}x{size.lines}" if size.columns else None,
        "colours": _colours(),
        "encoding": getattr(sys.stdout, "encoding", None),
        "over ssh": any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY")),
        **{name: os.environ.get(name) for name in VARIABLES},
    }
    if os.environ.get("TMUX"):
        facts["tmux"] = _tmux()
    return facts


def folder_facts() -> Facts:
    """Where things are kept, or why they cannot be."""
    facts: Facts = {"config": str(config_dir())}
    for name, folder in (("data", data_dir), ("state", state_dir), ("log", log_path)):
        try:
            facts[name] = str(folder())
        except StorageError as error:
            facts[name] = error.message
    return facts


def config_facts() -> Facts:
    """The file, who may read it, its profiles, and what is wrong with it."""
    path = config_file()
    facts: Facts = {"file": str(path), "found": path.exists()}
    if not facts["found"]:
        return facts
    facts["mode"] = f"{stat.S_IMODE(path.stat().st_mode):04o}"
    try:
        file = ConfigFile.read()
        facts["profiles"] = list(file.table("profiles"))
        facts["default"] = file.default_profile
        load_settings()
    except ConfigurationError as error:
        facts["problem"] = error.message
    return facts


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _colours() -> str:
    from rich.console import Console

    if os.environ.get("NO_COLOR"):
        return _("none, by {variable}").format(variable="NO_COLOR")
    return Console(force_terminal=True).color_system or _("none")


def _tmux() -> Facts:
    """What tmux says of itself, as far as it does."""
    wanted = "\n".join(f"#{{{name}}}" for name in ("version", *TMUX_OPTIONS))
    try:
        told = subprocess.run(  # noqa: S603 - words of our own, and no shell reads them
            ["tmux", "display-message", "-p", wanted],  # noqa: S607 - whichever runs here
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=TMUX_TIMEOUT,
            check=True,
        ).stdout.split("\n")
    except (OSError, subprocess.SubprocessError) as error:
        kind = type(error).__name__
        return {"problem": _("tmux does not answer ({kind})").format(kind=kind)}
    return {
        name: value or None for name, value in zip(("version", *TMUX_OPTIONS), told, strict=False)
    }
