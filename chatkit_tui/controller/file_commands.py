"""Files that go to the server and come from it: attachments, pictures, recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.translation import _
from chatkit_tui.transport.uploads import UNWATCHED, UploadWatch

if TYPE_CHECKING:
    from chatkit_tui.controller.conversation import Conversation, Surroundings
    from chatkit_tui.controller.signing_in import SigningIn
    from chatkit_tui.protocol.attachments import LazyPreview
    from chatkit_tui.transport.client import Attachment


class FileCommands:
    """The part of a controller that deals in files. All methods may raise ChatKitError."""

    active: Conversation
    signing_in: SigningIn
    _around: Surroundings

    async def upload(
        self, path: Path, *, mime_type: str | None = None, watch: UploadWatch = UNWATCHED
    ) -> Attachment:
        """Send a file to the server; its id goes into `attachments` of a message.

        What the options say about attachments is checked by `Uploads`, not here.
        """
        return await self.signing_in.through(
            lambda: self._around.client.upload(path, mime_type=mime_type, watch=watch),
            what=path.name,
        )

    async def delete_attachment(self, attachment_id: str) -> None:
        """Have the server forget a file that goes with no message after all."""
        await self._around.client.delete_attachment(attachment_id)

    async def fetch_picture(self, address: str | LazyPreview) -> bytes:
        """A picture that an item of the thread in front points to, if it may be fetched."""
        thread, client = self.active.state.thread, self._around.client
        domains = thread.allowed_image_domains if thread is not None else None
        if not isinstance(address, str):
            address = await client.preview_address(address)
        return await client.fetch_picture(address, allowed_domains=domains)

    async def transcribe(self, audio: bytes, mime_type: str) -> str:
        """What is said in a recording."""
        return await self.signing_in.through(
            lambda: self._around.client.transcribe(audio, mime_type), what=_("the recording")
        )
