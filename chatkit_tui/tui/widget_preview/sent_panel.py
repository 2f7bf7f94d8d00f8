"""What controls would have sent, below the widget."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from chatkit_tui.display import display, display_line
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.widget_preview.sent import as_line, in_words

KEPT = 100
"""Actions that can be scrolled back to; all of them are printed at the end."""

NOTHING = N_("What a control would send is shown here, and printed when you leave.")


class SentPanel(VerticalScroll):
    """The actions, the newest one in view."""

    def compose(self) -> ComposeResult:
        yield Static(_(NOTHING), classes="nothing", markup=False)

    def on_mount(self) -> None:
        self.border_title = _("Actions")
        self.add_class("-empty")

    def add(self, sent: dict[str, Any], number: int) -> None:
        """Show an action."""
        kind = display_line(sent["type"]) or _("an action without a type")
        head = Content.assemble(
            (f"{number} ", "$text-muted"),
            (kind, "bold $text-accent"),
            (f" → {in_words(sent)}", "$text-muted"),
        )
        payload = highlight(display(_spread(sent)), language="json")
        self._show(Content("\n").join([head, payload]))

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show why a form was not sent: what is wrong, by the names of its fields."""
        lines = [Content.assemble(("✕ ", "$text-error"), (_("not sent"), "bold $text-error"))]
        lines += [Content(f"{display_line(name)}: {why}") for name, why in problems.items()]
        self._show(Content("\n").join(lines))

    def _show(self, words: Content) -> None:
        for old in (*self.query(".nothing"), *list(self.query(".sent"))[: -KEPT + 1]):
            old.remove()
        self.remove_class("-empty")
        line = Static(words, classes="sent")
        self.mount(line)
        # Of one that is longer than the panel, the beginning.
        self.call_after_refresh(self.scroll_to_widget, line, animate=False, top=True)


def _spread(sent: dict[str, Any]) -> str:
    """The payload, over as many lines as it takes."""
    try:
        return json.dumps(sent["payload"], ensure_ascii=False, indent=2)
    except RecursionError:
        return as_line(sent)
