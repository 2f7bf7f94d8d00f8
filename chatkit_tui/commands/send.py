"""`chatkit-tui send`: one turn without a screen."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.exit_status import DONE, SERVER_ERROR, complain, status_of, tell
from chatkit_tui.commands.options import attach_option, server_options, thread_options
from chatkit_tui.commands.spoken import SpokenCommand
from chatkit_tui.translation import N_, _, plural

if TYPE_CHECKING:
    from chatkit_tui.backend import Backend
    from chatkit_tui.commands.output import Output
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.conversation import Conversation

OutputFormat = Literal["text", "json"]


@click.command(
    cls=SpokenCommand,
    short_help=N_("Send one message and print the answer."),
    help=N_(
        "Send one message, print the answer on stdout and all else on stderr.\n\n"
        'TEXT is the message; "-" stands for what comes on stdin. Without TEXT, stdin is read when'
        " it is not a terminal.\n\n"
        "\b\n"
        "Exit status: 0 done, 1 the server reported an error, 2 usage or configuration,\n"
        "3 authentication, 4 the server was not reached, 5 the connection ended before\n"
        "the answer did, 130 Ctrl+C, 143 SIGTERM."
    ),
)
@click.argument("words", nargs=-1, metavar="[TEXT|-]...")
@server_options
@thread_options
@attach_option
@click.option(
    "--output",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("json: each event as the server sent it, one a line."),
)
@click.option("-q", "--quiet", is_flag=True, help=N_("Nothing but errors on stderr."))
@click.option(
    "--wait",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    help=N_("How long to try to reach a server that is away or busy."),
)
@click.pass_context
def send(
    context: click.Context,
    /,
    words: tuple[str, ...],
    output_format: OutputFormat,
    quiet: bool,
    wait: float,
    **server: object,
) -> int:
    """Send one message, print the answer on stdout and all else on stderr."""
    choice = Choice.of(context)
    backend = choice.backend()
    text = message_text(words, attachments=bool(choice.attach))

    from chatkit_tui.commands.run import run

    async def turn(output: Output) -> int:
        from chatkit_tui.commands.connection import connected

        async with connected(backend, wait=wait) as controller:
            sender = _Turn(controller, backend, output, output_format, quiet=quiet)
            return await sender.run(text, choice.attach)

    return run(turn)


def message_text(words: tuple[str, ...], *, attachments: bool) -> str:
    """The message that the arguments and stdin make; raises UsageError when there is none.

    stdin is read only where it was named or is all there is: one that is open and silent, as cron
    and many programs hand it on, must not hold up a message that is complete.
    """
    if words.count("-") > 1:
        raise click.UsageError(_("stdin can be read once; give one '-'."))
    if not words and not attachments and sys.stdin is not None and not sys.stdin.isatty():
        words = ("-",)
    paragraphs: list[str] = []
    for from_stdin, group in itertools.groupby(words, lambda word: word == "-"):
        paragraphs.append(_stdin() if from_stdin else " ".join(group))
    text = "\n\n".join(filter(None, paragraphs))
    if not text.strip() and not attachments:
        raise click.UsageError(_("There is nothing to send; give a TEXT, or pipe one in."))
    return text


def _stdin() -> str:
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.read().decode("utf-8", "replace").strip("\r\n")


class _Turn:
    """One message, its answer, and what they come to."""

    def __init__(
        self,
        controller: ChatKitController,
        backend: Backend,
        output: Output,
        output_format: OutputFormat,
        *,
        quiet: bool,
    ) -> None:
        self._controller = controller
        self._backend = backend
        self._output = output
        self._json = output_format == "json"
        self._quiet = quiet
        self._terminal = os.isatty(output.descriptor)

    async def run(self, text: str, attachments: tuple[Path, ...]) -> int:
        from chatkit_tui.commands.answer import AnswerPrinter
        from chatkit_tui.commands.attaching import upload_all

        controller = self._controller
        await self._open_thread()
        told = (lambda _: None) if self._quiet or self._json else tell
        ids = await upload_all(controller, attachments, told) if attachments else []
        conversation = controller.active
        printer = AnswerPrinter(
            conversation,
            (lambda _: None) if self._json else self._write_text,
            told,
        )
        unread = conversation.state.bad_events
        leave = [controller.subscribe(printer)]
        if self._json:
            leave.append(controller.on_message(self._write_json))
        try:
            await controller.send_user_message(text or None, attachments=ids)
            printer.finish()
            # On a terminal what follows on stderr must not overtake the answer.
            await self._output.drain()
            self._tell_unread(conversation.state.bad_events - unread)
        finally:
            for each in leave:
                each()
            await self._remember(conversation)
        return outcome(conversation)

    def _tell_unread(self, count: int) -> None:
        if count and not self._json and not self._quiet:
            sentence = plural(
                "{count} event of the answer could not be read",
                "{count} events of the answer could not be read",
                count,
            )
            tell(sentence.format(count=count))

    async def _open_thread(self) -> None:
        """Load the thread to go on with, if any; raises what stands in the way."""
        thread_id = self._controller.options.initial_thread
        if thread_id is not None:
            await self._controller.set_thread_id(thread_id)

    async def _remember(self, conversation: Conversation) -> None:
        """Keep the thread for `--continue`, and say how to go on with it."""
        from chatkit_tui.errors import StorageError
        from chatkit_tui.profiles.last_thread import save_last_thread

        thread_id = conversation.thread_id
        if thread_id is None:
            return
        try:
            await asyncio.to_thread(save_last_thread, self._backend.server_key, thread_id)
        except StorageError as error:
            complain(error.message)
        if not self._quiet and self._output.failure is None:
            tell(_("thread {id}").format(id=thread_id))

    def _write_text(self, text: str) -> None:
        from chatkit_tui.display import display

        self._output.write(display(text) if self._terminal else text)

    def _write_json(self, message: str) -> None:
        from chatkit_tui.commands.json_lines import for_terminal, one_line

        line = one_line(message)
        self._output.write((for_terminal(line) if self._terminal else line) + "\n")


def outcome(conversation: Conversation) -> int:
    """The exit status of a turn that is over; says on stderr what went wrong."""
    error = conversation.state.error
    if error is None:
        return DONE
    complain(error.message, error.request_id)
    return SERVER_ERROR if error.cause is None else status_of(error.cause)
