"""The command line. Imports what the first paint needs, and leaves the rest to who needs it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import Choice, NoServer
from chatkit_tui.commands.environment import help_text, variable
from chatkit_tui.commands.exit_status import (
    BROKEN_PIPE,
    CRASHED,
    DONE,
    USAGE,
    complain,
    status_of,
    tell,
)
from chatkit_tui.commands.late_group import LateGroup
from chatkit_tui.commands.options import attach_option, server_options, thread_options
from chatkit_tui.commands.terminal import not_a_terminal
from chatkit_tui.errors import ChatKitError, ConfigurationError, StorageError
from chatkit_tui.translation import N_, _, speak

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chatkit_tui.profiles.profile import Profile
    from chatkit_tui.settings import Settings
    from chatkit_tui.tui.connect_app import ConnectApp


COMMANDS = {
    "send": "chatkit_tui.commands.send",
    "threads": "chatkit_tui.commands.threads",
    "preview": "chatkit_tui.preview",
    "profiles": "chatkit_tui.commands.profiles",
    "config": "chatkit_tui.commands.profiles",
    "login": "chatkit_tui.commands.login",
    "logout": "chatkit_tui.commands.login",
    "doctor": "chatkit_tui.commands.doctor.command",
}
"""Commands and their modules: the screen needs none of them."""


@click.group(
    cls=LateGroup,
    late=COMMANDS,
    invoke_without_command=True,
    closing=help_text,
    help=N_(
        "Chat with a ChatKit server, full screen.\n\n"
        "The options work before and after the name of a command."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@server_options
@thread_options
@attach_option
@click.option(
    "-n", "--new", "new_thread", is_flag=True, help=N_("Begin a new thread, not with the last one.")
)
@click.option(
    "--theme",
    metavar="NAME",
    help=N_(
        "auto (as the terminal's background is), light, dark, ansi (the terminal's own colours), "
        "or the name of a Textual theme."
    ),
)
@click.option(
    "--images",
    type=click.Choice(["auto", "halfblocks", "never"]),
    help=N_(
        "Draw pictures by the best means the terminal has, in half blocks always, or not at all."
    ),
)
@click.option("--no-mouse", is_flag=True, help=N_("Leave the mouse to the terminal."))
@click.option(
    "--no-diff",
    is_flag=True,
    help=N_("Write to the terminal as Textual does, not only what changed."),
)
@click.version_option(
    None, "-V", "--version", package_name="chatkit-tui", help=N_("Show the version and exit.")
)
@click.pass_context
def cli(context: click.Context, /, **options: Any) -> int:
    """Open the screen, where no command is named."""
    if context.invoked_subcommand is not None:
        return DONE
    given: dict[str, Any] = {name: False for name in ("mouse", "diff") if options[f"no_{name}"]}
    if options["images"]:
        given["images"] = options["images"]
    return _open(Choice.of(context), given)


@cli.command(
    short_help=N_("List every key and what it does."),
    help=N_(
        "List every binding of the screen: its id, its keys, and what it does.\n\n"
        "Keys that config.toml rebinds, in its table [keys], are listed as they are then."
    ),
)
@click.option(
    "--output",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("json: one JSON object a line."),
)
def keys(output_format: str) -> None:
    """List every binding of the screen."""
    from chatkit_tui.profiles.settings_file import load_settings
    from chatkit_tui.tui.key_list import key_list

    if output_format == "json":
        speak("en")  # Programs read the same everywhere.
    lines, problems = key_list(load_settings().keys, json=output_format == "json")
    for problem in problems:
        complain(problem)
    click.echo("\n".join(lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    # An option and a profile may say otherwise later: see `server_options`, `Choice.backend_of`.
    speak(os.environ.get(variable("locale"), "").strip())
    try:
        status = cli.main(arguments, prog_name="chatkit-tui", standalone_mode=False)
        return status if isinstance(status, int) else DONE
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return USAGE
    except ChatKitError as error:
        complain(error.message, error.request_id)
        return status_of(error)
    except SystemExit:
        # How click ends when nobody reads what it prints; all other ends are above.
        return BROKEN_PIPE
    except Exception:
        return _crashed()


def _open(choice: Choice, given: Mapping[str, Any]) -> int:
    """The program itself."""
    typed_credential = False
    without = not_a_terminal()
    settings = _settings(choice, given)
    try:
        backend = choice.backend(continues=True)
    except NoServer:
        if without is not None:
            raise
        asking = _ask_for_server(choice, settings)
        if asking.return_code:
            return asking.return_code
        connection = asking.return_value
        if connection is None:
            raise
        typed_credential = connection.typed_credential
        backend = choice.backend_of(connection.profile, continues=True)
    _require_themes(choice, settings, backend.profile)
    settings = replace(settings, keys={**settings.keys, **backend.profile.keys})
    if without is not None:
        raise click.UsageError(
            _("{stream} is not a terminal; {command} works without one.").format(
                stream=without, command="`chatkit-tui send`"
            )
        )

    from chatkit_tui.commands.first_start import way_back
    from chatkit_tui.profiles.drafts import DraftStore
    from chatkit_tui.profiles.locations import state_dir
    from chatkit_tui.profiles.log_file import log_to_file
    from chatkit_tui.profiles.prompt_history import PromptHistory
    from chatkit_tui.tui.app import ChatKitApp

    log_to_file()
    drafts, prompts = None, None
    try:
        drafts = DraftStore(state_dir() / "drafts")
        prompts = PromptHistory(state_dir() / "prompts")
    except StorageError as error:
        complain(_("{problem} What you write is not kept.").format(problem=error.message))
    app = ChatKitApp(backend, drafts=drafts, prompts=prompts, settings=settings)
    app.view.attaching.at_start = choice.attach
    app.run()
    thread_id = app.view.session.left_thread
    if thread_id is not None and not app.return_code and not app.terminal_is_stuck:
        tell(way_back(choice, backend.profile, thread_id, typed_credential=typed_credential))
    return app.return_code or DONE


def _settings(choice: Choice, given: Mapping[str, Any]) -> Settings:
    """What config.toml says about the program, with what the options change in it."""
    from chatkit_tui.profiles.settings_file import load_settings

    settings = load_settings()
    theme = choice.theme or os.environ.get(variable("theme"), "").strip() or settings.theme
    return replace(settings, theme=theme, **given)


def _ask_for_server(choice: Choice, settings: Settings) -> ConnectApp:
    """Let the user name a server; returns the ended program, which may hold one."""
    _require_themes(choice, settings)
    from chatkit_tui.commands.first_start import completion
    from chatkit_tui.profiles.log_file import log_to_file
    from chatkit_tui.tui.connect_app import ConnectApp

    log_to_file()
    app = ConnectApp(completion(choice), settings=settings)
    app.run(mouse=settings.mouse)
    return app


def _require_themes(choice: Choice, settings: Settings, profile: Profile | None = None) -> None:
    """Refuse a theme that is not known, and tell those that are."""
    from chatkit_tui.profiles.config_file import ConfigFile
    from chatkit_tui.tui.themes import require_theme

    of_environment = os.environ.get(variable("theme"), "").strip() or None
    try:
        require_theme(choice.theme, "--theme")
        require_theme(of_environment, variable("theme"))
    except ConfigurationError as error:
        raise click.UsageError(error.message) from None
    of_profile = profile.theme if profile is not None else None
    if settings.theme or of_profile:
        place = ConfigFile.read().place
        require_theme(settings.theme, place("ui", "theme"))
        require_theme(of_profile, place("profiles", (profile and profile.name) or "", "theme"))


def _crashed() -> int:
    """Say that we crashed; the details go to the log, where secrets are masked."""
    import logging

    from chatkit_tui.profiles.log_file import log_path, log_to_file

    log_to_file()
    logging.getLogger(__name__).critical("The program crashed", exc_info=True)
    try:
        last = _(
            "chatkit-tui ended because of an error of its own; the details are in {path}."
        ).format(path=log_path())
    except ChatKitError as error:
        last = _("chatkit-tui ended because of an error of its own; {problem}.").format(
            problem=error.message
        )
    tell(last)
    return CRASHED
