"""Dictation: from a key to text at the caret."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.composer.text_input import typeable
from chatkit_tui.tui.dictation.line import DictationLine
from chatkit_tui.tui.dictation.recorder import Recorder
from chatkit_tui.tui.dictation.sound import Sound, sound_in
from chatkit_tui.tui.key_hints import in_words
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.options import DictationOption
    from chatkit_tui.tui.view import ChatKitView

KEY = "composer.dictate"

OFF = N_("Nothing can be dictated here.")


class Dictation:
    """One recording at a time; Esc drops it at any moment.

    A recording that could not be written down is kept until it can, or until it is dropped.
    """

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._line: DictationLine | None = None
        self._recorder: Recorder | None = None
        self._job: asyncio.Task[None] | None = None
        self._dropped = False
        self._unwritten: Sound | None = None
        """A recording that the server did not write down."""

    @property
    def _option(self) -> DictationOption | None:
        controller = self._view.controller
        return controller.options.composer.dictation if controller is not None else None

    async def press(self) -> None:
        """Begin to record; the second time, end it and have it written down."""
        option = self._enabled()
        if self._recorder is not None:
            self._recorder.stop()
        elif self._job is not None:
            pass  # it is being written down
        elif self._unwritten is not None:
            await self._do(self._write(self._unwritten))
        elif option.command is None:
            await self.ask_for_file()
        else:
            await self._do(self._record(Recorder(option.command, option.mime_type)))

    async def ask_for_file(self) -> None:
        """Let the user name a recording to be written down."""
        from chatkit_tui.tui.screens.question import LineScreen

        self._enabled()
        view = self._view

        def named(path: str | None) -> None:
            if path is not None:
                view.run(self._do(self._read(path)))

        question = _("Which audio file is to be written down?")
        view.app.push_screen(LineScreen(question, enter=_("{key} sends it to the server")), named)

    def back_out(self) -> bool:
        """Drop what is going on, and what is left of it; False where there is nothing."""
        if self._job is None and self._unwritten is None:
            return False
        self._unwritten = None
        if self._job is not None:
            self._dropped = True
            self._job.cancel()
        self._say("")
        return True

    async def close(self) -> None:
        """Drop what is going on, and wait until nothing of it runs."""
        if self._job is not None:
            self._job.cancel()
            await asyncio.wait([self._job])

    def _enabled(self) -> DictationOption:
        option = self._option
        if option is None or not option.enabled:
            raise CommandRefused(_(OFF))
        return option

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it as the one thing that goes on, so that it can be dropped."""
        if self._job is not None:
            work.close()
            raise CommandRefused(_("A dictation is going on already."))
        self._dropped = False
        self._job = asyncio.ensure_future(work)
        try:
            await self._job
        except asyncio.CancelledError:
            if not self._dropped:
                await self.close()
                raise
        finally:
            self._job = None
            if self._unwritten is None:
                self._say("")

    async def _record(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._say(_("Recording"), _("{key} ends it"), alarming=True)
        try:
            sound = await recorder.record()
        finally:
            self._recorder = None
        await self._write(sound)

    async def _read(self, path: str) -> None:
        await self._write(await asyncio.to_thread(sound_in, path))

    async def _write(self, sound: Sound) -> None:
        """Put what was said at the caret."""
        controller = self._view.controller
        assert controller is not None
        self._unwritten = sound
        self._say(_("Having it written down"))
        try:
            text = await controller.transcribe(sound.data, sound.mime_type)
        except ChatKitError:
            self._say(_("The recording is not written down"), _("{key} tries again"))
            raise
        self._unwritten = None
        self._insert(typeable(text).strip())

    def _insert(self, text: str) -> None:
        if not text:
            self._view.tell(_("Nothing was understood."))
            return
        field = self._view.composer.input
        start, end = field.selection.start, field.selection.end
        row, column = min(start, end)
        before = field.document.get_line(row)[:column]
        space = " " if before and not before[-1].isspace() else ""
        result = field.replace(space + text, start, end, maintain_selection_offset=False)
        field.move_cursor(result.end_location)

    def _say(self, words: str, key_does: str = "", *, alarming: bool = False) -> None:
        """Show how far it is, and what the key does now: "{key} ends it"."""
        if self._line is None:
            if not words or not self._view.is_mounted:
                return
            self._line = DictationLine()
            self._view.mount(self._line, before=self._view.composer)
        hint = in_words(self._view.app, {KEY: ("F2", key_does)}) if key_does else ""
        self._line.keys = SEPARATOR.join(
            filter(None, (hint, _("{key} drops it").format(key="Esc")))
        )
        self._line.alarming, self._line.words = alarming, words
