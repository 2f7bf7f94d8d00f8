"""`chatkit-tui keys`: the table of keys, without a screen."""

from __future__ import annotations

from chatkit_tui.profiles.config_file import config_file
from tests.support.command_line import chatkit_tui


def test_the_table_of_keys_as_text() -> None:
    ended = chatkit_tui("keys")
    assert (ended.status, ended.stderr) == (0, "")
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert ["view.threads", "ctrl+k", "Threads"] in lines
    assert ["Transcript"] in lines


def test_the_keys_of_the_user_as_json() -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text('[keys]\nview.threads = "F10"\napp.quit = "none"\nview.thread = "f2"')
    ended = chatkit_tui("keys", "--output", "json")
    assert ended.status == 0
    assert ended.stderr == (
        "chatkit-tui: There is no binding view.thread; perhaps view.threads or view.new_thread "
        "is meant.\n"
    )
    bindings = {each["id"]: each for each in ended.json_lines}
    assert bindings["view.threads"] == {
        "id": "view.threads",
        "keys": ["f10"],
        "description": "Threads",
        "section": "Everywhere in a chat",
    }
    assert bindings["app.quit"]["keys"] == []
