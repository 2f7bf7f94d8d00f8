"""`chatkit-tui preview`: widgets without a server, on a screen or as text."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chatkit_tui.commands.choice import Choice
from chatkit_tui.commands.exit_status import DONE, tell
from chatkit_tui.commands.spoken import SpokenCommand
from chatkit_tui.commands.terminal import not_a_terminal
from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chatkit_tui.controller.forms.gestures import Rules
    from chatkit_tui.settings import Settings
    from chatkit_tui.tui.widget_preview.book import Book

NO_TERMINAL = (80, 24)
"""Columns and rows where there are none."""


@click.command(
    cls=SpokenCommand,
    short_help=N_("Show files with widgets, and what they would send."),
    help=N_(
        "Show widgets without a server, and what their controls would send.\n\n"
        "A FILE is a widget as JSON or a .widget file with a template, which is filled with"
        " DATA.json or else with what was saved in the file. - is stdin. The actions are printed at"
        " the end, one JSON object a line. Where there is no terminal, the widgets are printed as"
        " text, COLUMNS wide."
    ),
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "-d",
    "--data",
    metavar="DATA.json",
    type=click.Path(path_type=Path),
    help=N_("What the template is filled with: a file with a JSON object."),
)
@click.option("-w", "--watch", is_flag=True, help=N_("Read the file again whenever it changes."))
@click.option(
    "--gallery", is_flag=True, help=N_("Show every component there is, in files of ours.")
)
@click.option(
    "--actions",
    "actions_only",
    is_flag=True,
    help=N_("Open the screen though stdout is none, and write nothing but the actions there."),
)
@click.option(
    "--form-values",
    "rules",
    type=click.Choice(["web", "documented"]),
    default="web",
    show_default=True,
    help=N_("Which actions carry the values of a form, as the option of that name has it."),
)
@click.option("--theme", metavar="NAME", help=N_("As without a command."))
@click.pass_context
def preview(context: click.Context, /, **options: Any) -> int:
    """Show widgets without a server, and what their controls would send."""
    from chatkit_tui.tui.widget_preview.book import Book, gallery
    from chatkit_tui.widget_files.reading import STDIN

    files, data = options["files"], options["data"]
    if bool(files) == options["gallery"]:
        raise click.UsageError(
            _("Name a FILE with a widget, or say {option}.").format(option="--gallery")
        )
    if data is not None and len(files) != 1:
        raise click.UsageError(
            _("{option} fills the template of one FILE.").format(option="--data")
        )
    book = gallery() if options["gallery"] else Book(files, data)
    screenless = not_a_terminal()
    if options["actions_only"]:
        screenless = not_a_terminal(but="stdout")
        if screenless is not None:
            raise click.UsageError(
                _("{option} needs a terminal, and {stream} is none.").format(
                    option="--actions", stream=screenless
                )
            )
    if screenless is not None:
        return _print(book)
    if STDIN in (*files, data):
        raise click.UsageError(_("- is stdin, and that is a terminal."))
    settings = _settings(Choice.of(context).theme)
    return _show_on_screen(book, settings, watch=options["watch"], rules=options["rules"])


def _settings(theme: str | None) -> Settings:
    """What config.toml says, but for the theme if one is named; that has to be there."""
    from chatkit_tui.profiles.settings_file import load_settings
    from chatkit_tui.tui.themes import require_theme

    settings = load_settings()
    try:
        require_theme(theme, "--theme")
    except ConfigurationError as error:
        raise click.UsageError(error.message) from None
    require_theme(settings.theme, "config.toml: ui.theme")
    return replace(settings, theme=theme or settings.theme)


def _show_on_screen(book: Book, settings: Settings, *, watch: bool, rules: Rules) -> int:
    """The screen with the widgets; the actions are printed when it is left."""
    from chatkit_tui.profiles.log_file import log_to_file
    from chatkit_tui.tui.widget_preview.app import WidgetPreviewApp
    from chatkit_tui.tui.widget_preview.sent import as_line

    for index, path in enumerate(book.paths):
        # What is being written may be wrong at any moment; a file that is not there is a mistake.
        if not (watch and path.exists()):
            book.read(index)
    log_to_file()
    app = WidgetPreviewApp(book, settings=settings, watch=watch, rules=rules)
    with _stdout_is_the_terminal():
        app.run()
    for sent in app.sent:
        click.echo(as_line(sent))
    return app.return_code or DONE


@contextmanager
def _stdout_is_the_terminal() -> Iterator[None]:
    """Let stdout be the terminal that stderr is: Textual asks it how large it is."""
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _print(book: Book) -> int:
    """The widgets as text, and on stderr what is to be said of them."""
    import shutil

    from chatkit_tui.tui.widget_preview.text import text_of

    width = shutil.get_terminal_size(NO_TERMINAL).columns
    for index in range(len(book.paths)):
        lines, remarks = text_of(book, index, width)
        for remark in remarks:
            tell(remark)
        click.echo("\n".join(["", *lines] if index else lines))
    return DONE
