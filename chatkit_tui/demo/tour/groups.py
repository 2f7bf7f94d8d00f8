"""The chapters of the tour. Light: the start screen shows them before the server SDK is loaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter; `prompt` is what the start screen sends for it, when it is shown there."""

    name: str
    title: str
    label: str
    prompt: str
    icon: str
    on_start: bool = True


GROUPS = (
    Group("guide", "Finding the way", "Take the tour", "Take the tour", "compass"),
    Group("messages", "Messages", "Markdown", "Show me Markdown", "square-text"),
    Group("sources", "Sources", "Sources", "Show me sources", "globe"),
    Group("workflows", "Workflows", "Workflows", "Show me a workflow", "bolt"),
    Group("pictures", "Pictures", "Pictures", "Draw a picture", "square-image", on_start=False),
    Group("widgets", "Widgets", "Widgets", "Show me widgets", "cube"),
    Group("forms", "Forms and actions", "Forms", "Show me a form", "notebook-pencil"),
    Group("questions", "Questions", "Questions", "Ask me something", "circle-question"),
    Group("tools", "Client tools", "Client tools", "Open a page", "desktop"),
    Group("signals", "Progress and notices", "Notices", "Show me notices", "info", on_start=False),
    Group("threads", "Threads and turns", "Threads", "Lock this thread", "keys", on_start=False),
    Group("errors", "Errors", "Errors", "Show me an error", "bug"),
    Group("unknown", "Things from the future", "Unknown", "Something unknown", "lab", False),
)
"""In the order of the tour."""
