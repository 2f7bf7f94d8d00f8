"""ChatKitController: the web component's methods and events, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from chatkit_tui.controller.changes import Change
    from chatkit_tui.controller.conversation import Conversation
    from chatkit_tui.controller.directory import ThreadDirectory
    from chatkit_tui.options import ChatKitOptions


class ChatKitController:
    """Holds the conversations with one server; `active` is the one in front."""

    active: Conversation
    directory: ThreadDirectory
    options: ChatKitOptions

    def __init__(self, options: ChatKitOptions, *, cookie_file: Path | None = None) -> None: ...

    def subscribe(
        self, subscriber: Callable[[Conversation | None, Change], None]
    ) -> Callable[[], None]:
        """Call `subscriber` with every change (None for the directory); returns the way out."""
        raise NotImplementedError

    def on(self, name: str, handler: Callable[[dict[str, Any]], Any]) -> Callable[[], None]:
        """Listen to an event of the web component, such as "chatkit.error"."""
        raise NotImplementedError

    def on_message(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Listen to every stream event as the server sent it: one JSON text each."""
        raise NotImplementedError

    async def send_user_message(
        self,
        text: str | None = None,
        *,
        content: Sequence[Mapping[str, Any]] | None = None,
        reply: str | None = None,
        attachments: Sequence[str] = (),
        new_thread: bool = False,
        tool_choice: str | None = None,
        model: str | None = None,
    ) -> None:
        """Send and follow the whole turn, client tools included, to its end.

        Raises CommandRefused while loading or responding. What fails later is state, not an
        exception: see `active.state.error` and the row's `pending.error`.
        """

    async def set_thread_id(self, thread_id: str | None) -> None:
        """Put a thread in front, loading its newest items; None is a new thread."""

    async def send_custom_action(
        self, action: Mapping[str, Any], item_id: str | None = None
    ) -> None: ...

    async def send_sync_action(
        self, action: Mapping[str, Any], item_id: str | None = None
    ) -> None: ...

    async def fetch_updates(self) -> None: ...

    async def stop(self) -> None: ...

    async def retry_after_item(self, item_id: str | None = None) -> None: ...

    async def submit_feedback(
        self, item_ids: Sequence[str], kind: Literal["positive", "negative"]
    ) -> None: ...

    async def submit_structured_input(
        self, item_id: str, answers: Mapping[str, Sequence[str]]
    ) -> None: ...

    async def load_older_items(self) -> None: ...

    async def list_threads(self, *, more: bool = False) -> None: ...

    async def rename_thread(self, thread_id: str, title: str) -> None: ...

    async def delete_thread(self, thread_id: str) -> None: ...

    async def aclose(self) -> None: ...
