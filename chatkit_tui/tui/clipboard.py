"""Copies: the ways that lead to the clipboard where the user sits, and what became of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from chatkit_tui.display import display_line
from chatkit_tui.translation import N_, _, plural
from chatkit_tui.tui.terminal_output import in_tmux, passed_through, takes_escapes, write_out

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 3.0
"""Seconds that a clipboard tool may take; it hands the text to the background within."""

LONGEST_ESCAPE = 100_000
"""Characters of base64 in one OSC 52; terminals drop what is much longer without a word."""

WAY_OUT = N_("In the transcript, {key} writes a message to a file.")

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a copy can travel from here."""

    tools: tuple[Command, ...] = ()
    """Programs that own the clipboard of this desktop; the first that works is enough."""
    tmux: bool = False
    """Into the buffer of the tmux around us as well."""
    escape: bool = False
    """OSC 52: the terminal is asked to put it into its clipboard, and never answers."""


def ways(
    environ: Mapping[str, str],
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> Ways:
    """The ways that may work in this environment.

    A tmux outlives connections: whoever looks at it may sit at another machine than the one its
    environment tells of, so all ways are tried there.
    """
    remote = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))
    known = () if remote else _tools(environ, platform)
    tools = tuple(command for command in known if find(command[0]))
    tmux = in_tmux(environ)
    escape = takes_escapes(environ)
    return Ways(tools, tmux and find("tmux") is not None, escape)


def _tools(environ: Mapping[str, str], platform: str) -> tuple[Command, ...]:
    if platform == "darwin":
        return (("pbcopy",),)
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        return (("clip.exe",),)
    tools: list[Command] = []
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(("wl-copy",))
    if environ.get("DISPLAY"):
        tools += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return tuple(tools)


def escape_sequence(text: str) -> str | None:
    """OSC 52 for `text`; None where it is too long for a terminal."""
    encoded = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    return None if len(encoded) > LONGEST_ESCAPE else f"\x1b]52;c;{encoded}\a"


@dataclass(slots=True)
class Outcome:
    """What was done with a copy."""

    tool: str | None = None
    """The program that has it."""
    tmux: bool = False
    escape: bool = False
    problems: tuple[str, ...] = ()
    """Ways that did not work, each as a clause."""

    @property
    def nowhere(self) -> bool:
        return self.tool is None and not self.tmux and not self.escape

    def told(self, what: str) -> str:
        """A sentence or two for the user: what was done, never what is hoped."""
        reasons, way_out = "; ".join(self.problems), _(WAY_OUT).format(key="w")
        if self.nowhere:
            words = _("Not copied, there is no clipboard to be reached.")
            if reasons:
                words = _("Not copied: {reasons}.").format(reasons=reasons)
            return f"{words} {way_out}"
        done = self._done().format(what=what, tool=self.tool)
        if reasons and self.tool is None:
            return " ".join([done, _("But {reasons}.").format(reasons=reasons), way_out])
        return done

    def _done(self) -> str:
        """What was done, with `{what}` and `{tool}` to be filled in."""
        match self.tool is not None, self.tmux, self.escape:
            case True, True, True:
                return _(
                    "Copied {what} with {tool}; sent to tmux's buffer and to the terminal by "
                    "OSC 52 too."
                )
            case True, True, False:
                return _("Copied {what} with {tool}; sent to tmux's buffer too.")
            case True, False, True:
                return _("Copied {what} with {tool}; sent to the terminal by OSC 52 too.")
            case True, False, False:
                return _("Copied {what} with {tool}.")
            case False, True, True:
                return _("Sent {what} to tmux's buffer and to the terminal by OSC 52.")
            case False, True, False:
                return _("Sent {what} to tmux's buffer.")
            case _:
                return _("Sent {what} to the terminal by OSC 52.")


class Place(Protocol):
    """A part of a program that things are copied from."""

    @property
    def app(self) -> App[Any]:
        """The program."""

    def tell(self, text: str, *, severity: Literal["information", "warning"]) -> None:
        """A passing word to the user."""


class Clipboard:
    """Delivers the copies of a view in their order, the last one wins."""

    def __init__(self, view: Place) -> None:
        self._view = view
        self._turn = asyncio.Lock()

    async def deliver(self, text: str, what: str = "") -> None:
        """Let `text` reach the clipboard and say what became of `what` (or of so many letters)."""
        app = self._view.app
        # The clipboard of this program itself, for Ctrl+V.
        app._clipboard = text
        size = plural("{count} character", "{count} characters", len(text))
        size = size.format(count=f"{len(text):,}")
        async with self._turn:
            outcome = await self._send(text)
        told = outcome.told(f"{what} ({size})" if what else size)
        problem = outcome.nowhere or (outcome.tool is None and outcome.problems)
        self._view.tell(told, severity="warning" if problem else "information")

    async def _send(self, text: str) -> Outcome:
        from chatkit_tui.daemon_thread import in_daemon_thread

        environ = dict(os.environ)
        found, outcome = await in_daemon_thread(
            lambda: _by_programs(text, environ), name="clipboard"
        )
        # With a tool of this desktop the terminal's word is not needed, but in tmux: see `ways`.
        if found.escape and (outcome.tool is None or found.tmux):
            sequence = escape_sequence(text)
            if sequence is None:
                outcome.problems += (_("it is too long for OSC 52"),)
            else:
                written = write_out(self._view.app, passed_through(sequence, environ))
                outcome.escape = written
        return outcome


def _by_programs(text: str, environ: Mapping[str, str]) -> tuple[Ways, Outcome]:
    """Hand `text` to the programs that take it; blocks until they have it."""
    found = ways(environ)
    outcome = Outcome()
    for command in found.tools:
        encoding = "utf-16-le" if command[0] == "clip.exe" else "utf-8"
        problem = _feed(command, text.encode(encoding, "replace"))
        if problem is None:
            outcome.tool = command[0]
            break
        outcome.problems += (problem,)
    if found.tmux:
        data = text.encode("utf-8", "replace")
        # Before tmux 3.2 there was no -w, which tells the terminal outside as well.
        problem = _feed(("tmux", "load-buffer", "-w", "-"), data)
        if problem is not None:
            problem = _feed(("tmux", "load-buffer", "-"), data)
        outcome.tmux = problem is None
        if problem is not None:
            outcome.problems += (problem,)
    return found, outcome


def _feed(command: Sequence[str], data: bytes) -> str | None:
    """Let a program read `data`; why it did not, as a clause.

    xclip and its like stay in the background and keep what they were given open; a pipe for what
    they have to say would never end.
    """
    import subprocess
    from tempfile import TemporaryFile

    name = command[0]
    with TemporaryFile() as said:
        try:
            status = subprocess.run(  # noqa: S603  # a list of our own, and no shell reads it
                command,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=said,
                timeout=PATIENCE,
                start_new_session=True,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            words = _("{name} did not end within {seconds} seconds")
            return words.format(name=name, seconds=f"{PATIENCE:g}")
        except OSError as error:
            words = _("{name} could not be started ({reason})")
            return words.format(name=name, reason=error.strerror)
        if status == 0:
            return None
        said.seek(0)
        reason = display_line(said.read(200).decode("utf-8", "replace"))
        reason = reason or _("status {status}").format(status=status)
        return _("{name} failed ({reason})").format(name=name, reason=reason)
