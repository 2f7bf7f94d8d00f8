"""Commands of a view: run in its workers, and told about when they fail."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Literal

from textual.widget import Widget

from chatkit_tui.display import display
from chatkit_tui.errors import ChatKitError, CommandRefused

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.alerts import Alerts
    from chatkit_tui.tui.session import Session

log = logging.getLogger(__name__)


class TellingView(Widget):
    """Runs what the user wants of the controller, and tells him what came of it."""

    session: Session
    alerts: Alerts
    furnished: bool

    @property
    def controller(self) -> ChatKitController | None:
        return self.session.controller

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a command in a worker of this view; what it raises is told to the user."""
        self.run_worker(self.report(work), group="commands")

    async def report(self, work: Coroutine[Any, Any, None]) -> bool:
        """Await `work`; tell what it raises and return False then."""
        try:
            await work
        except CommandRefused as error:
            self.tell(str(error), severity="warning")
        except ChatKitError as error:
            log.warning("%s", error)
            if self.furnished:
                self.alerts.card.report(error)
            else:
                self.tell(str(error), severity="warning")
        else:
            return True
        return False

    def tell(
        self,
        text: str,
        *,
        severity: Literal["information", "warning"] = "information",
        seconds: float | None = None,
    ) -> None:
        """A passing word to the user, for so many `seconds` where it is true no longer."""
        self.notify(display(text), severity=severity, timeout=seconds, markup=False)
