"""The first start: which server, tried before the chat begins, and whether to keep it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Static
from textual.worker import Worker

from chatkit_tui.display import display
from chatkit_tui.errors import ChatKitError
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.new_config import can_be_written, write_first_config
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.typed_credential import with_credential
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.first_connection import profile_at, try_out
from chatkit_tui.tui.status import SEPARATOR

ONLY_THIS_TIME = N_("Only this time")

Complete = Callable[[Profile], Profile]
"""Adds to a profile what the command line said; raises ChatKitError."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What the user chose; `typed_credential` tells that a credential ends with this run."""

    profile: Profile
    typed_credential: bool = False


class ConnectScreen(Screen[None]):
    """Asks for an address or the demo; `Done` tells the answer, None when there is none."""

    # A default screen's CSS_PATH is not read.
    DEFAULT_CSS = Path(__file__).with_name("connect.tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Stop asking the server, or leave", id="connect.back"),
        Binding("f2", "demo", "Take the demo", id="connect.demo", priority=True),
        Binding("down", "app.focus_next", "Next field", id="connect.next"),
        Binding("up", "app.focus_previous", "Previous field", id="connect.previous"),
    ]

    @dataclass
    class Done(Message):
        """The user is through with the screen."""

        connection: Connection | None

    def __init__(self, complete: Complete) -> None:
        super().__init__()
        self._complete = complete
        self._connection: Connection | None = None
        self._asking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="connect", can_focus=False):
            yield Static(_("Which ChatKit server?"), id="connect-title", markup=False)
            with Container(id="connect-form"):
                yield Static(_("Address"), classes="label", markup=False)
                yield Input(placeholder="https://host/path", id="address")
                yield Static(
                    _("Token or “Header: value”, if it wants one; it is not kept"),
                    classes="label",
                    markup=False,
                )
                yield Input(password=True, id="credential")
                with Horizontal(classes="buttons"):
                    yield Button(_("Connect"), id="connect-go", variant="primary", compact=True)
                    yield Button(_("Demo") + " (F2)", id="connect-demo", compact=True)
            yield Static(id="connect-message", markup=False)
            with Horizontal(id="connect-keep", classes="buttons"):
                yield Button(_("Keep it"), id="keep", variant="primary", compact=True)
                yield Button(_(ONLY_THIS_TIME), id="once", compact=True)

    def on_mount(self) -> None:
        self.query_one("#connect-keep").display = False
        self._say(_hint())
        self.query_one("#address").focus()

    def _say(self, text: str, *, trouble: bool = False) -> None:
        message = self.query_one("#connect-message", Static)
        message.set_class(trouble, "-error")
        message.update(Content(display(text)))
        self.call_after_refresh(message.scroll_visible, animate=False)

    # -- asking --------------------------------------------------------------------------------

    @on(Input.Submitted)
    @on(Button.Pressed, "#connect-go")
    def _go(self) -> None:
        credential = self.query_one("#credential", Input).value
        try:
            bare = profile_at(self.query_one("#address", Input).value)
            profile = with_credential(self._complete(bare), credential)
        except ChatKitError as error:
            self._say(str(error), trouble=True)
        else:
            self._ask(Connection(profile, bool(credential.strip())))

    @on(Button.Pressed, "#connect-demo")
    def action_demo(self) -> None:
        try:
            profile = self._complete(Profile(demo=True))
        except ChatKitError as error:
            self._say(str(error), trouble=True)
        else:
            self._ask(Connection(profile))

    def _ask(self, connection: Connection) -> None:
        if self._connection is not None:
            return
        demo = connection.profile.demo
        self._say(_("Starting the demo…") if demo else _("Asking the server…"))
        self._start(self._try_out(connection))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._asking = self.run_worker(work, group="connect", exclusive=True)

    async def _try_out(self, connection: Connection) -> None:
        try:
            answer = await try_out(connection.profile)
        except ChatKitError as error:
            self._say(str(error), trouble=True)
            return
        finally:
            self._asking = None
        self._connection = connection
        if not await asyncio.to_thread(can_be_written):
            self.post_message(self.Done(connection))
            return
        words = [answer, _("Keep it as your default, in {file}?").format(file=config_file())]
        if connection.typed_credential:
            words.append(_("The token is not written."))
        self._say(" ".join(words))
        self.query_one("#connect-form").display = False
        self.query_one("#connect-keep").display = True
        self.query_one("#keep").focus()

    # -- keeping -------------------------------------------------------------------------------

    @on(Button.Pressed, "#once")
    def _once(self) -> None:
        self.post_message(self.Done(self._connection))

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        self._start(self._write())

    async def _write(self) -> None:
        connection = self._connection
        assert connection is not None
        try:
            profile = await asyncio.to_thread(write_first_config, connection.profile)
        except ChatKitError as error:
            way_out = _("“{button}” goes on without it.").format(button=_(ONLY_THIS_TIME))
            self._say(f"{error} {way_out}", trouble=True)
            self.query_one("#once").focus()
            return
        finally:
            self._asking = None
        self.post_message(self.Done(Connection(profile, connection.typed_credential)))

    def action_back(self) -> None:
        """Esc: what is being asked, then the way back to the form, then the screen."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
            self._say(_("Stopped."))
        elif self._connection is not None:
            self._connection = None
            self.query_one("#connect-keep").display = False
            self.query_one("#connect-form").display = True
            self._say("")
            self.query_one("#address").focus()
        else:
            self.post_message(self.Done(None))


def _hint() -> str:
    connects = _("{key} connects").format(key="Enter")
    goes_on, leaves = _("{key} goes on"), _("{key} leaves")
    return SEPARATOR.join([connects, goes_on.format(key="Tab"), leaves.format(key="Esc")])
