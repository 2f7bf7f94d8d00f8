"""`threads export`, against the official server."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.command_line import Ended, chatkit_tui
from tests.support.sdk_server import SdkServer
from tests.support.tour_thread import fill_tour_thread, tour_items


def export(server: SdkServer, *arguments: str) -> Ended:
    return chatkit_tui(
        "threads", "export", fill_tour_thread(server), *arguments, "--url", server.url
    )


def test_a_pipe_gets_the_whole_thread(sdk_server: SdkServer) -> None:
    ended = export(sdk_server, "--format", "json")
    assert (ended.status, ended.stderr) == (0, "")
    ids = [item["id"] for item in json.loads(ended.stdout)["items"]]
    assert ids == [item.id for item in tour_items() if item.type not in HIDDEN]


HIDDEN = ("hidden_context_item", "sdk_hidden_context")
"""What the server keeps to itself."""


def test_a_file_is_never_overwritten_silently(sdk_server: SdkServer, tmp_path: Path) -> None:
    path = tmp_path / "kept.md"
    path.write_text("precious")
    refused = export(sdk_server, "-o", str(path))
    assert refused.status != 0
    assert "is there already; --force overwrites it" in refused.stderr
    assert path.read_text() == "precious"
    forced = export(sdk_server, "-o", str(path), "--force")
    assert (forced.status, forced.stdout) == (0, "")
    assert str(path) in forced.stderr
    assert path.read_text().startswith("# Why is this query slow?\n")
