"""Showing what is wrong with a form that is not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chatkit_tui.tui.transcript.transcript import Transcript


def show_problems(transcript: Transcript, key: str, problems: Mapping[str, str]) -> None:
    """Say it beside the fields of the widget in that row, and go to the first one of them."""
    first, sentence = next(iter(problems.items()))
    operator = transcript.operator
    state = transcript.drawings.widgets.of(key)
    state.problems = dict(problems)
    drawn = any(control.node.ref == first for control in operator.widgets.controls(key))
    # What is wrong with a field that is folded away has no place of its own.
    state.failure = "" if drawn else sentence
    operator.widgets.redraw(key)
    if operator.inside == key:
        operator.go_to(first)
