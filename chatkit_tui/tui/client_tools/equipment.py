"""Gives a controller what client tools need of a screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from chatkit_tui.controller.client_tools import Approval
from chatkit_tui.tui.client_tools.shipped import shipped_tools

if TYPE_CHECKING:
    from chatkit_tui.controller.client_tools import ToolRequest
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.tui.view import ChatKitView


def equip(view: ChatKitView, controller: ChatKitController, allowed: tuple[str, ...]) -> None:
    """Let the user be asked before a tool runs; `allowed` names tools that this program ships."""
    controller.tools.approve = Approver(view)
    controller.tools.shipped = shipped_tools(view, allowed)


class Approver:
    """Asks the user, one question at a time: several conversations may want something."""

    def __init__(self, view: ChatKitView) -> None:
        self._view = view
        self._turn = asyncio.Lock()

    async def __call__(self, request: ToolRequest) -> Approval:
        """What the user says; no, when there is nobody to ask any more."""
        from chatkit_tui.tui.client_tools.approval_screen import ApprovalScreen
        from chatkit_tui.tui.screens.withdrawn import ask

        async with self._turn:
            if not self._view.is_mounted:
                return Approval.NO
            return await ask(self._view.app, ApprovalScreen(request), Approval.NO)
