"""What runs on this side when the server asks for a tool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

ClientToolHandler = Callable[[str, dict[str, Any]], Any | Awaitable[Any]]
"""Runs the client tool `name` with `arguments`; what it returns goes back to the server."""


@dataclass(frozen=True, slots=True)
class ClientTool:
    """A tool of its own, with what its arguments have to be.

    `run` is called with an instance of `params`, or with the arguments as a dict where there is no
    `params`; plain or async. What it returns goes back to the server as JSON.
    """

    name: str
    run: Callable[[Any], Any | Awaitable[Any]]
    params: type[Any] | None = None
    """A pydantic model of the arguments; what does not fit never reaches `run`."""
    confirm: bool = True
    """Whether the user is asked before it runs."""
    description: str = ""
    """What it does, for the user who is asked."""


def client_tool(
    name: str | None = None, *, params: type[Any] | None = None, confirm: bool = True
) -> Callable[[Callable[[Any], Any]], ClientTool]:
    """Make a ClientTool of a function; its name and the first line of its docstring go along.

    @client_tool(params=Sum)
    def add(sum: Sum) -> float: ...

    ChatKitOptions(..., client_tools=(add,))
    """

    def make(function: Callable[[Any], Any]) -> ClientTool:
        about = (function.__doc__ or "").strip().partition("\n")[0]
        return ClientTool(name or function.__name__, function, params, confirm, about)

    return make
