from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import chatkit_tui


def public_names(pattern: str) -> set[str]:
    """The classes and type aliases that modules define."""
    files = Path(chatkit_tui.__file__).parent.glob(pattern)
    names = set()
    for node in [node for file in files for node in ast.parse(file.read_text("utf-8")).body]:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names.add(node.targets[0].id)
    return {name for name in names if not name.startswith("_") and not name.isupper()}


def test_the_list_is_sorted_and_complete() -> None:
    wanted = public_names("options/*.py") | public_names("errors.py")
    wanted |= {"ChatKit", "ChatKitApp", "ChatKitController", "ChatKitView", "client_tool"}
    assert chatkit_tui.__all__ == sorted(wanted)


def test_every_name_is_there() -> None:
    for name in chatkit_tui.__all__:
        assert getattr(chatkit_tui, name) is not None
        assert name in dir(chatkit_tui)


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = chatkit_tui.Nonsense


HEAVY = ("httpx", "keyring", "platformdirs", "pydantic", "textual")


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        ("import chatkit_tui", (*HEAVY, "asyncio", "click")),
        ("from chatkit_tui import ChatKitOptions, CustomApiConfig, ChatKitError", HEAVY),
        ("import chatkit_tui.cli", HEAVY),
        ("import chatkit_tui.backend", (*HEAVY, "click")),
        ("from chatkit_tui import ChatKitController", ("textual", "keyring")),
    ],
)
def test_an_import_brings_no_more_than_it_needs(program: str, unwanted: tuple[str, ...]) -> None:
    report = "import sys; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", f"{program}; {report}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {*unwanted} & {*ended.stdout.split()}
