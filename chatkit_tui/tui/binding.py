"""Binds the parts of a view to a controller that has just been made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.tui.client_tools.equipment import equip
from chatkit_tui.tui.composer.completion.sources import offer_completions
from chatkit_tui.tui.pictures.gallery import gallery_for
from chatkit_tui.tui.presenter import Presenter
from chatkit_tui.tui.sign_in.sign_in import SignIn

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.view import ChatKitView


def bind(view: ChatKitView, controller: ChatKitController) -> Presenter:
    """Let everything that knows something of the server ask this controller from now on."""
    view.transcript.drawings.gallery = gallery_for(view, controller.fetch_picture)
    equip(view, controller, view.session.backend.allowed_tools)
    offer_completions(view, controller)
    view.alerts.sign_in = SignIn(view, controller)
    presenter = Presenter(view)
    controller.subscribe(presenter)
    view.history.connect(controller)
    view.attaching.connect(controller)
    return presenter
