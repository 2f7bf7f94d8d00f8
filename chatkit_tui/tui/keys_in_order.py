"""Keys that come together, as over a slow line, act one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds that a key waits for the one before it; whoever is busy longer gets it out of order."""


class KeysInOrder(App[ReturnType]):
    """An app that looks at a key when the ones before it have had their effect.

    Textual looks priority bindings up as soon as a key arrives, and gives the others to who has
    the focus by then. Letters, what Enter caused and who is to have the focus are still on their
    way at that time: "hello", Enter, Ctrl+N would send "hello" to the new thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pressed: deque[events.Event] = deque()
        self._last: events.Event | None = None
        self._went_to: DOMNode | None = None
        """Who had the focus when the last key was given out."""

    async def on_event(self, event: events.Event) -> None:
        # A window that loses the focus loses it after the keys before: a key means that it has it.
        waits = isinstance(event, events.Key | events.Paste) or (
            bool(self._pressed) and isinstance(event, events.AppBlur | events.AppFocus)
        )
        if not waits or event.is_forwarded:
            await super().on_event(event)
            return
        self._pressed.append(event)
        if len(self._pressed) == 1:
            await self._look_at_first()

    async def _look_at_first(self) -> None:
        """Give the first key out, when its turn has come."""
        if not self._goes_on_typing(self._pressed[0]):
            await self._settle()
            if self.message_queue_size:
                # It is there that the focus moves, and that keys nobody took find a binding.
                self.call_later(self._give_out)
                return
        await self._give_out()

    async def _give_out(self) -> None:
        event = self._pressed.popleft()
        self._last, self._went_to = event, self.focused
        await super().on_event(event)
        if self._pressed:
            self.call_later(self._look_at_first)

    def _goes_on_typing(self, event: events.Event) -> bool:
        """Whether a letter follows a letter, in the same text: they queue up there."""
        same = self._went_to is self.focused and isinstance(self.focused, Input | TextArea)
        return same and _is_of_a_word(self._last) and _is_of_a_word(event)

    async def _settle(self) -> None:
        """Wait until everyone who may have got a key is through with it."""
        try:
            async with asyncio.timeout(PATIENCE):
                for start in (self._went_to, self.focused or self.screen):
                    for node in start.ancestors_with_self if start is not None else ():
                        if node is not self:
                            await _is_through(node)
        except TimeoutError:
            log.debug("A key did not wait for the one before it.")


def _is_of_a_word(event: events.Event | None) -> bool:
    character = event.character if isinstance(event, events.Key) else None
    return character is not None and (character.isalnum() or character == " ")


async def _is_through(node: MessagePump) -> None:
    """Wait until a part of the screen has no message left; one that is gone has none."""
    while True:
        came_to_it = asyncio.Event()
        if not node.call_later(came_to_it.set):
            return
        await came_to_it.wait()
        if not node.message_queue_size:
            return
