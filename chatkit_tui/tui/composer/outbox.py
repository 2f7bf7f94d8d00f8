"""Messages that wait for the server or for the running response."""

from __future__ import annotations


class Outbox:
    """A queue of texts of one conversation; an error holds it, and never empties it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.held = False

    def put(self, text: str) -> None:
        """Queue `text` behind the others; the user's wish to send lifts a hold."""
        self.texts.append(text)
        self.held = False

    def release(self) -> None:
        """Go on after an error."""
        self.held = False

    def hold(self) -> None:
        """Keep what is queued until the user says otherwise."""
        self.held = bool(self.texts)

    def next(self) -> str | None:
        """Take the oldest text, None while held or empty."""
        if self.held or not self.texts:
            return None
        return self.texts.pop(0)

    def take_back(self) -> str | None:
        """Take the newest text out again, to be edited."""
        text = self.texts.pop() if self.texts else None
        self.held = self.held and bool(self.texts)
        return text
