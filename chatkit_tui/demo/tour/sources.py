"""Sources: what an answer refers to, inline and at its end."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit.types import Annotation, EntitySource, FileSource, URLSource

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.scenes import scene
from chatkit_tui.demo.tour.stage import Stage

TEXT = """\
ChatKit streams server-sent events. The wire format is described in a file of your project, and \
Ada can tell you more. Some sources have no place in the text: they are listed only.
"""

WEB = URLSource(
    title="Server-sent events",
    url="https://html.spec.whatwg.org/multipage/server-sent-events.html",
    description="How a browser reads an event stream.",
    attribution="WHATWG",
    timestamp="2025-11-03",
    group="Standards",
)
FILE = FileSource(
    title="wire-format.md",
    filename="wire-format.md",
    description="Notes on the protocol",
    timestamp="yesterday",
    group="Project files",
)
ADA = EntitySource(
    title="Ada Lovelace",
    id="user_ada",
    icon="user",
    label="Colleague",
    inline_label="Ada",
    description="Analytical engines",
    interactive=True,
    data={"team": "engines", "room": "2.13"},
)
PLAIN = EntitySource(title="An entity with an icon only", id="entity_7", icon="cube")


@scene("sources", "sources", "annotations", "citations", about="Web, file and entity sources")
async def sources(stage: Stage) -> AsyncIterator[Event]:
    """Each kind of source, with and without a place in the text."""
    annotations = [
        Annotation(source=WEB, index=_after("server-sent events")),
        Annotation(source=FILE, index=_after("project")),
        Annotation(source=ADA, index=_after("Ada")),
        Annotation(source=PLAIN),
        Annotation(source=URLSource(title="No more than a title", url="https://example.com/")),
    ]
    async for event in stage.say(TEXT, annotations):
        yield event


@scene("sources", "many sources", "lots of sources", about="Twenty sources in one sentence")
async def many_sources(stage: Stage) -> AsyncIterator[Event]:
    """More markers than a line has room for."""
    annotations = [
        Annotation(
            source=URLSource(
                title=f"Result {n}", url=f"https://example.com/{n}", group=f"Page {n // 5}"
            ),
            index=len("Everybody says so."),
        )
        for n in range(20)
    ]
    async for event in stage.say("Everybody says so. Really everybody.", annotations):
        yield event


def _after(words: str) -> int:
    """Where the marker goes: behind `words`."""
    return TEXT.index(words) + len(words)
