"""Keys that were pressed before there was anything to take them."""

from __future__ import annotations

from textual import events
from textual.app import App


class EarlyKeys(App[None]):
    """Keeps what is typed while the program starts, and plays it in order once it can be taken."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] | None = []

    async def on_event(self, event: events.Event) -> None:
        if self._early is None or not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._early.append(event)

    async def play_early_keys(self) -> None:
        """Something has the focus now: let it have the keys, and from here on all keys at once."""
        early, self._early = self._early or [], None
        for key in early:
            # Until the driver took over, the terminal itself turned Enter into a line feed.
            enter = key.key == "ctrl+j"
            await super().on_event(events.Key("enter", "\r") if enter else key)
