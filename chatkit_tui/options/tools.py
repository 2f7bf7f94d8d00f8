"""What runs on this side when the server asks for a tool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

ClientToolHandler = Callable[[str, dict[str, Any]], Any | Awaitable[Any]]
"""Runs the client tool `name` with `arguments`; what it returns goes back to the server."""
