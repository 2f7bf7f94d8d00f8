"""What the server asks of this side: client tools and structured input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.display import display, display_line
from chatkit_tui.protocol.items import ClientToolCallItem, StructuredInputItem
from chatkit_tui.protocol.structured_input import (
    StructuredInputFreeform,
    StructuredInputMultipleChoice,
    UnknownStructuredInput,
)
from chatkit_tui.translation import _, plural
from chatkit_tui.tui.transcript.icons import glyph
from chatkit_tui.tui.transcript.page import Page, brief, foreign, hang
from chatkit_tui.tui.transcript.short_json import short_json

if TYPE_CHECKING:
    from chatkit_tui.controller.state import Row

ARGUMENTS_LIMIT = 160
"""Characters of a call's arguments, and of its result."""

MOST_OPTIONS = 12
"""Options of a question that are drawn, apart from those that were taken."""


def paint_client_tool_call(item: ClientToolCallItem, row: Row, page: Page) -> None:
    """The call in one paragraph, and what came of it."""
    palette = page.palette
    pending = item.status == "pending"
    page.begin()
    name = display_line(item.name) or _("unnamed tool")
    arguments = display_line(short_json(item.arguments, ARGUMENTS_LIMIT))
    spans = [(name, palette.label)]
    if item.arguments:
        spans.append((f" {arguments}", palette.muted))
    failure = "" if pending else _failure(item)
    mark = ("… ", palette.busy) if pending else (f"{glyph('check')} ", palette.success)
    page.more(hang(spans, page.width, ("✕ ", palette.error) if failure else mark))
    if failure:
        page.more(hang([(failure, palette.error)], page.width, ("→ ", palette.error), indent=2))
    elif not pending and item.output is not None:
        output = display_line(short_json(item.output, ARGUMENTS_LIMIT))
        page.more(hang([(output, palette.muted)], page.width, ("→ ", palette.muted), indent=2))


def _failure(item: ClientToolCallItem) -> str:
    """Why a call failed, as its result or its status says; "" for one that did not."""
    error = item.output.get("error") if isinstance(item.output, dict) else None
    if error:
        words = brief(error) if isinstance(error, str) else short_json(error, ARGUMENTS_LIMIT)
        return display_line(words) or _("failed")
    return display_line(item.status) if item.status in _FAILED else ""


_FAILED = ("failed", "error", "incomplete", "cancelled", "canceled")
"""States of a call that no official server tells, and others may."""


def paint_structured_input(item: StructuredInputItem, row: Row, page: Page) -> None:
    """The questions, with their answers once they are given."""
    palette = page.palette
    for question in item.inputs:
        page.begin()
        if isinstance(question, UnknownStructuredInput):
            kind = display_line(question.type) or "?"
            raw = display_line(short_json(question.raw, ARGUMENTS_LIMIT))
            words = _("Question of an unknown kind: {kind}").format(kind=kind)
            lead = (f"{words} ", palette.label)
            page.more(hang([(raw, palette.muted)], page.width, lead))
            continue
        page.more(
            hang(foreign(question.question, palette.strong), page.width, ("? ", palette.label))
        )
        _answer(question, page)
    if item.status == "pending":
        page.begin()
        page.more(
            hang([(_("waiting for your answer"), palette.muted)], page.width, ("… ", palette.busy))
        )


def _answer(question: StructuredInputMultipleChoice | StructuredInputFreeform, page: Page) -> None:
    palette = page.palette
    answer = question.answer
    given = list(answer.values) if answer is not None else []
    if isinstance(question, StructuredInputMultipleChoice):
        chosen, free = ("☑ ", "☐ ") if question.multiple else ("● ", "○ ")
        left_out = 0
        for place, option in enumerate(question.options):
            value = option.value.strip()
            taken = value in given
            if place >= MOST_OPTIONS and not taken:
                left_out += 1
                continue
            lead = (chosen if taken else free, palette.success if taken else palette.bullet)
            style = palette.text if taken or answer is None else palette.muted
            page.more(hang([(display_line(option.value), style)], page.width, lead, indent=2))
            if taken:
                given.remove(value)
        if left_out:
            more = plural("… {count} more option", "… {count} more options", left_out)
            more = more.format(count=left_out)
            page.more(hang([(more, palette.muted)], page.width, ("", palette.muted), indent=2))
    elif question.description and not given:
        text = foreign(question.description, palette.muted)
        page.more(hang(text, page.width, ("", palette.muted), indent=2))
    for value in given:
        text = [(display(value), palette.text)]
        page.more(hang(text, page.width, ("→ ", palette.success), indent=2))
    if answer is not None and answer.skipped:
        page.more(
            hang([(_("skipped"), palette.muted)], page.width, ("– ", palette.muted), indent=2)
        )
