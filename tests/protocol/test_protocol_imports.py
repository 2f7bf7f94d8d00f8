"""What importing the protocol loads: the models, and nothing a first paint could wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "chatkit_tui.protocol.widgets",
    "chatkit_tui.transport",
    "chatkit_tui.controller",
    "chatkit_tui.tui",
    "httpx",
    "httpx_sse",
    "textual",
    "rich",
    "chatkit",
    "agents",
    "keyring",
    "click",
    "asyncio",
    "email",
    "importlib.metadata",
)

PROTOCOL = "chatkit_tui.protocol.decode, chatkit_tui.protocol.requests"


def loaded_by(statement: str) -> set[str]:
    """The modules in a fresh interpreter after the statement, over those of pydantic itself."""
    program = (
        "import sys, pydantic; pydantic.BaseModel; pydantic.TypeAdapter\n"
        "before = set(sys.modules)\n"
        f"{statement}\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    return set(subprocess.check_output([sys.executable, "-c", program], text=True).split())


@pytest.fixture(scope="module")
def protocol_modules() -> set[str]:
    return loaded_by(f"import {PROTOCOL}")


@pytest.mark.parametrize("heavy", HEAVY)
def test_the_protocol_does_not_load(heavy: str, protocol_modules: set[str]) -> None:
    assert {name for name in protocol_modules if name == heavy or name.startswith(heavy + ".")} == (
        set()
    )


def test_the_protocol_loads_its_own_files_and_errors(protocol_modules: set[str]) -> None:
    own = {name for name in protocol_modules if name.startswith("chatkit_tui")}
    files = (
        *("actions", "attachments", "base", "decode", "deep_json", "events", "items"),
        *(
            "json_values",
            "listed",
            "requests",
            "sources",
            "structured_input",
            "tasks",
            "text_delta",
        ),
        *("threads", "updates"),
    )
    expected = {f"chatkit_tui.protocol.{name}" for name in files} - {"chatkit_tui.protocol.actions"}
    common = {"chatkit_tui", "chatkit_tui.errors", "chatkit_tui.translation"}
    assert own == expected | common | {"chatkit_tui.protocol"}


def test_importing_builds_no_schema() -> None:
    program = (
        f"import {PROTOCOL}\n"
        "from chatkit_tui.protocol.base import WireModel\n"
        "from chatkit_tui.protocol.requests import RequestModel\n"
        "todo = [WireModel, RequestModel]\n"
        "for cls in todo: todo.extend(cls.__subclasses__())\n"
        "print(*[cls.__name__ for cls in todo if cls.__pydantic_complete__])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).split() == []


def test_texts_of_a_widget_need_no_models() -> None:
    loaded = loaded_by("import chatkit_tui.protocol.widgets.plain_text")
    assert {name for name in loaded if name.startswith("chatkit_tui.")} == {
        "chatkit_tui.protocol",
        "chatkit_tui.protocol.widgets",
        "chatkit_tui.protocol.widgets.plain_text",
        "chatkit_tui.translation",
    }
