"""What a program may ask of the view, whatever draws it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_tui.controller.changes import ComposerFocused, ComposerSet, HistoryToggled, Keep
from chatkit_tui.controller.deeplinks import read_deeplink
from chatkit_tui.controller.inputs import described
from chatkit_tui.errors import CommandRefused
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.emitter import Emitter


class ViewCommands:
    """The part of a controller that tells the view what to show."""

    active: Conversation
    _emitter: Emitter

    def _tell(self, conversation: Conversation, change: Change) -> None:
        raise NotImplementedError

    async def set_composer_value(
        self,
        *,
        text: str | None = None,
        content: Sequence[Mapping[str, Any]] | None = None,
        reply: str | None = None,
        attachments: Sequence[str | Mapping[str, Any]] | None = None,
        files: Sequence[str | os.PathLike[str]] | None = None,
        selected_tool_id: str | Keep | None = Keep.KEEP,
        selected_model_id: str | None = None,
    ) -> None:
        """Set parts of the composer without sending; what is not given stays.

        `attachments` are at the server already: ids, or objects with `id`, `name` and `mime_type`.
        `files` are uploaded. Either takes the place of what was attached.
        """
        change = ComposerSet(
            text=text,
            content=None if content is None else tuple(content),
            reply=reply,
            attachments=None if attachments is None else tuple(map(described, attachments)),
            files=None if files is None else tuple(map(Path, files)),
            selected_tool_id=selected_tool_id,
            selected_model_id=selected_model_id,
        )
        self._tell(self.active, change)
        if not isinstance(selected_tool_id, Keep):
            self._emitter.emit("chatkit.tool.change", toolId=selected_tool_id)

    async def focus_composer(self) -> None:
        """Ask the view to put the cursor into the composer."""
        self._tell(self.active, ComposerFocused())

    async def show_history(self) -> None:
        """Ask the view to show the list of threads."""
        self._tell(self.active, HistoryToggled(True))
        self._emitter.emit("chatkit.history.open")

    async def hide_history(self) -> None:
        """Ask the view to go back to the thread."""
        self._tell(self.active, HistoryToggled(False))
        self._emitter.emit("chatkit.history.close")

    def open_deeplink(self, address: str) -> None:
        """Tell listeners of "chatkit.deeplink" that the user followed a `chatkit-link://`."""
        read = read_deeplink(address)
        if read is None:
            raise CommandRefused(_("This is no link into the program."))
        self._emitter.emit("chatkit.deeplink", name=read[0], data=read[1])
