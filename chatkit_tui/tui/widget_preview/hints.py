"""What the status line of a preview offers, by the keys as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.translation import N_
from chatkit_tui.tui.key_hints import Hints, hints_inside, in_words

if TYPE_CHECKING:
    from chatkit_tui.tui.widget_preview.screen import WidgetPreviewScreen

_KEYS: Hints = {"previewer.keys": ("F1", N_("{key} keys"))}

_TRIALS: Hints = {
    "previewer.width": ("w", N_("{key} width")),
    "previewer.theme": ("t", N_("{key} theme")),
    "previewer.raw": ("m", N_("{key} JSON")),
    "previewer.reload": ("r", N_("{key} reload")),
    "previewer.actions": ("a", N_("{key} actions")),
    "previewer.leave": ("q", N_("{key} quit")),
}

_PAGES: Hints = {
    "previewer.next_page": ("n", N_("{key} next page")),
    "previewer.previous_page": ("p", N_("{key} page before")),
}

_INTO: Hints = {"previewer.enter": ("Enter", N_("{key} into the widget"))}


def hints_of(screen: WidgetPreviewScreen, *, several: bool) -> str:
    """What can be done where the keys go now, the most useful things first."""
    hints = hints_inside(screen.transcript)
    if not hints:
        into = _INTO if screen.focused is screen.transcript else {}
        hints = {**_KEYS, **into, **(_PAGES if several else {}), **_TRIALS}
    return in_words(screen.app, hints)
