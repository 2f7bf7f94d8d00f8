"""Conversation: one thread, what is done in it, and everything that runs for it."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from chatkit_tui.controller import errands, failures
from chatkit_tui.controller.actions import Route, on_the_wire, route
from chatkit_tui.controller.arrival import Before
from chatkit_tui.controller.changes import ErrorReported, LoadChanged
from chatkit_tui.controller.courier import Courier
from chatkit_tui.controller.history import History
from chatkit_tui.controller.inputs import answers_to
from chatkit_tui.controller.live_thread import LiveThread
from chatkit_tui.controller.recovery import Recovery
from chatkit_tui.controller.tasks import TaskOwner
from chatkit_tui.controller.turn import TurnRunner
from chatkit_tui.errors import ChatKitError, CommandRefused
from chatkit_tui.protocol.events import ThreadItemReplacedEvent
from chatkit_tui.protocol.items import (
    EndOfTurnItem,
    StructuredInputItem,
    UserMessageItem,
    WidgetItem,
)
from chatkit_tui.protocol.json_values import copy_json
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.client_tools import ClientTools
    from chatkit_tui.controller.patience import Patience
    from chatkit_tui.controller.signing_in import SigningIn
    from chatkit_tui.controller.state import Row, ThreadState, Turn, TurnError
    from chatkit_tui.options import ChatKitOptions
    from chatkit_tui.protocol.requests import FeedbackKind, UserMessageInput
    from chatkit_tui.protocol.threads import Thread
    from chatkit_tui.transport.client import ChatKitClient
    from chatkit_tui.transport.event_stream import StreamMessage

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a conversation needs from the program around it."""

    client: ChatKitClient
    patience: Patience
    signing_in: SigningIn
    options: Callable[[], ChatKitOptions]
    tell: Callable[[Conversation, Change], None]
    hear: Callable[[StreamMessage], None]
    tools: ClientTools
    known_threads: Callable[[], Collection[str] | None]
    """The ids of all threads listed so far, None before the first listing."""
    is_taken: Callable[[Conversation, str], bool]
    """Whether a thread belongs to another conversation."""


class Conversation:
    """A thread and its running turn. `thread_id` is None until the server has the thread."""

    def __init__(self, thread_id: str | None, around: Surroundings) -> None:
        self._around = around
        self._live = LiveThread(thread_id, lambda change: around.tell(self, change))
        self._history = History(around.client, self._live)
        recovery = Recovery(self._history, around.patience, around.signing_in)
        courier = Courier(self._history, recovery, around.patience, around.signing_in, around.hear)
        self._runner = TurnRunner(
            self._history,
            courier,
            recovery,
            around.patience,
            around.tools,
        )
        self._tasks = TaskOwner()
        self.began_here = thread_id is None
        """The thread was, or will be, created by a message sent from here."""
        self._unsure: list[errands.SendMessage] = []
        self.loading = False
        """The thread is being loaded or brought up to date."""
        self.loading_older = False
        self._older_read = asyncio.Event()
        """Nobody reads older items."""

    @property
    def state(self) -> ThreadState:
        return self._live.state

    @property
    def turn(self) -> Turn:
        return self._live.turn

    @property
    def thread_id(self) -> str | None:
        return self._live.thread_id

    @property
    def closed(self) -> bool:
        return self._tasks.closed

    @property
    def unsettled(self) -> bool:
        """Whether closing it would lose something.

        That is a running turn, an unsent message, or the memory of one whose fate is unknown.
        """
        unsent = any(row.pending is not None for row in self.state.rows)
        return self.turn.busy or unsent or any(each.is_unconfirmed for each in self._unsure)

    @property
    def worth_keeping(self) -> bool:
        """Whether it has something that reading the thread again would not show."""
        return self.unsettled or self.state.error is not None

    @property
    def blank(self) -> bool:
        """Whether nothing has been said here yet."""
        return self.thread_id is None and not self.state.rows and not self.turn.busy

    # -- reading -------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the thread's newest items; a failure is raised, and stays as `state.error`."""

        async def read(thread_id: str) -> None:
            try:
                await self._signed_in(lambda: self._history.load(thread_id), what=_("the thread"))
            except ChatKitError as error:
                self._live.fail(failures.turn_error(error))
                raise

        self._live.clear()
        await self._read(read)

    async def refresh(self) -> None:
        """Read the thread again and keep what stays the same. Raises ChatKitError."""
        self._require_free()
        await self._read(
            lambda it: self._signed_in(lambda: self._history.refresh(it), what=_("the thread"))
        )

    async def load_older(self) -> None:
        """Read older items, or wait while that runs; quietly nothing when there are none."""
        thread_id = self.thread_id
        if self.loading_older:
            await self._older_read.wait()
            return
        if thread_id is None or not self.state.has_older:
            return
        self._require_loaded()

        self.loading_older = True
        self._older_read.clear()
        self._live.tell(LoadChanged(True))
        try:
            reading = self._signed_in(
                lambda: self._history.load_older(thread_id), what=_("older messages")
            )
            await self._tasks.run(reading, name="load older items")
        finally:
            self.loading_older = False
            self._older_read.set()
            self._live.tell(LoadChanged(False))

    async def _read(self, how: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        thread_id = self._require_thread()
        self._require_loaded()

        self.loading = True
        self._live.tell(LoadChanged(True))
        try:
            await self._tasks.run(how(thread_id), name="load thread")
        finally:
            self.loading = False
            self._live.tell(LoadChanged(False))

    # -- turns ---------------------------------------------------------------------------------

    async def send(self, message: UserMessageInput) -> None:
        """Send a message and follow the turn to its end.

        The same words, after a try whose fate is unknown, are looked for before they are sent.
        """
        self._require_free()
        self._require_open()
        doubtful = self._take_doubtful(message)
        errand = doubtful or errands.SendMessage(
            self._history,
            message,
            Before.now(self.state, self._around.known_threads()),
            lambda thread_id: self._around.is_taken(self, thread_id),
        )
        try:
            await self._run(errand, look_first=doubtful is not None)
        finally:
            if errand.is_unsure:
                self._unsure.append(errand)

    def _take_doubtful(self, message: UserMessageInput) -> errands.SendMessage | None:
        """The earlier try to send the same, unless it has turned up at the server since."""
        self._unsure = [errand for errand in self._unsure if errand.is_unconfirmed]
        doubtful = next((e for e in self._unsure if e.message == message), None)
        if doubtful is not None:
            self._unsure.remove(doubtful)
            if doubtful.row is not None:
                self._history.discard(doubtful.row)
        return doubtful

    async def retry(self, item_id: str | None = None) -> None:
        """Have a message answered anew: the one at or before `item_id`, or the last one.

        A last message that could not be sent is sent again instead.
        """
        self._require_free()
        self._require_open()
        last = self.state.rows[-1] if self.state.rows else None
        if item_id is None and last is not None and last.pending is not None:
            self.discard(last)
            await self.send(last.pending.input)
            return
        message_id = self._message_at_or_before(item_id)
        if message_id is None:
            raise CommandRefused(_("There is no message here that could be answered again."))
        await self._run(errands.RetryAfter(self._history, message_id))

    async def submit(self, item_id: str, answers: Mapping[str, Sequence[str]]) -> None:
        """Answer the questions of a structured input item."""
        self._require_free()
        self._require_open()
        row = self.state.index.get(item_id)
        if row is None or not isinstance(row.item, StructuredInputItem):
            raise CommandRefused(_("There are no such questions in this thread."))
        submission = answers_to(row.item, answers)
        await self._run(errands.SubmitAnswers(self._history, item_id, submission))

    async def run_action(
        self, action: Mapping[str, Any], item_id: str | None = None
    ) -> TurnError | None:
        """Run an action where it belongs; what its turn ended with, where it is one."""
        match route(action):
            case Route.CLIENT:
                await self.act_here(action, item_id)
            case Route.SYNC:
                await self.act_in_sync(action, item_id)
            case Route.STREAM:
                return await self.act(action, item_id)
        return None

    async def act(self, action: Mapping[str, Any], item_id: str | None) -> TurnError | None:
        """Let the server handle an action, answering with a stream; why it failed, if it did."""
        self._require_free()
        self._require_thread()
        await self._run(errands.CustomAction(self._history, on_the_wire(action), item_id))
        return self.state.error

    async def stop(self) -> None:
        """Stop what runs; returns when what the server kept is shown."""
        await self._runner.stop()

    async def _run(self, errand: errands.Errand, *, look_first: bool = False) -> None:
        try:
            self._runner.begin(errand)
            await self._tasks.run(self._runner.run(look_first=look_first), name="turn")
        finally:
            self._runner.end()

    # -- other commands ------------------------------------------------------------------------

    async def act_in_sync(self, action: Mapping[str, Any], item_id: str | None) -> None:
        """Let the server handle an action that changes one item, also beside a running turn."""
        thread_id = self._require_thread()
        self._require_loaded()
        wire = on_the_wire(action)
        try:
            item = await self._signed_in(
                lambda: self._around.client.sync_custom_action(thread_id, item_id, wire),
                what=_("the action"),
            )
        except ChatKitError as error:
            self.report(error)
            raise
        if item is not None:
            self._live.apply(ThreadItemReplacedEvent(item=item))

    async def act_here(self, action: Mapping[str, Any], item_id: str | None) -> None:
        """Hand an action to the program's own handler. Raises ChatKitError when that raises."""
        handler = self._around.options().widgets.on_action
        if handler is None:
            raise CommandRefused(_("This program does not handle actions of widgets itself."))
        row = self.state.index.get(item_id or "")
        sender = row.item.as_json() if row and isinstance(row.item, WidgetItem) else {}
        try:
            result = handler(copy_json(on_the_wire(action)), copy_json(sender))
            if inspect.isawaitable(result):
                await result
        except ChatKitError:
            raise  # It says itself what went wrong, such as an action that was sent on.
        except Exception as error:
            log.exception("widgets.on_action raised")
            words = _("This program could not handle the action ({error}); the log says more.")
            failure = ChatKitError(words.format(error=type(error).__name__))
            self.report(failure)
            raise failure from error

    def report(self, error: ChatKitError) -> None:
        """Tell of an error that is no turn's: listeners of "chatkit.error" want to know."""
        self._live.tell(ErrorReported(error))

    async def give_feedback(self, item_ids: Sequence[str], kind: FeedbackKind) -> None:
        """Tell the server what the user thinks of an answer (`turn_item_ids`)."""
        thread_id = self._require_thread()
        await self._signed_in(
            lambda: self._around.client.send_feedback(thread_id, item_ids, kind),
            what=_("your feedback"),
        )

    def turn_item_ids(self, item_id: str) -> list[str]:
        """The ids of the whole answer an item belongs to, as feedback wants them."""
        ids: list[str] = []
        for row in self.state.rows:
            if isinstance(row.item, UserMessageItem):
                if item_id in ids:
                    break
                ids = []
            elif row.item.id:
                ids.append(row.item.id)
            if isinstance(row.item, EndOfTurnItem):
                if item_id in ids:
                    break
                ids = []
        return ids if item_id in ids else []

    def discard(self, row: Row) -> None:
        """Take out the row of a message that could not be sent: the text is the user's again."""
        if row.pending is not None and row.pending.error is None:
            raise CommandRefused(_("This message is still being sent; stop it first."))
        if row.pending is not None:
            self._history.discard(row)

    def describe(self, thread: Thread) -> None:
        """Take in what was learnt of the thread elsewhere."""
        self._history.adopt_thread(thread)

    async def _signed_in(self, request: Callable[[], Awaitable[T]], *, what: str) -> T:
        return await self._around.signing_in.through(request, what=what)

    async def wait_idle(self) -> None:
        """Wait until no turn runs."""
        await self._runner.wait_idle()

    async def aclose(self) -> None:
        """End everything that runs, for good."""
        await self._tasks.aclose()
        self._runner.end()

    # -- what stands in the way ----------------------------------------------------------------

    def _require_free(self) -> None:
        if self.turn.busy:
            raise CommandRefused(_("A response is still running; stop it or wait for its end."))
        self._require_loaded()

    def _require_loaded(self) -> None:
        if self._tasks.closed:
            raise CommandRefused(_("This conversation is closed."))
        if self.loading:
            raise CommandRefused(_("The thread is still loading; wait for it."))

    def _require_thread(self) -> str:
        if self.thread_id is None:
            raise CommandRefused(_("This needs a thread; send a message first."))
        return self.thread_id

    def _require_open(self) -> None:
        thread = self.state.thread
        if thread is not None and thread.status.type in ("locked", "closed"):
            locked, closed = _("This thread is locked."), _("This thread is closed.")
            words = locked if thread.status.type == "locked" else closed
            raise CommandRefused(getattr(thread.status, "reason", None) or words)

    def _message_at_or_before(self, item_id: str | None) -> str | None:
        found = item_id is None
        for row in reversed(self.state.rows):
            found = found or row.item.id == item_id
            if found and row.pending is None and isinstance(row.item, UserMessageItem):
                return row.item.id or None
        return None
