"""What the user has in hand for one conversation: the text in the composer and the queue."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatkit_tui.tui.composer.outbox import Outbox


@dataclass
class Desk:
    """`written` is the composer's text; it is the draft on disk too, once `loaded`."""

    written: str = ""
    outbox: Outbox = field(default_factory=Outbox)
    loaded: bool = False
    filed_under: str | None = None
    """The thread id the draft was last kept under."""

    def put_back(self, text: str) -> None:
        """Text that could not be sent is the user's again, before what he wrote since."""
        self.written = "\n\n".join(filter(None, [text, self.written]))
