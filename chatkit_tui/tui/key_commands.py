"""Ctrl+P: what keys do, and what has no key, as commands to search for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.actions import parse
from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.types import IgnoreReturnCallbackType
from textual.widget import Widget

from chatkit_tui.translation import _
from chatkit_tui.tui.key_names import key_name
from chatkit_tui.tui.key_sections import EDITING, KeyLine, Section, key_lines, sections_of
from chatkit_tui.tui.transcript.transcript import Transcript

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.app import ChatKitApp
    from chatkit_tui.tui.view import ChatKitView

SEARCHED_ONLY = ("cursor_", "move", "scroll", "page", "up", "down", "first", "last", "number")
"""Beginnings of actions that are steps of a way; who wants one of them has a key in mind."""

KEYS_AT = 46
"""Cells before the column of keys."""

NEVER = frozenset({"app.palette"})
"""What is going on already."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done now; `keys` does the same, "" where no key does."""

    words: str
    keys: str
    run: IgnoreReturnCallbackType
    discovered: bool
    """Whether it is shown before anything is searched for."""


class KeyCommands(Provider):
    """Offers what can be done where the user is."""

    async def discover(self) -> Hits:
        for command in self._commands():
            if command.discovered:
                shown = _shown(Content(command.words), command.keys, self.app.size.width)
                yield DiscoveryHit(shown, command.run, text=command.words)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.words)
            if score > 0:
                shown = _shown(matcher.highlight(command.words), command.keys, self.app.size.width)
                yield Hit(score, shown, command.run, text=command.words)

    def _commands(self) -> Iterator[Command]:
        app = cast("ChatKitApp", self.app)
        # What can be done where the user is goes before what can be done everywhere.
        parts = sorted(sections_of(type(app)), key=lambda part: isinstance(app, part.node))
        for section in parts:
            node = _node_of(section, self.screen)
            if node is None:
                continue
            for line in key_lines(section.node, app.keymap):
                if line.id not in NEVER and _can_act(app, node, line):
                    run = partial(app.run_action, line.binding.action, node)
                    keys = " ".join(map(key_name, line.keys))
                    yield Command(line.description, keys, run, _discovered(section, line))
        for each in app.get_system_commands(self.screen):
            yield Command(each.title, "", each.callback, each.discover)


def _shown(words: Content, keys: str, width: int) -> Content:
    """The keys stand in a column of their own where there is room for one."""
    gap = max(2, KEYS_AT - words.cell_length) if width > KEYS_AT + 30 else 2
    return Content.assemble(words, " " * gap, (keys, "dim not bold")) if keys else words


def _discovered(section: Section, line: KeyLine) -> bool:
    return section.place != EDITING and not line.binding.action.startswith(SEARCHED_ONLY)


def _node_of(section: Section, screen: Screen[Any]) -> DOMNode | None:
    """The part of the program as it is on the screen, None when it is not."""
    if isinstance(screen.app, section.node):
        return screen.app
    if isinstance(screen, section.node):
        return screen
    if not issubclass(section.node, Widget):
        return None
    for node in screen.query(section.node):
        if all(each.display for each in node.ancestors_with_self if isinstance(each, Widget)):
            return node
    return None


def _can_act(app: ChatKitApp, node: DOMNode, line: KeyLine) -> bool:
    """Whether doing it would do something."""
    _place, name, parameters = parse(line.binding.action)
    if not node.check_action(name, parameters):
        return False
    view = app.view
    if isinstance(node, Transcript) and not node.rows:
        return False
    condition = _CONDITIONS.get(line.id)
    if view.controller is None:
        return condition is None or line.id == "view.retry"
    return condition is None or condition(view, view.controller)


def system_commands(app: ChatKitApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """What has no key."""
    from chatkit_tui.tui.thread_export import export_thread

    view = app.view
    yield SystemCommand(_("Change the theme"), "", app.action_change_theme)
    chat = view.controller
    if chat is not None and chat.active.state.thread is not None and screen is view.screen:
        export = _("Export the thread to a file")
        yield SystemCommand(export, "", lambda: view.run(export_thread(view)))


Condition = Callable[["ChatKitView", "ChatKitController"], bool]

_CONDITIONS: dict[str, Condition] = {
    "view.header_left": lambda _, chat: chat.options.header.left_action is not None,
    "view.header_right": lambda _, chat: chat.options.header.right_action is not None,
    "view.retry": lambda view, chat: (
        _idle_after_something(chat) and view.alerts.card.refusal is None
    ),
    "view.alerts": lambda view, _: view.alerts.card.error is not None or bool(view.banners.shown),
    "view.threads": lambda view, _: view.history.enabled,
    "composer.tools": lambda _, chat: bool(chat.options.composer.tools),
    "view.attach": lambda _, chat: chat.options.composer.attachments.enabled,
    "composer.models": lambda _, chat: bool(chat.options.composer.models),
    "transcript.retry": lambda view, chat: (
        chat.options.thread_item_actions.retry or view.alerts.card.error is not None
    ),
    "transcript.praise": lambda _, chat: chat.options.thread_item_actions.feedback,
    "transcript.blame": lambda _, chat: chat.options.thread_item_actions.feedback,
}
"""When a binding has something to act on, by its id. Of others it is not known beforehand."""


def _idle_after_something(chat: ChatKitController) -> bool:
    return not chat.active.turn.busy and bool(chat.active.state.rows)
