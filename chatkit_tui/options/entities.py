"""What can be mentioned with `@`, and what the command menu of `/` offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that a message can refer to: a person, a document, an order."""

    id: str
    title: str
    icon: str | None = None
    """A ChatKit icon name."""
    interactive: bool | None = None
    """Whether it can be clicked and previewed where it is mentioned."""
    group: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    """Goes to the server, and to callbacks, exactly as it is."""


TagSearch = Callable[[str], Sequence[Entity] | Awaitable[Sequence[Entity]]]
"""Finds entities for what was typed behind `@`. May be async."""

EntityHandler = Callable[[Entity], Any | Awaitable[Any]]
"""Is told of an entity that was chosen. May be async."""

PreviewRequest = Callable[[Entity], Mapping[str, Any] | Awaitable[Mapping[str, Any] | None] | None]
"""The preview of an entity: `{"preview": a Basic widget as JSON}`, or None. May be async."""


@dataclass(frozen=True, slots=True)
class EntitiesOption:
    """How entities are found, opened and previewed."""

    on_tag_search: TagSearch | None = None
    search_url: str | None = None
    """Without `on_tag_search`: `GET search_url?q=…` finds entities, with the API's credentials."""
    on_click: EntityHandler | None = None
    on_request_preview: PreviewRequest | None = None
    show_composer_menu: bool = False
    """Whether the composer shows an `@` to click."""
    preview_actions: tuple[str, ...] = ()
    """Types of the actions that a preview may run; all others do nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the command menu."""

    id: str
    label: str
    description: str | None = None
    icon: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class EntitySelection:
    """Choosing a command puts this entity into the message."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class MenuSelection:
    """Choosing a command opens another menu."""

    commands: tuple[Command, ...]


CommandSelection = EntitySelection | MenuSelection

CommandSearch = Callable[[str], Sequence[Command] | Awaitable[Sequence[Command]]]
"""Finds commands for what was typed behind `/`. May be async."""

CommandHandler = Callable[[Command], CommandSelection | Awaitable[CommandSelection | None] | None]
"""Runs a command; None where there is nothing more to choose. May be async."""


@dataclass(frozen=True, slots=True)
class CommandsOption:
    """The command menu of the composer."""

    enabled: bool = True
    on_search: CommandSearch | None = None
    on_select: CommandHandler | None = None
