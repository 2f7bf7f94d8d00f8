"""ChatKitController: the web component's methods and events, without a screen.

Commands that make a turn (`send_user_message`, `retry_after_item`, `submit_structured_input`,
streaming actions) return when the turn is over. What goes wrong on the way is state, not an
exception: see `active.state.error` and a row's `pending.error`. All other commands raise
ChatKitError when the server does not do what was asked. Any command may raise CommandRefused when
it collides with a load or a running response.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from chatkit_tui.controller.changes import (
    ActiveChanged,
    OptionsChanged,
    ThreadChanged,
    TurnChanged,
)
from chatkit_tui.controller.client_tools import ClientTools
from chatkit_tui.controller.conversation import Conversation, Surroundings
from chatkit_tui.controller.directory import ThreadDirectory
from chatkit_tui.controller.emitter import Emitter
from chatkit_tui.controller.file_commands import FileCommands
from chatkit_tui.controller.inputs import described, user_input
from chatkit_tui.controller.listeners import Listeners
from chatkit_tui.controller.lookups import Lookups
from chatkit_tui.controller.patience import Patience
from chatkit_tui.controller.retiring import retire
from chatkit_tui.controller.signing_in import SigningIn
from chatkit_tui.controller.tasks import TaskOwner
from chatkit_tui.controller.traffic import TrafficLog
from chatkit_tui.controller.view_commands import ViewCommands
from chatkit_tui.controller.web_events import WebEvents
from chatkit_tui.errors import CommandRefused
from chatkit_tui.options.checks import check_options
from chatkit_tui.translation import _, environment_locale
from chatkit_tui.transport.client import ChatKitClient

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.transport.event_stream import StreamMessage
    from chatkit_tui.transport.timeouts import Timeouts


class ChatKitController(ViewCommands, FileCommands):
    """Holds the conversations with one server; `active` is the one in front.

    A conversation whose turn runs goes on in the background when another one comes to the front.
    Make it inside the event loop that will use it, and `aclose` it in the end.
    """

    active: Conversation
    directory: ThreadDirectory
    options: ChatKitOptions

    def __init__(
        self,
        options: ChatKitOptions,
        *,
        cookie_file: Path | None = None,
        patience: Patience | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Raises ConfigurationError for options that cannot be used."""
        check_options(options)
        self.options = options
        self._cookie_file = cookie_file
        self._timeouts = timeouts
        self._patience = patience or Patience()
        self._tasks = TaskOwner()
        self._changes: Listeners[Conversation | None, Change] = Listeners("changes")
        self._messages: Listeners[str] = Listeners("stream events")
        self.traffic = TrafficLog()
        """What went over the wire, kept for whoever wants to look: an inspector, an integrator."""
        self._emitter = Emitter(self._tasks, self.traffic.happened)
        self._web_events = WebEvents(self._emitter)
        self.tools = ClientTools(lambda: self.options)
        """Runs client tools; a screen sets its `approve`."""
        self.signing_in = SigningIn()
        """Has the user asked for credentials where the server wants others; a screen sets `ask`."""
        self.lookups = Lookups(lambda: self.options, lambda: self._around.client)
        """Entities and commands of the options, for autocomplete and previews."""
        self.directory = ThreadDirectory(lambda change: self._changes(None, change))
        self._around = self._make_surroundings()
        self.active = Conversation(None, self._around)
        self._conversations = [self.active]
        self._announced: str | None = None
        asyncio.get_running_loop().call_soon(self._emitter.emit, "chatkit.ready")

    # -- watching ------------------------------------------------------------------------------

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        """The one in front, and those behind it that have something running or unsent."""
        return tuple(self._conversations)

    def subscribe(
        self, subscriber: Callable[[Conversation | None, Change], None]
    ) -> Callable[[], None]:
        """Call `subscriber` with every change (None for the directory); returns the way out."""
        return self._changes.add(subscriber)

    def on(self, name: str, handler: Callable[[dict[str, Any]], Any]) -> Callable[[], None]:
        """Listen to an event of the web component, such as "chatkit.error".

        The handler, plain or async, gets the event's detail with the names it has there
        (`threadId`, `error`, `name`, `data` ...); returns the way out.
        """
        return self._emitter.on(name, handler)

    def on_message(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Listen to every stream event as the server sent it: one JSON text each."""
        return self._messages.add(listener)

    # -- turns ---------------------------------------------------------------------------------

    async def send_user_message(
        self,
        text: str | None = None,
        *,
        content: Sequence[Mapping[str, Any]] | None = None,
        reply: str | None = None,
        attachments: Sequence[str | Mapping[str, Any]] = (),
        new_thread: bool = False,
        tool_choice: str | None = None,
        model: str | None = None,
    ) -> None:
        """Send and follow the whole turn, client tools included, to its end.

        Raises CommandRefused while loading or responding. What fails later is state, not an
        exception: see `active.state.error` and the row's `pending.error`. Cancelling this call
        stops the turn.
        """
        message = user_input(
            text,
            content=content,
            reply=reply,
            attachments=[described(each)["id"] for each in attachments],
            tool_choice=tool_choice,
            model=model,
        )
        if new_thread and (self.active.unsettled or not self.active.blank):
            await self._bring_to_front(Conversation(None, self._around))
        await self.active.send(message)

    async def retry_after_item(self, item_id: str | None = None) -> None:
        """Have the message at or before `item_id` answered anew; None is the thread's last one.

        A last message that could not be sent is sent again.
        """
        await self.active.retry(item_id)

    async def submit_structured_input(
        self, item_id: str, answers: Mapping[str, Sequence[str]]
    ) -> None:
        """Answer questions: values by question id; what has no value is skipped."""
        await self.active.submit(item_id, answers)

    async def send_custom_action(
        self, action: Mapping[str, Any], item_id: str | None = None
    ) -> None:
        """Run an action where it belongs: see `actions.route`. A streaming one is a turn."""
        await self.active.run_action(action, item_id)

    async def send_sync_action(self, action: Mapping[str, Any], item_id: str | None = None) -> None:
        """Run an action that changes one item; possible beside a running response."""
        await self.active.act_in_sync(action, item_id)

    async def stop(self) -> None:
        """Stop the running response; returns when what the server kept is shown.

        Raises CommandRefused when the server does not allow it.
        """
        await self.active.stop()

    # -- the thread in front -------------------------------------------------------------------

    async def set_thread_id(self, thread_id: str | None) -> None:
        """Put a thread in front, loading its newest items; None is a new thread.

        A running response goes on in the background. A load that another call supersedes ends
        quietly. Raises ChatKitError when the thread cannot be loaded.
        """
        if thread_id is not None and thread_id == self.active.thread_id:
            if self.active.state.thread is None and not self.active.loading:
                await self.active.load()
            return
        if thread_id is None and self.active.blank:
            return
        behind = self._behind(thread_id)
        target = behind or Conversation(thread_id, self._around)
        await self._bring_to_front(target)
        if self.active is not target:
            return
        if behind is None and thread_id is not None:
            await target.load()
        elif thread_id is not None and not target.turn.busy:
            await target.refresh()

    async def fetch_updates(self) -> None:
        """Read the thread in front again."""
        await self.active.refresh()

    async def load_older_items(self) -> None:
        """Read the next older items of the thread in front, if there are any."""
        await self.active.load_older()

    async def submit_feedback(
        self, item_ids: Sequence[str], kind: Literal["positive", "negative"]
    ) -> None:
        """Tell the server what the user thinks of an answer (`active.turn_item_ids(...)`)."""
        await self.active.give_feedback(item_ids, kind)

    # -- all threads ---------------------------------------------------------------------------

    async def list_threads(self, *, more: bool = False) -> None:
        """Read the list of threads into `directory`: anew, or the next page of it."""
        client = self._around.client
        await self.signing_in.through(
            lambda: self.directory.read(client, more=more), what=_("the list of threads")
        )

    async def knock(self) -> None:
        """See whether the server lets the user in, without asking him. Raises ChatKitError."""
        await self._around.client.list_threads(limit=1)

    async def rename_thread(self, thread_id: str, title: str) -> None:
        """Give a thread another title."""
        title = title.strip()
        if not title:
            raise CommandRefused(_("A title needs at least one letter."))
        thread = await self.signing_in.through(
            lambda: self._around.client.update_thread(thread_id, title), what=_("the new title")
        )
        known = [c.state.thread for c in self._conversations] + [*self.directory.threads]
        thread = thread or next((t for t in known if t is not None and t.id == thread_id), None)
        if thread is None:
            return
        thread = thread.changed(title=title)
        self.directory.put(thread, is_new=False)
        for conversation in self._conversations:
            if conversation.thread_id == thread_id:
                conversation.describe(thread)

    async def delete_thread(self, thread_id: str) -> None:
        """Delete a thread; when it was in front, a new one takes its place."""
        doomed = [c for c in self._conversations if c.thread_id == thread_id]
        if any(conversation.turn.busy for conversation in doomed):
            raise CommandRefused(_("A response is still running in this thread; stop it first."))
        await self.signing_in.through(
            lambda: self._around.client.delete_thread(thread_id), what=_("the deletion")
        )
        self.directory.remove(thread_id)
        for conversation in doomed:
            if conversation is self.active:
                await self._bring_to_front(Conversation(None, self._around))
            await self._close(conversation)

    # -- as a whole ----------------------------------------------------------------------------

    async def set_options(self, options: ChatKitOptions) -> None:
        """Use other options from now on; they replace the old ones as a whole.

        With another server everything begins anew; what still runs at the old one runs to its end.
        Raises ConfigurationError, and goes on with the old ones, where they cannot be used.
        """
        check_options(options)
        moved = (options.api, options.locale) != (self.options.api, self.options.locale)
        self.options = options
        if moved:
            old, left = self._around.client, self._conversations
            self._around = self._make_surroundings()
            self._conversations = []
            await self._bring_to_front(Conversation(None, self._around))
            self.directory.clear()
            self._tasks.start(retire(old, left), name="retire")
        self._changes(None, OptionsChanged())

    async def aclose(self) -> None:
        """Stop everything that runs and hang up. Nothing can be asked for afterwards."""
        for conversation in tuple(self._conversations):
            await conversation.aclose()
        await self._tasks.aclose()
        await self._around.client.aclose()

    # -- conversations -------------------------------------------------------------------------

    def _make_surroundings(self) -> Surroundings:
        client = ChatKitClient(
            self.options.api,
            locale=self.options.locale or environment_locale(),
            cookie_file=self._cookie_file,
            timeouts=self._timeouts,
            watcher=self.traffic,
        )
        return Surroundings(
            client=client,
            patience=self._patience,
            signing_in=self.signing_in,
            options=lambda: self.options,
            tell=self._tell,
            hear=self._hear,
            tools=self.tools,
            known_threads=lambda: self.directory.seen if self.directory.listed else None,
            is_taken=self._is_taken,
        )

    def _is_taken(self, asking: Conversation, thread_id: str) -> bool:
        others = (each for each in self._conversations if each is not asking)
        return any(each.thread_id == thread_id for each in others)

    def _behind(self, thread_id: str | None) -> Conversation | None:
        """The conversation in the background that has this thread, or that is becoming one.

        A new thread whose first message is not at the server yet comes back as the new thread.
        """
        behind = (each for each in self._conversations if each is not self.active)
        if thread_id is None and self.active.thread_id is None:
            return None
        return next((each for each in behind if each.thread_id == thread_id), None)

    async def _bring_to_front(self, conversation: Conversation) -> None:
        old, self.active = self.active, conversation
        if conversation not in self._conversations:
            self._conversations.append(conversation)
        self._tell(conversation, ActiveChanged())
        self._announce_thread()
        if old in self._conversations and not old.unsettled:
            await self._close(old)

    async def _close(self, conversation: Conversation) -> None:
        if conversation in self._conversations:
            self._conversations.remove(conversation)
        await conversation.aclose()

    # -- telling -------------------------------------------------------------------------------

    def _tell(self, conversation: Conversation, change: Change) -> None:
        thread, kept = conversation.state.thread, conversation in self._conversations
        if isinstance(change, ThreadChanged) and kept and thread is not None:
            self.directory.put(thread, is_new=conversation.began_here)
        self._changes(conversation, change)
        self._web_events.tell(conversation, change)
        if conversation is self.active:
            self._announce_thread()
        elif isinstance(change, TurnChanged) and kept and not conversation.worth_keeping:
            # Whoever comes back to the thread reads it anew.
            self._conversations.remove(conversation)

    def _announce_thread(self) -> None:
        thread_id = self.active.thread_id
        if thread_id != self._announced:
            self._announced = thread_id
            self._emitter.emit("chatkit.thread.change", threadId=thread_id)

    def _hear(self, message: StreamMessage) -> None:
        self.traffic.heard(message)
        if message.event is not None:
            self._messages(message.raw)
        else:
            data = {"problem": message.problem}
            self._emitter.emit("chatkit.log", name="event.unreadable", data=data)
