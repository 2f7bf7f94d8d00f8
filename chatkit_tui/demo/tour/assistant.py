"""The scripted assistant: finds the scene that was asked for and plays it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from chatkit.actions import Action
from chatkit.errors import CustomStreamError
from chatkit.store import NotFoundError
from chatkit.types import (
    ClientToolCallItem,
    StructuredInputItem,
    SyncCustomActionResponse,
    ThreadItem,
    ThreadMetadata,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
)

from chatkit_tui.demo.addresses import Addresses
from chatkit_tui.demo.opaque import Event
from chatkit_tui.demo.store import SqliteStore
from chatkit_tui.demo.tour.echo import echo
from chatkit_tui.demo.tour.guide import greet_stranger
from chatkit_tui.demo.tour.matching import find_scene
from chatkit_tui.demo.tour.pace import Pace
from chatkit_tui.demo.tour.questions import after_answers
from chatkit_tui.demo.tour.scenes import ACTIONS, ACTIONS_AT_ONCE, AFTER_TOOL, Play, all_scenes
from chatkit_tui.demo.tour.stage import Stage
from chatkit_tui.demo.tour.tools import after_any_tool


class TourAssistant:
    """Plays scenes; remembers only which messages it has been interrupted at once."""

    def __init__(self, store: SqliteStore, pace: Pace, addresses: Addresses) -> None:
        self._store = store
        self._pace = pace
        self._addresses = addresses
        self._interrupted: set[str] = set()
        self._scenes = all_scenes()

    async def respond(
        self, thread: ThreadMetadata, message: UserMessageItem | None
    ) -> AsyncIterator[Event]:
        """Play the scene the message asks for; without a message, go on where a scene stopped."""
        stage = self._stage(thread, message)
        answer = self._scene_for(message)(stage) if message else await self._continuation(stage)
        async for event in answer:
            yield event

    async def act(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None
    ) -> AsyncIterator[Event]:
        """React to a click."""
        handler = ACTIONS.get(action.type)
        if handler is None:
            raise CustomStreamError(f"The demo has no action '{action.type}'.")
        async for event in handler(self._stage(thread, None), sender, action.payload):
            yield event

    async def act_at_once(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None
    ) -> SyncCustomActionResponse:
        """React to a click that only changes its own widget; keeps the change."""
        handler = ACTIONS_AT_ONCE.get(action.type)
        if handler is None:
            raise NotFoundError(f"The demo has no action '{action.type}' that is not streamed.")
        updated = await handler(self._stage(thread, None), sender, action.payload)
        if updated is not None:
            await self._store.save_item(thread.id, updated, None)
        return SyncCustomActionResponse(updated_item=updated)

    def _scene_for(self, message: UserMessageItem) -> Play:
        """The scene asked for; a message that brings things along is at least played back."""
        said = [part.text for part in message.content if isinstance(part, UserMessageTextContent)]
        found = find_scene(" ".join(said), self._scenes)
        if found is not None:
            return found.play
        brings_things = (
            message.attachments or message.quoted_text or len(said) < len(message.content)
        )
        return echo if brings_things else greet_stranger

    async def _continuation(self, stage: Stage) -> AsyncIterator[Event]:
        """How the answer goes on after what the client has just sent."""
        item = await self._last_item(stage.thread)
        if isinstance(item, ClientToolCallItem):
            return AFTER_TOOL.get(item.name, after_any_tool)(stage, item)
        if isinstance(item, StructuredInputItem):
            return after_answers(stage, item)
        return greet_stranger(stage)

    async def _last_item(self, thread: ThreadMetadata) -> ThreadItem | None:
        page = await self._store.load_thread_items(thread.id, None, 1, "desc", None)
        return page.data[0] if page.data else None

    def _stage(self, thread: ThreadMetadata, message: UserMessageItem | None) -> Stage:
        return Stage(
            thread,
            message,
            store=self._store,
            pace=self._pace,
            addresses=self._addresses,
            interrupted=self._interrupted,
        )
