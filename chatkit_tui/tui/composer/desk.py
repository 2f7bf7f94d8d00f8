"""What the user has in hand for one conversation: the prompt in the composer and the queue."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatkit_tui.tui.composer.outbox import Outbox
from chatkit_tui.tui.composer.prompt import Prompt


@dataclass(eq=False)
class Desk:
    """`written` is what the composer holds; it is the draft on disk too, once `loaded`."""

    written: Prompt = field(default_factory=Prompt)
    outbox: Outbox = field(default_factory=Outbox)
    loaded: bool = False
    filed_under: str | None = None
    """The thread id the draft was last kept under."""
    goes_on: bool = False
    """The user sent this after he had stopped the response: its end holds up nothing."""

    def put_back(self, prompt: Prompt) -> None:
        """What could not be sent is the user's again, before what he wrote since."""
        self.written = prompt.before(self.written)
