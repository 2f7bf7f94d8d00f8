"""An entity as its integrator shows it: a widget, of which few actions may run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from chatkit_tui.controller.forms.gestures import Act, Refusal, consequence
from chatkit_tui.controller.state import Row
from chatkit_tui.display import display_line
from chatkit_tui.options import Entity
from chatkit_tui.protocol.items import WidgetItem
from chatkit_tui.protocol.widgets.tree import tree_of
from chatkit_tui.translation import _
from chatkit_tui.tui.status import SEPARATOR
from chatkit_tui.tui.transcript.transcript import Transcript
from chatkit_tui.tui.widgets.problems import show_problems

if TYPE_CHECKING:
    from chatkit_tui.tui.view import ChatKitView

KEY = "preview"


class PreviewScreen(ModalScreen[None]):
    """The widget over the chat; Tab and Enter go into it."""

    CSS_PATH = Path(__file__).with_name("preview_screen.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Back", id="preview.close"),
    ]

    def __init__(self, view: ChatKitView, entity: Entity, widget: dict[str, Any]) -> None:
        super().__init__()
        self._view = view
        self._entity = entity
        self._widget = widget
        self._transcript = Transcript(id="preview-widget")

    def compose(self) -> ComposeResult:
        with Vertical(id="preview"):
            yield Static(display_line(self._entity.title), id="preview-heading", markup=False)
            yield self._transcript
            yield Static(_hint(), id="preview-hint", markup=False)

    def on_mount(self) -> None:
        self._transcript.drawings.gallery = self._view.transcript.drawings.gallery
        item = WidgetItem(id=KEY, widget=self._widget)
        self._transcript.show([Row(key=KEY, item=item)])
        self._transcript.focus()

    def on_transcript_activated(self, event: Transcript.Activated) -> None:
        event.stop()

    def on_transcript_action_wanted(self, event: Transcript.ActionWanted) -> None:
        event.stop()

    @on(Transcript.WidgetOperated)
    def _operated(self, event: Transcript.WidgetOperated) -> None:
        """Run what may be run: previews are the server's words, and only listed actions count."""
        event.stop()
        controller = self._view.controller
        if controller is None:
            return
        allowed = controller.options.entities.preview_actions
        values = self._transcript.drawings.widgets.of(KEY).values
        root = tree_of(self._widget)
        for outcome in consequence(root, event.ref, event.gesture, values):
            match outcome:
                case Act(action=action) if action.get("type") in allowed:
                    self.dismiss(None)
                    self._view.run(controller.send_custom_action(action))
                case Act(action=action):
                    name = display_line(str(action.get("type", "")))[:60]
                    words = _("A preview may not run {name}.").format(name=name)
                    self._view.tell(words, severity="warning")
                case Refusal(problems=problems):
                    show_problems(self._transcript, KEY, problems)

    def action_close(self) -> None:
        self.dismiss(None)


def _hint() -> str:
    goes, back = _("{key} goes into it"), _("{key} back")
    return SEPARATOR.join([goes.format(key="Enter"), back.format(key="Esc")])
