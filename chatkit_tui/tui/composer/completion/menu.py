"""The menu above what is being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from chatkit_tui.display import display_line
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.composer.completion.choices import Choice, Phase, Result
from chatkit_tui.tui.own_boxes import ChatColumn
from chatkit_tui.tui.status import SEPARATOR
from chatkit_tui.tui.transcript.icons import glyph

MOST = 50
"""Choices that are shown; who looks for more types on."""

LONGEST = 120
"""Characters of a title or a detail."""


class CompletionMenu(ChatColumn):
    """Shows choices, in groups; the keys come from the composer, which keeps the focus."""

    DEFAULT_CSS = """
    CompletionMenu { height: auto; max-height: 10; display: none; }
    CompletionMenu > OptionList {
        height: auto; max-height: 8; border: none; padding: 0; background: $surface;
        scrollbar-size-vertical: 1;
    }
    CompletionMenu > OptionList > .option-list--option-highlighted {
        background: $primary; color: $text; text-style: bold;
    }
    CompletionMenu > OptionList > .option-list--option-disabled { color: $text-muted; }
    CompletionMenu > Static { color: $text-muted; background: $surface; padding: 0 1; height: 1; }
    CompletionMenu.-low > OptionList { max-height: 3; }
    """

    @dataclass
    class Chosen(Message):
        """The user clicked a choice."""

        value: Any

    def __init__(self) -> None:
        super().__init__(id="completion")
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False
        self._words = Static(markup=False)
        self._values: dict[str, Any] = {}
        self._moved = False
        """Whether the user chose what is highlighted; then it stays so while it is there."""

    def compose(self) -> ComposeResult:
        yield self._options
        yield self._words

    @property
    def chosen(self) -> Any:
        """The value that is highlighted; None where there is none."""
        option = self._options.highlighted_option
        return None if option is None or option.id is None else self._values.get(option.id)

    def show(self, result: Result) -> None:
        """Draw what was found, or what is going on."""
        kept = self.chosen if self._moved else None
        self._values.clear()
        self._options.clear_options()
        group = ""
        for number, choice in enumerate(result.choices[:MOST]):
            if choice.group != group:
                group = choice.group
                if group:
                    heading = Content(display_line(group)[:LONGEST])
                    self._options.add_option(Option(heading, disabled=True))
            name = f"choice-{number}"
            self._values[name] = choice.value
            self._options.add_option(Option(_line(choice), id=name))
        self._highlight(kept)
        words = _words(result)
        self._words.update(Content(words))
        self._words.display = bool(words)
        self._options.display = bool(result.choices)
        self.set_class(self.app.size.height < 20, "-low")
        self.display = True

    def _highlight(self, kept: Any) -> None:
        for name, value in self._values.items():
            if value == kept or kept is None:
                self._options.highlighted = self._options.get_option_index(name)
                return
        if self._values:
            self._highlight(None)

    def hide(self) -> None:
        """Nothing is looked for any more."""
        self.display = False
        self._moved = False
        self._values.clear()
        self._options.clear_options()

    def move(self, step: int) -> None:
        """Highlight the choice after or before."""
        self._moved = True
        if step > 0:
            self._options.action_cursor_down()
        else:
            self._options.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        value = self._values.get(event.option_id or "")
        if value is not None:
            self.post_message(self.Chosen(value))


def _line(choice: Choice) -> Content:
    mark = f"{glyph(choice.icon)} " if choice.icon else ""
    title = display_line(choice.title)[:LONGEST] or _("untitled")
    detail = display_line(choice.detail)[:LONGEST]
    return Content.assemble(
        ("  " if choice.group else " "),
        (mark, "$text-accent"),
        title,
        (f"  {detail}" if detail else "", "$text-muted"),
    )


def _words(result: Result) -> str:
    match result.phase:
        case Phase.WAITING if result.choices:
            return ""
        case Phase.WAITING | Phase.SEARCHING:
            return _("Searching…")
        case Phase.FAILED:
            return display_line(result.problem)
        case Phase.FOUND if not result.choices:
            return SEPARATOR.join([_("Nothing found"), _("{key} closes this").format(key="Esc")])
        case Phase.FOUND:
            more = len(result.choices) - MOST
            if more <= 0:
                return ""
            words = plural("{count} more: type on", "{count} more: type on", more)
            return words.format(count=more)
