"""Messages that wait for the server or for the running response."""

from __future__ import annotations

from chatkit_tui.tui.composer.prompt import Prompt


class Outbox:
    """A queue of prompts of one conversation; an error holds it, and never empties it."""

    def __init__(self) -> None:
        self.prompts: list[Prompt] = []
        self.held = False

    def put(self, prompt: Prompt) -> None:
        """Queue `prompt` behind the others; the user's wish to send lifts a hold."""
        self.prompts.append(prompt)
        self.held = False

    def put_first(self, prompt: Prompt) -> None:
        """Queue `prompt` before the others: it was their first, and could not go yet."""
        self.prompts.insert(0, prompt)

    def release(self) -> None:
        """Go on after an error."""
        self.held = False

    def hold(self) -> None:
        """Keep what is queued until the user says otherwise."""
        self.held = bool(self.prompts)

    def next(self) -> Prompt | None:
        """Take the oldest prompt, None while held, empty, or waiting for files of it."""
        if self.held or not self.prompts or self.prompts[0].waits:
            return None
        return self.prompts.pop(0)

    def take(self, prompt: Prompt) -> bool:
        """Take this very prompt out again, to be edited or dropped; False when it has gone."""
        at = next((at for at, each in enumerate(self.prompts) if each is prompt), None)
        if at is None:
            return False
        del self.prompts[at]
        self.held = self.held and bool(self.prompts)
        return True
