"""Uploads: brings files to the server while a message is being written, and takes them back."""

from __future__ import annotations

import asyncio
import logging
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.attachments.attached import Attached, Stage
from chatkit_tui.controller.listeners import Listeners
from chatkit_tui.controller.tasks import TaskOwner
from chatkit_tui.errors import ChatKitError, ConfigurationError, StorageError
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.attachments.kinds import Kind
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.options import ComposerAttachmentOption
    from chatkit_tui.transport.uploads import UploadWatch

log = logging.getLogger(__name__)

AT_ONCE = 3
"""Files on their way at the same time; the others wait."""


class Uploads:
    """The files of every message being written. Files may be added before there is a server.

    `changes` tells of each file that went on: its stage, or a per cent of it. Make it anywhere;
    `add` and the others belong to one event loop.
    """

    def __init__(self) -> None:
        self.changes: Listeners[Attached] = Listeners("uploads")
        self._controller: ChatKitController | None = None
        self._tasks = TaskOwner()
        self._running: dict[Attached, asyncio.Task[None]] = {}
        self._registered: dict[Attached, str] = {}
        """Ids of attachments of which the server has no bytes yet."""
        self._deleting: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._known: list[Attached] = []

    def connect(self, controller: ChatKitController) -> None:
        """There is a server now, and what waited for it begins."""
        self._controller = controller
        for each in self._known:
            if each.stage is Stage.WAITING and each not in self._running:
                self._begin(each)

    # -- what the user does --------------------------------------------------------------------

    def add(self, path: Path, *, key: str | None = None) -> Attached:
        """Bring a file to the server; what is wrong with it is its `error` a moment later.

        A `key` is the one that the file had in an earlier run.
        """
        path = path.absolute()
        attached = Attached(path.name, path)
        if key is not None:
            attached.key = key
        self._known.append(attached)
        if self._controller is not None:
            self._begin(attached)
        return attached

    def add_uploaded(self, attachment: Mapping[str, Any], *, key: str | None = None) -> Attached:
        """A file that the server has already, as JSON: `id`, `name`, `mime_type`."""
        known = self.find(attachment["id"])
        if known is not None:
            return known
        attached = Attached(
            str(attachment.get("name") or attachment["id"]),
            mime_type=str(attachment.get("mime_type") or ""),
            id=attachment["id"],
            stage=Stage.READY,
            preview_url=attachment.get("preview_url"),
        )
        if key is not None:
            attached.key = key
        self._known.append(attached)
        return attached

    def find(self, name: str) -> Attached | None:
        """The file of that id or key, however far it is."""
        if not name:
            return None
        return next((each for each in self._known if name in (each.id, each.key)), None)

    def of_ids(self, ids: Sequence[str]) -> tuple[Attached, ...]:
        """The files behind the ids of a message, those uploaded elsewhere too."""
        return tuple(self.add_uploaded({"id": each}) for each in ids)

    def retry(self, attached: Attached) -> None:
        """Try again to upload what failed."""
        if attached.stage is Stage.FAILED and attached.path is not None:
            attached.stage, attached.error, attached.sent = Stage.WAITING, None, 0
            self._begin(attached)
            self.changes(attached)

    def remove(self, attached: Attached) -> None:
        """Leave a file out; the upload is stopped, and what the server has is deleted there."""
        if attached in self._known:
            self._known.remove(attached)
        attached.stage = Stage.REMOVED
        task = self._running.get(attached)
        if task is not None:
            task.cancel()
        elif attached.id is not None:
            self._delete(attached.id)
        self.changes(attached)

    async def finish(self) -> None:
        """Wait until nothing is on its way any more, and what was left out is deleted."""
        while work := {*self._running.values(), *self._deleting}:
            await asyncio.wait(work)

    async def aclose(self) -> None:
        """Stop everything."""
        await self._tasks.aclose()

    # -- what happens to a file ----------------------------------------------------------------

    def _begin(self, attached: Attached) -> None:
        task = self._tasks.start(self._bring(attached), name=f"upload {attached.key}")
        self._running[attached] = task
        task.add_done_callback(lambda _: self._ended(attached))

    def _ended(self, attached: Attached) -> None:
        del self._running[attached]
        # Whatever came of it: nobody will fill what was registered and not uploaded.
        left = self._registered.pop(attached, None)
        if attached.stage is Stage.REMOVED:
            left = attached.id or left
        if left is not None and (attached.stage is Stage.REMOVED or left != attached.id):
            self._delete(left)

    async def _bring(self, attached: Attached) -> None:
        controller = self._controller
        assert controller is not None
        assert attached.path is not None
        try:
            async with self._turn:
                await self._check(attached, controller)
                attachment = await controller.upload(
                    attached.path,
                    mime_type=attached.mime_type,
                    watch=self._watch(attached),
                )
        except ChatKitError as error:
            attached.error = error
            self._move(attached, Stage.FAILED)
        else:
            attached.id, attached.preview_url = attachment.id, attachment.preview_url
            self._registered.pop(attached, None)
            self._move(attached, Stage.READY)

    def _watch(self, attached: Attached) -> UploadWatch:
        from chatkit_tui.transport.uploads import UploadWatch

        def registered(attachment_id: str) -> None:
            self._registered[attached] = attachment_id

        return UploadWatch(registered, lambda count: self._progress(attached, count))

    async def _check(self, attached: Attached, controller: ChatKitController) -> None:
        assert attached.path is not None
        option = controller.options.composer.attachments
        attached.size, attached.mime_type = await examined(attached.path, option)
        self._move(attached, Stage.UPLOADING)

    def _progress(self, attached: Attached, count: int) -> None:
        before = attached.percent
        attached.sent = count
        if attached.percent != before and attached.stage is Stage.UPLOADING:
            self.changes(attached)

    def _move(self, attached: Attached, stage: Stage) -> None:
        if attached.stage is not Stage.REMOVED:
            attached.stage = stage
            self.changes(attached)

    def _delete(self, attachment_id: str) -> None:
        if self._controller is not None and not self._tasks.closed:
            work = self._controller.delete_attachment(attachment_id)
            task = self._tasks.start(work, name="delete attachment")
            self._deleting.add(task)
            task.add_done_callback(self._deleting.discard)


async def examined(path: Path, option: ComposerAttachmentOption) -> tuple[int, str]:
    """Size in bytes and MIME type of a file that may go along.

    Raises StorageError, and ConfigurationError where the options have something against it.
    """
    from chatkit_tui.controller.attachments.rules import problem_with

    size, kind = await asyncio.to_thread(_look, path)
    problem = problem_with(option, path.name, size, kind)
    if problem is not None:
        raise ConfigurationError(problem)
    return size, kind.mime_type


def _look(path: Path) -> tuple[int, Kind]:
    """Size and kind of a file; blocks. Raises StorageError."""
    from chatkit_tui.controller.attachments.kinds import HEAD, kind_of

    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StorageError(_("{path} is not a file that can be sent.").format(path=path))
        with path.open("rb") as file:
            head = file.read(HEAD)
            return os.fstat(file.fileno()).st_size, kind_of(path.name, head)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        words = _("{path} cannot be read: {reason}.").format(path=path, reason=reason.lower())
        raise StorageError(words) from error
