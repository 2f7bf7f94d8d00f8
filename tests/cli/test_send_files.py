"""`send --attach`: the message goes when its files are there, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.command_line import chatkit_tui
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer, CloseBeforeResponse
from tests.support.sdk_server import SdkServer


def test_files_go_along(sdk_server: SdkServer, tmp_path: Path) -> None:
    names = {"one.txt": b"content one", "two.bin": bytes(range(256)) * 1000}
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    files = [f"--attach={tmp_path / name}" for name in names]
    ended = chatkit_tui("send", "look", *files, "--url", sdk_server.url)
    assert ended.status == 0
    (message,) = sdk_server.store.user_messages()
    assert [attachment.name for attachment in message.attachments] == [*names]
    stored = sdk_server.store.files
    assert [stored[each.id] for each in message.attachments] == [*names.values()]
    assert "uploaded two.bin (250 kB)" in ended.stderr


def test_what_cannot_go_along_is_told_before_anything_is_sent(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    config = Path(os.environ["CHATKIT_TUI_CONFIG_DIR"]) / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(
        f'profiles.p.url = "{sdk_server.url}"\n'
        'profiles.p.attachments = { max_size = 2, max_count = 1, accept = ["text/*"] }\n'
    )
    for name, data in (("ok.txt", b"12"), ("long.txt", b"123"), ("a.bin", b"\0")):
        (tmp_path / name).write_bytes(data)
    for names, words in (
        (["long.txt"], "long.txt has 3 bytes; a file may have 2 bytes in this chat."),
        (["a.bin"], "a.bin is of the type application/octet-stream; this chat takes texts"),
        (["ok.txt", "ok.txt"], "A message of this chat may have 1 file, and these are 2."),
    ):
        files = [f"--attach={tmp_path / name}" for name in names]
        ended = chatkit_tui("send", "x", *files, "--profile", "p")
        assert (ended.status, sdk_server.requests) == (2, [])
        assert words in ended.stderr
    # Before the name of the command it works, too.
    ended = chatkit_tui("-a", str(tmp_path / "ok.txt"), "send", "x", "--profile", "p")
    assert (ended.status, [*sdk_server.store.files.values()]) == (0, [b"12"])


def test_an_upload_that_fails_sends_no_message_and_leaves_nothing(
    sdk_server: SdkServer, fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    files = [f"--attach={tmp_path / name}" for name in ("a.txt", "b.txt")]
    fault_proxy.on("attachments.create", Answer(500, {"message": "no room"}))
    ended = chatkit_tui("send", "x", *files, "--url", fault_proxy.url)
    assert (ended.status, ended.stdout) == (1, "")
    assert "no room" in ended.stderr
    fault_proxy.on("attachments.create", CloseBeforeResponse(forward=False))
    ended = chatkit_tui("send", "x", *files, "--url", fault_proxy.url)
    assert ended.status == 4
    assert sdk_server.user_texts() == []
    assert sdk_server.store.attachments == {}


def test_a_file_needs_no_text(sdk_server: SdkServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ended = chatkit_tui("send", "-a", str(tmp_path / "file"), "--url", sdk_server.url)
    assert ended.status == 0
    assert sdk_server.user_texts() == [""]


def test_a_file_that_is_not_there_is_found_out_first(sdk_server: SdkServer) -> None:
    ended = chatkit_tui("send", "x", "--attach", "/no/such/file", "--url", sdk_server.url)
    assert (ended.status, sdk_server.requests) == (2, [])
    assert "/no/such/file" in ended.stderr
