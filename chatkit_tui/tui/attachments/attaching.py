"""What the user does with files: attaches, drops, removes, tries again, looks at."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.composer.prompt import Prompt

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.attached import Attached
    from chatkit_tui.controller.attachments.uploads import Uploads
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.options import ComposerAttachmentOption
    from chatkit_tui.protocol.requests import UserMessageInput
    from chatkit_tui.tui.view import ChatKitView


class Attaching:
    """The files of a view's messages. Nothing is loaded before the first one is attached."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._used = False
        self.at_start: Sequence[Path] = ()
        """Files that go along with what is written first."""
        self._folder: Path | None = None
        """Where the user looked for files last."""

    @cached_property
    def uploads(self) -> Uploads:
        """Every file of a message that is being written, queued or on its way."""
        from chatkit_tui.controller.attachments.uploads import Uploads

        self._used = True
        uploads = Uploads()
        uploads.changes.add(self._changed)
        if self._view.controller is not None:
            uploads.connect(self._view.controller)
        return uploads

    def connect(self, controller: ChatKitController) -> None:
        """There is a server now: what waited for it begins."""
        if self._used:
            self.uploads.connect(controller)

    def begin(self) -> None:
        """The draft is there: what was to be attached at the start goes along with it."""
        self._view.composer.input.take_paste = self.take_paste
        there = {each.path for each in self._view.composer.files}
        self.attach([each for each in self.at_start if each.absolute() not in there])

    async def close(self) -> None:
        """Stop what is on its way."""
        if self._used:
            await self.uploads.aclose()

    # -- the message in hand -------------------------------------------------------------------

    def attach(self, paths: Sequence[Path]) -> None:
        """Let files go along with what is written. Raises CommandRefused, with the reason."""
        if not paths:
            return
        composer, option = self._view.composer, self._option
        if not composer.is_open:
            raise CommandRefused(composer.closed_because or _("Answer the questions first."))
        if option is not None:
            from chatkit_tui.controller.attachments.rules import problem_with_count

            problem = problem_with_count(option, len(composer.files) + len(paths))
            if problem is not None:
                raise CommandRefused(problem)
        composer.files = (*composer.files, *map(self.uploads.add, paths))
        composer.post_message(composer.Changed())

    @property
    def _option(self) -> ComposerAttachmentOption | None:
        """What may be attached, None while that is not known."""
        controller = self._view.controller
        return None if controller is None else controller.options.composer.attachments

    def why_not(self, files: Sequence[Attached]) -> str | None:
        """Why a message with these files cannot go, nor wait for them; None where it can."""
        failed = [each for each in files if each.error is not None]
        if failed:
            words = _("Not sent: {reason} {key} leads to the files.")
            return words.format(reason=failed[0].error, key="Backspace")
        if self._option is None or not files:
            return None
        from chatkit_tui.controller.attachments.rules import problem_with_count

        problem = problem_with_count(self._option, len(files))
        return None if problem is None else _("Not sent: {reason}").format(reason=problem)

    def drop(self, files: Sequence[Attached]) -> None:
        """Files that go with no message after all: the server forgets them."""
        for each in files:
            self.uploads.remove(each)

    def set(
        self, attachments: Sequence[Mapping[str, Any]] | None, files: Sequence[Path] | None
    ) -> None:
        """Put these in the place of what is attached: files at the server, and files to upload."""
        composer = self._view.composer
        known = [self.uploads.add_uploaded(each) for each in attachments or ()]
        left = [each for each in composer.files if each not in known]
        composer.files = (*known, *map(self.uploads.add, files or ()))
        self.drop(left)
        composer.post_message(composer.Changed())

    async def take_paste(self, text: str) -> bool:
        """Attach the files that were pasted, and nothing else was; False where it is a text.

        Files that are attached already are meant as text: so a path can be pasted all the same.
        """
        from chatkit_tui.tui.attachments.pasted_paths import pasted_files

        option = self._option
        if option is not None and not option.enabled:
            return False
        paths = await asyncio.to_thread(pasted_files, text)
        there = {each.path for each in self._view.composer.files}
        if not paths or there.intersection(paths):
            return False
        try:
            self.attach(paths)
        except CommandRefused as error:
            self._view.tell(str(error), severity="warning")
            return False
        words = plural(
            "Attached. Paste it again to have the path as text.",
            "Attached. Paste them again to have the path as text.",
            len(paths),
        )
        self._view.tell(words)
        return True

    # -- what is kept, queued, sent and given back ---------------------------------------------

    def restored(self, kept: str) -> Prompt:
        """The prompt that was kept as a draft; its files are on their way again."""
        from chatkit_tui.tui.attachments.kept_files import MARK, bring_back, without_files

        if MARK not in kept:
            return Prompt(kept)
        text, known = without_files(kept)
        return Prompt(text, files=tuple(bring_back(each, self.uploads) for each in known))

    def of(self, message: UserMessageInput) -> tuple[Attached, ...]:
        """The files of a message that was sent."""
        return self.uploads.of_ids(message.attachments) if message.attachments else ()

    def sent_as(self, attachment_id: str) -> Attached | None:
        """What an attachment was when it was sent from here."""
        return self.uploads.find(attachment_id) if self._used else None

    def _changed(self, attached: Attached) -> None:
        if self._view.is_mounted and not self._view.sender.ended:
            self._view.composer.show_files_anew()
            self._view.sender.file_changed(attached)

    # -- keys ----------------------------------------------------------------------------------

    def do(self, what: str, attached: Attached) -> None:
        """What was asked for in the row of files: "remove", or "open", which tries again too."""
        composer = self._view.composer
        if what == "remove":
            composer.files = tuple(each for each in composer.files if each is not attached)
            composer.post_message(composer.Changed())
            self.drop([attached])
        elif attached.error is not None:
            self.uploads.retry(attached)
        else:
            self.show(attached)

    def show(self, attached: Attached) -> None:
        """Look at a file."""
        from chatkit_tui.tui.attachments.listed_files import ListedFile
        from chatkit_tui.tui.attachments.showing import show_file

        self._view.run(show_file(self._view, ListedFile.of_draft(attached)))

    async def choose(self) -> None:
        """Ask for files, and attach them; call it in a worker."""
        from chatkit_tui.tui.attachments.file_screen import FileScreen

        option = self._option
        if option is not None and not option.enabled:
            raise CommandRefused(_("This chat takes no files."))
        if not self._view.composer.is_open:
            raise CommandRefused(_("There is nothing to attach a file to now."))
        if self._folder is None:
            self._folder = await asyncio.to_thread(working_folder)
        screen = FileScreen(self._folder, option)
        paths = await self._view.app.push_screen_wait(screen)
        self._folder = screen.folder
        self.attach(paths or ())

    async def look_through(self) -> None:
        """Show the files of the thread and of the message in hand."""
        from chatkit_tui.tui.attachments.attachments_screen import AttachmentsScreen
        from chatkit_tui.tui.attachments.listed_files import listed_files

        files = listed_files(self._view)
        if not files:
            words = _("There are no files in this thread, nor in what is written.")
            raise CommandRefused(words)
        self._view.app.push_screen(AttachmentsScreen(self._view, files))


def working_folder() -> Path:
    """Where the program was started, if that is still there; blocks."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
