"""Runs client tools: always comes back with something that can be sent to the server."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from chatkit_tui.daemon_thread import in_daemon_thread
from chatkit_tui.options import ClientTool, ClientToolHandler

if TYPE_CHECKING:
    from chatkit_tui.options import ChatKitOptions

log = logging.getLogger(__name__)

PROBLEMS_TOLD = 3
"""What is wrong with arguments, told to the server; a model can act on that many."""


class Approval(Enum):
    """What the user says to a tool."""

    ONCE = auto()
    ALWAYS = auto()
    """Now, and whenever it is asked for while the program runs."""
    NO = auto()
    NEVER = auto()
    """Not now, and not while the program runs."""


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A tool that wants to run. Name and arguments are as the server sent them."""

    name: str
    arguments: dict[str, Any]
    description: str = ""


Approve = Callable[[ToolRequest], Awaitable[Approval]]
"""Asks the user."""


class ClientTools:
    """The tools of one controller, and what the user allows them.

    With `approve`, every tool but those that need no confirmation is shown to the user first.
    Without it nobody is there to ask: what the program handles itself runs, and a tool that wants
    a confirmation does not.
    """

    def __init__(self, options: Callable[[], ChatKitOptions]) -> None:
        self._options = options
        self.approve: Approve | None = None
        self.shipped: tuple[ClientTool, ...] = ()
        """Tools that the program brings along, beside those of the options."""
        self._settled: dict[str, Approval] = {}

    async def run(self, name: str, arguments: dict[str, Any], patience: float) -> Any:
        """The tool's result, or `{"error": sentence}` when there is none that can be sent.

        An async tool runs on the loop; a plain one in a thread of its own, so that it may block.
        `patience` is in seconds; a thread that outlasts it is left to itself.
        """
        options = self._options()
        known = (*options.client_tools, *self.shipped)
        tool = next((each for each in known if each.name == name), None)
        if tool is None:
            tool = _handled(name, options.on_client_tool)
        if tool is None:
            named = f" of the name {name}" if known else "s"
            return {"error": f"This client has no tool{named}."}
        allowed = False
        try:
            async with asyncio.timeout(patience) as scope:
                argument = _argument(tool, arguments)
                allowed = await self._allowed(tool, arguments)
                if not allowed:
                    return {"error": f"The user did not allow the client tool {name}."}
                result = await _call(tool, argument)
        except ValidationError as error:
            return {"error": _misfit(name, error)}
        except TimeoutError:
            if scope.expired() and not allowed:
                waited = f"The user did not answer in {patience:g} seconds"
                return {"error": f"{waited} whether {name} may run."}
            if scope.expired():
                return {"error": f"The client tool {name} took longer than {patience:g} seconds."}
            return _failure(name)
        except Exception:
            return _failure(name)
        return _sendable(name, result)

    async def _allowed(self, tool: ClientTool, arguments: dict[str, Any]) -> bool:
        if not tool.confirm:
            return True
        if self.approve is None:
            # What the program handles itself, it has allowed itself.
            return isinstance(tool.run, _Handled)
        answer = self._settled.get(tool.name)
        if answer is None:
            answer = await self.approve(ToolRequest(tool.name, arguments, tool.description))
            if answer in (Approval.ALWAYS, Approval.NEVER):
                self._settled[tool.name] = answer
        return answer in (Approval.ONCE, Approval.ALWAYS)


@dataclass(frozen=True, slots=True)
class _Handled:
    """Calls the one handler of all tools that have none of their own."""

    name: str
    handler: ClientToolHandler

    def __call__(self, arguments: dict[str, Any]) -> Any:
        return self.handler(self.name, arguments)


def _handled(name: str, handler: ClientToolHandler | None) -> ClientTool | None:
    return None if handler is None else ClientTool(name, _Handled(name, handler))


def _argument(tool: ClientTool, arguments: dict[str, Any]) -> Any:
    """What the tool is called with; raises ValidationError for arguments that do not fit."""
    return arguments if tool.params is None else tool.params.model_validate(arguments)


def _misfit(name: str, error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    told = "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'all'}: {each['msg']}"
        for each in problems[:PROBLEMS_TOLD]
    )
    return f"The arguments of the client tool {name} do not fit: {told}."


def _failure(name: str) -> dict[str, str]:
    # What the exception says may hold secrets of this machine: it goes to the log only.
    log.exception("The client tool %s raised", name)
    return {"error": f"The client tool {name} failed."}


def _sendable(name: str, result: Any) -> Any:
    try:
        json.dumps(result, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        log.warning("The client tool %s returned something that is not JSON", name)
        return {"error": f"The client tool {name} returned something that is not JSON."}
    return result


async def _call(tool: ClientTool, argument: Any) -> Any:
    function = tool.run.handler if isinstance(tool.run, _Handled) else tool.run
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - an object whose __call__ is async
    ):
        return await tool.run(argument)
    result = await in_daemon_thread(lambda: tool.run(argument), name="client tool")
    return await result if inspect.isawaitable(result) else result
