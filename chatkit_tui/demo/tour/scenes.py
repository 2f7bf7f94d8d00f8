"""The registry of the tour: which words ask for which scene, and which actions belong to it.

Scene modules register themselves when they are imported; `all_scenes` imports them all. Help texts
are made from the registry, so that what can be asked for and what is listed never differ.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chatkit.types import ClientToolCallItem, WidgetItem

from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.tour.groups import GROUPS

if TYPE_CHECKING:
    from chatkit_tui.demo.tour.stage import Stage

Play = Callable[["Stage"], AsyncIterator[Event]]

Act = Callable[["Stage", WidgetItem | None, Any], AsyncIterator[Event]]
"""Reacts to an action with `payload` from a widget by a stream."""

ActAtOnce = Callable[["Stage", WidgetItem | None, Any], Coroutine[Any, Any, WidgetItem | None]]
"""Reacts to an action by what its widget becomes; None leaves it as it is."""

GoOn = Callable[["Stage", ClientToolCallItem], AsyncIterator[Event]]
"""Goes on after the client tool of the call item has answered."""

MODULES = (
    "guide",
    "messages",
    "sources",
    "workflows",
    "drawing",
    "cards",
    "components",
    "live_widgets",
    "forms",
    "buttons",
    "questions",
    "tools",
    "shop",
    "signals",
    "threads",
    "turns",
    "errors",
    "future",
    "echo",
)
"""Every module with scenes, in the order in which help lists them within a group."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Something the tour can show. `words` are phrases that ask for it, the first one in help.

    `raw` scenes send what the SDK's models do not know.
    """

    name: str
    group: str
    words: tuple[str, ...]
    about: str
    play: Play
    raw: bool = False


SCENES: dict[str, Scene] = {}
ACTIONS: dict[str, Act] = {}
ACTIONS_AT_ONCE: dict[str, ActAtOnce] = {}
AFTER_TOOL: dict[str, GoOn] = {}


def scene(group: str, *words: str, about: str, raw: bool = False) -> Callable[[Play], Play]:
    """Register the decorated function as a scene of `group`, asked for by any of `words`."""

    def register(play: Play) -> Play:
        SCENES[play.__name__] = Scene(play.__name__, group, words, about, play, raw)
        return play

    return register


def on_action(action_type: str) -> Callable[[Act], Act]:
    """Register the decorated function for actions of this type."""

    def register(act: Act) -> Act:
        ACTIONS[action_type] = act
        return act

    return register


def on_action_at_once(action_type: str) -> Callable[[ActAtOnce], ActAtOnce]:
    """Register the decorated function for actions of this type that are not streamed."""

    def register(act: ActAtOnce) -> ActAtOnce:
        ACTIONS_AT_ONCE[action_type] = act
        return act

    return register


def after_tool(name: str) -> Callable[[GoOn], GoOn]:
    """Register the decorated function to go on when the client tool `name` has answered."""

    def register(go_on: GoOn) -> GoOn:
        AFTER_TOOL[name] = go_on
        return go_on

    return register


def all_scenes() -> tuple[Scene, ...]:
    """Every scene, by group in the order of the tour."""
    for module in MODULES:
        import_module(f"chatkit_tui.demo.tour.{module}")
    order = {group.name: place for place, group in enumerate(GROUPS)}
    return tuple(sorted(SCENES.values(), key=lambda found: order[found.group]))
