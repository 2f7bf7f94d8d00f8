"""Who knows what can be chosen: entities of the integrator, commands of his and of this program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatkit_tui.errors import ChatKitError
from chatkit_tui.options import Command, Entity, EntitySelection, MenuSelection
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.composer.completion.choices import Choice
from chatkit_tui.tui.composer.completion.completer import matching
from chatkit_tui.tui.composer.completion.paths import PathSource
from chatkit_tui.tui.composer.completion.trigger import Kind

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.view import ChatKitView


def offer_completions(view: ChatKitView, controller: ChatKitController) -> None:
    """Let the composer of a view complete what its controller knows."""
    view.composer.complete_from(
        EntitySource(controller), PathSource(view, controller), CommandSource(view, controller)
    )
    show_at_sign(view, controller)


def show_at_sign(view: ChatKitView, controller: ChatKitController) -> None:
    """Show what mentions something by the mouse, where that is wanted."""
    shown = controller.options.entities.show_composer_menu
    view.composer.query("#at-sign").set(display=shown)


class EntitySource:
    """Entities, as the options find them."""

    kind = Kind.ENTITY

    def __init__(self, controller: ChatKitController) -> None:
        self._controller = controller

    @property
    def open(self) -> bool:
        return self._controller.lookups.finds_entities

    async def find(self, query: str) -> Sequence[Choice]:
        found = await self._controller.lookups.search_entities(query)
        # Those of a group stand together, wherever the search put them.
        groups = list(dict.fromkeys(each.group or "" for each in found))
        found.sort(key=lambda each: groups.index(each.group or ""))
        return [entity_choice(each) for each in found]

    def choose(self, value: Any, insert: Callable[[Entity], None]) -> Sequence[Choice] | None:
        insert(value)
        return None


def entity_choice(entity: Entity) -> Choice:
    """An entity as a line of the menu."""
    return Choice(entity.title, entity, icon=entity.icon, group=entity.group or "")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A command of this program: an action of the view."""

    name: str
    words: str
    """What it does; in English until it is shown."""
    action: str


BUILT_IN = (
    BuiltIn("new", N_("Begin a new thread"), "view.new_thread"),
    BuiltIn("threads", N_("Go to another thread"), "view.threads"),
    BuiltIn("find", N_("Find in the thread"), "view.find"),
    BuiltIn("retry", N_("Try the last message again"), "view.retry"),
    BuiltIn("stop", N_("Stop the response"), "view.interrupt"),
    BuiltIn("attach", N_("Attach files"), "view.attach"),
    BuiltIn("attachments", N_("Files of the thread"), "view.attachments"),
    BuiltIn("tools", N_("Choose a tool"), "composer.choose_tool"),
    BuiltIn("models", N_("Choose a model"), "composer.choose_model"),
    BuiltIn("history", N_("Search in what you wrote"), "composer.search_history"),
    BuiltIn("editor", N_("Write in $VISUAL"), "input.edit_outside"),
    BuiltIn("dictate", N_("Speak the message"), "view.dictate"),
    BuiltIn("transcribe", N_("Write down an audio file"), "view.transcribe"),
    BuiltIn("export", N_("Write the thread to a file"), "export"),
    BuiltIn("keys", N_("All keys"), "app.keys"),
    BuiltIn("inspector", N_("Requests and events, live"), "app.inspector"),
    BuiltIn("theme", N_("Change the theme"), "app.change_theme"),
    BuiltIn("quit", N_("Quit"), "app.quit"),
)


class CommandSource:
    """The commands of this program, and those of the options behind them."""

    kind = Kind.COMMAND

    def __init__(self, view: ChatKitView, controller: ChatKitController) -> None:
        self._view = view
        self._controller = controller

    @property
    def open(self) -> bool:
        return self._controller.options.commands.enabled

    async def find(self, query: str) -> Sequence[Choice]:
        lookups = self._controller.lookups
        group = _("This program") if lookups.knows_commands else ""
        known = [Choice(f"/{each.name}", each, _(each.words), group=group) for each in BUILT_IN]
        own = matching(known, query)
        theirs = [command_choice(each) for each in await lookups.search_commands(query)]
        return [*theirs, *own]

    def choose(self, value: Any, insert: Callable[[Entity], None]) -> Sequence[Choice] | None:
        match value:
            case BuiltIn():
                self._view.call_next(self._do, value)
            case Command():
                self._view.run(self._select(value, insert))
        return None

    async def _select(self, command: Command, insert: Callable[[Entity], None]) -> None:
        selection = await self._controller.lookups.select_command(command)
        match selection:
            case EntitySelection(entity=entity):
                insert(entity)
            case MenuSelection(commands=commands):
                self._view.composer.offer_menu([command_choice(each) for each in commands])

    async def _do(self, command: BuiltIn) -> None:
        view = self._view
        node, _dot, action = command.action.rpartition(".")
        if action == "export":
            from chatkit_tui.tui.thread_export import export_thread

            view.run(export_thread(view))
            return
        places = {"view": view, "composer": view.composer, "input": view.composer.input}
        if not await view.app.run_action(action, places.get(node, view.app)):
            raise ChatKitError(_("/{name} cannot be done now.").format(name=command.name))


def command_choice(command: Command) -> Choice:
    """A command of the integrator as a line of the menu."""
    return Choice(
        command.label, command, command.description or "", command.icon, command.group or ""
    )
