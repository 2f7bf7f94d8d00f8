"""What is written, in the editor of the user's choice."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _
from chatkit_tui.tui.suspending import lend_terminal

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView

FALLBACKS = ("notepad",) if sys.platform == "win32" else ("vi", "nano")

END_WITHIN = 1.0
"""Seconds that an editor gets to end when the program does."""


def editor_command(
    environ: Mapping[str, str], find: Callable[[str], str | None] = shutil.which
) -> list[str]:
    """The command of the user's editor, without the file. Raises CommandRefused."""
    for name in ("VISUAL", "EDITOR"):
        wanted = environ.get(name, "").strip()
        if wanted:
            try:
                return shlex.split(wanted, posix=sys.platform != "win32")
            except ValueError:
                words = _("{variable} cannot be read: a quote is not closed.")
                raise CommandRefused(words.format(variable=f"${name}")) from None
    for fallback in FALLBACKS:
        if find(fallback):
            return [fallback]
    raise CommandRefused(_("There is no editor here: name yours in $VISUAL or $EDITOR."))


def merged(before: str, now: str, edited: str) -> str:
    """`edited` was `before`; meanwhile the composer may have got more, which must not be lost."""
    if now in (before, edited):
        return edited
    if before and now.endswith(before):
        return now.removesuffix(before) + edited
    return f"{now}\n\n{edited}"


class ExternalEditor:
    """Lets an editor have the composer's text, and the terminal, until it ends."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._path: Path | None = None
        self._before = ""

    async def edit(self) -> None:
        """Edit what is written; raises CommandRefused, and the text stays, if that fails."""
        if self._path is not None:
            return
        command = editor_command(os.environ)
        self._before = self._view.composer.text
        try:
            self._path = await asyncio.to_thread(_file_with, self._before)
        except OSError as error:
            words = _("No file could be made to edit: {reason}.").format(reason=error.strerror)
            raise CommandRefused(words) from None
        try:
            await self._run(command, self._path)
            self._take(await asyncio.to_thread(_text_of, self._path))
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else _("it is no UTF-8 text")
            words = _("What you edited could not be read: {reason}.").format(reason=why)
            raise CommandRefused(words) from None
        finally:
            self._forget()

    def rescue(self) -> None:
        """The program ends while an editor is open: take what was saved in it so far."""
        if self._path is not None:
            with suppress(OSError, UnicodeDecodeError):
                self._take(_text_of(self._path))

    def _forget(self) -> None:
        path, self._path = self._path, None
        if path is not None:
            path.unlink(missing_ok=True)

    def _take(self, saved: str) -> None:
        composer = self._view.composer
        # Editors end the last line; what they were not asked to change stays without.
        edited = saved if saved == self._before else saved.removesuffix("\n")
        text = merged(self._before, composer.text, edited)
        if text != composer.text:
            composer.text = text

    async def _run(self, command: list[str], path: Path) -> None:
        name = os.path.basename(command[0])
        try:
            with lend_terminal(self._view.app), _no_interrupts():
                status, problem = await _run_editor([*command, str(path)])
        except SuspendNotSupported:
            raise CommandRefused(_("This terminal cannot be lent to an editor.")) from None
        if problem is not None:
            words = _("{name} could not be started: {reason}. $VISUAL or $EDITOR names the editor.")
            raise CommandRefused(words.format(name=name, reason=problem))
        if status:
            words = _("{name} ended with status {status}; the text is as it was.")
            raise CommandRefused(words.format(name=name, status=status))


async def _run_editor(command: list[str]) -> tuple[int, str | None]:
    """The editor's exit status, or why it could not be started. It has our terminal."""
    try:
        process = await asyncio.create_subprocess_exec(*command)
    except OSError as error:
        return 0, error.strerror or _("no reason given")
    try:
        return await process.wait(), None
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(END_WITHIN):
                await process.wait()
        except TimeoutError:
            process.kill()
        raise


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Ctrl+C and Ctrl+\\ are meant for the program that has the terminal, but reach both."""
    numbers = [signal.SIGINT, *([signal.SIGQUIT] if hasattr(signal, "SIGQUIT") else [])]
    # A handler, unlike SIG_IGN, is not inherited by what we start.
    before = {number: signal.signal(number, lambda *received: None) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _file_with(text: str) -> Path:
    """A new file for its owner only."""
    number, name = tempfile.mkstemp(prefix="chatkit-tui-", suffix=".md")
    with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return Path(name)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
