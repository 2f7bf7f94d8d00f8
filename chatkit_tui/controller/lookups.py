"""What an integrator's callbacks know of entities and commands, checked before it is used."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.errors import ChatKitError, CommandRefused, ConfigurationError
from chatkit_tui.options import Command, CommandSelection, Entity, EntitySelection, MenuSelection
from chatkit_tui.options.checks import check_command, check_entity
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.transport.client import ChatKitClient

log = logging.getLogger(__name__)


class Lookups:
    """Asks the callbacks of the options of the moment. Every method may raise ChatKitError.

    Searches and previews that are plain functions run in a thread, since they may block; handlers
    of what the user chose run on the loop, since they may touch a screen.
    """

    def __init__(
        self, options: Callable[[], ChatKitOptions], client: Callable[[], ChatKitClient]
    ) -> None:
        self._options = options
        self._client = client

    @property
    def finds_entities(self) -> bool:
        """Whether there is anything to be found behind an at sign."""
        entities = self._options().entities
        return entities.on_tag_search is not None or entities.search_url is not None

    @property
    def knows_commands(self) -> bool:
        """Whether the integrator has commands of his own."""
        return self._options().commands.on_search is not None

    async def search_entities(self, query: str) -> list[Entity]:
        """The entities for what was typed, from the callback or from the search address."""
        option = self._options().entities
        if option.on_tag_search is not None:
            name = "entities.on_tag_search"
            found = await _asked(name, option.on_tag_search, query)
        elif option.search_url is not None:
            return await self._client().search_entities(option.search_url, query)
        else:
            return []
        return [check_entity(each, f"{name}: [{n}]") for n, each in enumerate(_listed(name, found))]

    async def search_commands(self, query: str) -> list[Command]:
        """The integrator's commands for what was typed."""
        search = self._options().commands.on_search
        if search is None:
            return []
        name = "commands.on_search"
        found = await _asked(name, search, query)
        listed = enumerate(_listed(name, found))
        return [check_command(each, f"{name}: [{n}]") for n, each in listed]

    async def select_command(self, command: Command) -> CommandSelection | None:
        """Run one of the integrator's commands: what is to be inserted, or chosen next."""
        handler = self._options().commands.on_select
        if handler is None:
            raise CommandRefused(_("This program does not handle commands."))
        selection = await _handled("commands.on_select", handler, command)
        if selection is None or isinstance(selection, EntitySelection | MenuSelection):
            return selection
        raise ConfigurationError(
            "commands.on_select must return an EntitySelection, a MenuSelection or None, not "
            f"{type(selection).__name__}."
        )

    async def entity_clicked(self, entity: Entity) -> bool:
        """Tell the integrator that an entity was chosen; False where he does not want to know."""
        handler = self._options().entities.on_click
        if handler is None:
            return False
        await _handled("entities.on_click", handler, entity)
        return True

    async def preview_of(self, entity: Entity) -> dict[str, Any] | None:
        """The widget that shows what an entity is, as JSON; None where there is none."""
        request = self._options().entities.on_request_preview
        if request is None:
            return None
        answer = await _asked("entities.on_request_preview", request, entity)
        widget = answer.get("preview") if isinstance(answer, Mapping) else answer
        if widget is None or isinstance(widget, dict):
            return widget
        raise ConfigurationError("entities.on_request_preview must return a widget as a dict.")


def _listed(name: str, found: object) -> Sequence[object]:
    if isinstance(found, Sequence) and not isinstance(found, str | bytes):
        return found
    raise ConfigurationError(f"{name} must return a list, not {type(found).__name__}.")


async def _asked(name: str, callback: Callable[[Any], Any], argument: object) -> Any:
    """What a callback answers; a plain one is asked in a thread."""
    if inspect.iscoroutinefunction(callback):
        return await _handled(name, callback, argument)
    try:
        answer = await in_daemon_thread(lambda: callback(argument), name=name)
        return await answer if inspect.isawaitable(answer) else answer
    except Exception as error:
        raise _failed(name, error) from error


async def _handled(name: str, callback: Callable[[Any], Any], argument: object) -> Any:
    """What a callback answers that is called on the loop."""
    try:
        answer = callback(argument)
        return await answer if inspect.isawaitable(answer) else answer
    except Exception as error:
        raise _failed(name, error) from error


def _failed(name: str, error: Exception) -> ChatKitError:
    if isinstance(error, ChatKitError):
        return error
    # What the exception says may hold secrets of this machine: it goes to the log only.
    log.error("%s raised", name, exc_info=error)
    words = _("{name} failed ({error}); the log says why.")
    return ChatKitError(words.format(name=name, error=type(error).__name__))
