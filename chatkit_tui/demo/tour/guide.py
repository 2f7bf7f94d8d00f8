"""Help: what the tour can show and the words to say. Made from the registry."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.groups import GROUPS, Group
from chatkit_tui.demo.tour.scenes import all_scenes, scene
from chatkit_tui.demo.tour.stage import Stage

WELCOME = """\
# The tour

I am a script: no model, no network, and I know only what is listed here. Say the **bold words** in
any sentence, and I show what a real assistant could send at that point.
"""

STRANGER = """\
I am only a script and did not find anything to show in that. Try one of these: {some}. Or say
**tour** for the whole list.

(With `OPENAI_API_KEY` or `OPENAI_BASE_URL` in the environment, a real model answers instead.)
"""


@scene("guide", "tour", "help", "menu", "contents", "what can you do", about="This list")
async def tour(stage: Stage) -> AsyncIterator[Event]:
    """Everything that can be asked for, by group."""
    parts = [WELCOME, *(_chapter(group) for group in GROUPS)]
    async for event in stage.say("\n".join(parts)):
        yield event


@scene("guide", "hello", "hi", "hey", "good morning", about="A greeting in return")
async def hello(stage: Stage) -> AsyncIterator[Event]:
    """A short answer."""
    async for event in stage.say("Hello! Say **tour**, and I list what I can show you."):
        yield event


async def greet_stranger(stage: Stage) -> AsyncIterator[Event]:
    """A friendly way out for words that ask for nothing here."""
    some = ", ".join(f"*{group.prompt}*" for group in GROUPS[1:] if group.on_start)
    async for event in stage.say(STRANGER.format(some=some)):
        yield event


def _chapter(group: Group) -> str:
    lines = [
        f"- **{found.words[0]}**: {found.about}"
        for found in all_scenes()
        if found.group == group.name
    ]
    return f"### {group.title}\n" + "\n".join(lines) + "\n"
