"""What config.toml and the options say reaches the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import Start

if TYPE_CHECKING:
    from tests.support.sdk_server import SdkServer


def test_keys_typed_before_the_first_paint_mean_what_the_user_wants(
    start: Start, sdk_server: SdkServer, program_env: dict[str, str]
) -> None:
    config = Path(program_env["CHATKIT_TUI_CONFIG_DIR"])
    config.mkdir()
    of_all = '[keys]\ncomposer.newline = "enter"\ncomposer.send = "f6"\n'
    of_one = f'[profiles.work]\nurl = "{sdk_server.url}"\nkeys.composer.send = "f7"\n'
    (config / "config.toml").write_text(of_all + of_one, encoding="utf-8")
    terminal = start("--no-mouse", "--profile", "work")
    terminal.send("one\rtwo\x1b[18~")
    terminal.wait_for("You said: one")
    assert sdk_server.user_texts() == ["one\ntwo"]
    terminal.send("\x11")
    assert terminal.wait_for_exit() == 0
    assert b"\x1b[?1000h" not in terminal.written
