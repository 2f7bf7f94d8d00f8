"""The command: facts of all kinds, gathered one after the other whatever goes wrong with one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.exit_status import DONE, USAGE, status_of
from chatkit_tui.commands.options import server_options
from chatkit_tui.commands.spoken import SpokenCommand
from chatkit_tui.errors import ChatKitError, ConfigurationError
from chatkit_tui.translation import N_, _, speak

if TYPE_CHECKING:
    from chatkit_tui.commands.output import Output
    from chatkit_tui.profiles.profile import Profile

Facts = dict[str, Any]


@click.command(
    cls=SpokenCommand,
    short_help=N_("Say what is configured, where it comes from, and if it works."),
    help=N_(
        "Say what is configured, where each value comes from, and whether the server answers.\n\n"
        "Secrets are not shown. The exit status is that of the first thing that does not work."
    ),
)
@server_options
@click.option(
    "--output",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("json: one JSON object."),
)
@click.option("--no-connect", is_flag=True, help=N_("Leave the server alone."))
@click.pass_context
def doctor(
    context: click.Context, /, output_format: str, no_connect: bool, **server: object
) -> int:
    """Say what is configured, where each value comes from, and whether the server answers."""
    from chatkit_tui.commands.run import run

    choice = Choice.of(context)

    async def command(output: Output) -> int:
        for_people = output_format != "json"
        if not for_people:
            speak("en")  # Programs read the same everywhere.
        status, facts = await _gathered(choice, connects=not no_connect, speaks=for_people)
        if not for_people:
            output.write(json.dumps(facts, ensure_ascii=True) + "\n")
        else:
            from chatkit_tui.commands.doctor.text import text_of

            output.write(text_of(facts))
        return status

    return run(command)


async def _gathered(choice: Choice, *, connects: bool, speaks: bool) -> tuple[int, Facts]:
    """The exit status, and the facts by their subject; `speaks` the language of the profile."""
    from chatkit_tui.commands.doctor.configured import profile_facts
    from chatkit_tui.commands.doctor.machine import (
        config_facts,
        folder_facts,
        terminal_facts,
        version_facts,
    )

    profile, chosen = profile_facts(choice, speaks=speaks)
    config = config_facts()
    facts: Facts = {
        "versions": version_facts(),
        "terminal": terminal_facts(),
        "folders": folder_facts(),
        "config": config,
        "profile": chosen,
        "keyring": await _keyring_facts(),
    }
    status = USAGE if config.get("problem") or chosen.get("problem") else DONE
    if profile is not None and connects:
        server_status, facts["server"] = await _server_facts(profile, speaks=speaks)
        status = status or server_status
    return status, facts


async def _keyring_facts() -> Facts:
    """A keyring is no must: one that cannot be used is no failure."""
    from chatkit_tui.profiles.keyring_access import ADVICE, KeyringUnusable, probe

    try:
        return {"usable": True, "name": await probe()}
    except KeyringUnusable as error:
        problem = _("{problem}; {advice}").format(problem=error.message, advice=_(ADVICE))
        return {"usable": False, "problem": problem}


async def _server_facts(profile: Profile, *, speaks: bool) -> tuple[int, Facts]:
    from time import monotonic

    from chatkit_tui.backend import backend_for
    from chatkit_tui.commands.connection import connected

    begun = monotonic()
    try:
        async with connected(backend_for(profile), wait=0, speaks=speaks) as controller:
            await controller.list_threads()
            directory = controller.directory
            count = f"{len(directory.threads)}{'+' if directory.has_more else ''}"
    except ChatKitError as error:
        facts: Facts = {"answers": False, "problem": error.message}
        if isinstance(error, ConfigurationError):
            facts["asked"] = False
        for name, value in (
            ("status", getattr(error, "status", None) or getattr(error.exchange, "status", None)),
            ("request_id", error.request_id),
        ):
            if value is not None:
                facts[name] = value
        return status_of(error), facts
    return DONE, {"answers": True, "threads": count, "seconds": round(monotonic() - begun, 2)}
