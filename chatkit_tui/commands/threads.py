"""`chatkit-tui threads`: what the server keeps, without a screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.exit_status import DONE, tell
from chatkit_tui.commands.options import server_options
from chatkit_tui.commands.spoken import SpokenGroup
from chatkit_tui.errors import ProtocolError, StorageError
from chatkit_tui.export.formats import FORMATS, Format
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from chatkit_tui.commands.output import Output
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.controller.state import ThreadState
    from chatkit_tui.protocol.base import WireModel
    from chatkit_tui.protocol.items import ThreadItem
    from chatkit_tui.protocol.threads import Thread

WAIT = 10.0
"""Seconds to try to reach a server that is away or busy."""

PAGE_LIMIT = 1000
"""Pages after which a list is taken to grow for ever."""

_output_option = click.option(
    "--output",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("json: one JSON object a line, as the server sent it."),
)


@click.group(
    cls=SpokenGroup,
    short_help=N_("List the threads of a server, or show one."),
    help=N_("List the threads of a server, or show one."),
)
@server_options
def threads(**server: object) -> None:
    """List the threads of a server, or show one."""


@threads.command(
    "list", help=N_("List the threads: id, time, status and title, with tabs between them.")
)
@server_options
@_output_option
@click.option(
    "-n", "--limit", metavar="N", type=click.IntRange(min=1), help=N_("No more than N threads.")
)
@click.pass_context
def list_threads(
    context: click.Context, /, output_format: str, limit: int | None, **server: object
) -> int:
    """List the threads, the newest first."""

    async def command(controller: ChatKitController, output: Output) -> None:
        directory = controller.directory
        await controller.list_threads()
        shown, pages = 0, 0
        while True:
            for thread in directory.threads[shown:limit]:
                shown += 1
                output.write(_json(thread, output) if output_format == "json" else _row(thread))
            if not directory.has_more or shown == limit:
                return
            pages += 1
            if limit is None and pages == PAGE_LIMIT:
                await output.drain()
                raise _without_end(
                    N_(
                        "The server's list did not end after {count:,} pages;"
                        " --limit N reads on to N threads."
                    )
                )
            await controller.list_threads(more=True)

    return _run(context, command)


@threads.command("show", help=N_("Show the items of a thread, the oldest first."))
@click.argument("thread_id", metavar="ID")
@server_options
@_output_option
@click.pass_context
def show_thread(
    context: click.Context, /, thread_id: str, output_format: str, **server: object
) -> int:
    """Show the items of a thread, the oldest first."""

    async def command(controller: ChatKitController, output: Output) -> None:
        state = await _whole(controller, thread_id)
        for row in state.rows:
            item = row.item
            output.write(_json(item, output) if output_format == "json" else _entry(item, output))
        if state.has_older:
            await output.drain()
            raise _without_end(
                N_(
                    "The server's list did not end after {count:,} pages;"
                    " only the newest items were shown."
                )
            )

    return _run(context, command)


@threads.command("export", help=N_("Write a whole thread to a file or to stdout."))
@click.argument("thread_id", metavar="ID")
@server_options
@click.option(
    "-f",
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default="md",
    show_default=True,
    help=N_("md: Markdown; json: as the server sent it; html: a file that loads nothing."),
)
@click.option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help=N_(
        "Where to; - is stdout. Without it: stdout in a pipe, else a file named after the thread."
    ),
)
@click.option("--force", is_flag=True, help=N_("Overwrite a file that is there."))
@click.pass_context
def export_thread(
    context: click.Context,
    /,
    thread_id: str,
    kind: Format,
    path: Path | None,
    force: bool,
    **server: object,
) -> int:
    """Write a whole thread to a file or to stdout."""

    async def command(controller: ChatKitController, output: Output) -> None:
        from chatkit_tui.export.files import write_file
        from chatkit_tui.export.formats import export_text, file_name

        state = await _whole(controller, thread_id)
        thread = state.thread
        if thread is None:
            raise ProtocolError(_("The server did not say what thread this is."))
        if state.has_older:
            raise _without_end(
                N_("The server's list did not end after {count:,} pages; nothing was written.")
            )
        text = export_text(thread, [row.item for row in state.rows], kind)
        if path == Path("-") or (path is None and not os.isatty(output.descriptor)):
            output.write(_for_reader(text, output))
            return
        target = path or Path(file_name(thread, kind))
        where, written = await asyncio.to_thread(write_file, target, text, overwrite=force)
        if not written:
            raise StorageError(
                _("{path} is there already; {option} overwrites it.").format(
                    path=where, option="--force"
                )
            )
        tell(_("Written: {path}").format(path=where))

    return _run(context, command)


async def _whole(controller: ChatKitController, thread_id: str) -> ThreadState:
    """A thread with all its items, as far as the server has an end of them."""
    await controller.set_thread_id(thread_id)
    state = controller.active.state
    for _page in range(PAGE_LIMIT - 1):
        if not state.has_older:
            break
        await controller.load_older_items()
    return state


def _run(
    context: click.Context,
    command: Callable[[ChatKitController, Output], Coroutine[Any, Any, None]],
) -> int:
    backend = Choice.of(context).backend()

    from chatkit_tui.commands.run import run

    async def connect(output: Output) -> int:
        from chatkit_tui.commands.connection import connected

        async with connected(backend, wait=WAIT) as controller:
            await command(controller, output)
        return DONE

    return run(connect)


def _without_end(sentence: str) -> ProtocolError:
    return ProtocolError(_(sentence).format(count=PAGE_LIMIT))


def _json(model: WireModel, output: Output) -> str:
    from chatkit_tui.commands.json_lines import for_terminal
    from chatkit_tui.protocol.deep_json import dump_json

    line = dump_json(model.as_json())
    return (for_terminal(line) if os.isatty(output.descriptor) else line) + "\n"


def _row(thread: Thread) -> str:
    """A line of the list; a title is shown safely wherever it goes, or it could break the line."""
    from chatkit_tui.display import display_line

    created = thread.created
    time = "-" if created is None else created.isoformat(sep=" ", timespec="minutes")
    cells = (thread.id, time, thread.status.type or "-", thread.title or "")
    return "\t".join(display_line(cell) for cell in cells) + "\n"


def _entry(item: ThreadItem, output: Output) -> str:
    from chatkit_tui.export.plain_text import answer_of, lines_about, message_of
    from chatkit_tui.protocol.items import UserMessageItem

    if isinstance(item, UserMessageItem):
        text = _("You:") + "\n" + message_of(item)
    elif (answer := answer_of(item)) is not None:
        text = _("Assistant:") + "\n" + answer
    else:
        text = "\n".join(f"[{line}]" for line in lines_about(item))
    if not text:
        return ""
    return _for_reader(text, output) + "\n\n"


def _for_reader(text: str, output: Output) -> str:
    """`text` as it is for a program behind a pipe, harmless for a terminal."""
    from chatkit_tui.display import display

    return display(text) if os.isatty(output.descriptor) else text
