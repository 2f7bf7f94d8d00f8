from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.settings_file import load_settings
from chatkit_tui.settings import Settings


def configure(text: str) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_all_is_as_it_comes() -> None:
    assert load_settings() == Settings()


def test_a_file_of_profiles_alone_changes_nothing() -> None:
    configure('default_profile = "work"\n[profiles.work]\nurl = "not even looked at"\n')
    assert load_settings() == Settings()


def test_everything_that_can_be_set() -> None:
    configure(
        """
        [ui]
        theme = " light "
        mouse = false
        diff = false
        notifications = "osc777"
        images = "halfblocks"
        terminal_title = false
        time_stamps = false
        sparkle = "a key of another version"

        [keys]
        view.threads = "ctrl+l,f10"
        composer = { send = "ctrl+s", newline = "enter" }
        "transcript.copy" = "none"
        """
    )
    assert load_settings() == Settings(
        theme="light",
        mouse=False,
        diff=False,
        notifications="osc777",
        images="halfblocks",
        terminal_title=False,
        time_stamps=False,
        keys={
            "view.threads": "ctrl+l,f10",
            "composer.send": "ctrl+s",
            "composer.newline": "enter",
            "transcript.copy": "none",
        },
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ui = 1", ": ui must be a table."),
        ("keys = []", ": keys must be a table."),
        ("ui.theme = 1", ": ui.theme must be a text that is not empty."),
        ('ui.theme = " "', ": ui.theme must be a text that is not empty."),
        ('ui.mouse = "no"', ": ui.mouse must be true or false."),
        ("ui.mose = false", ": ui.mose is not a setting; perhaps mouse is meant."),
        ("ui.terminal_title = 0", ": ui.terminal_title must be true or false."),
        ("ui.time_stamps = 0", ": ui.time_stamps must be true or false."),
        (
            'ui.notifications = "osc99"',
            ": ui.notifications must be one of auto, osc9, osc777, bell, off; "
            "perhaps osc9 is meant.",
        ),
        ('ui.images = "halfblock"', ": ui.images must be one of auto, halfblocks, never; perhaps"),
        ("ui.notifications = []", ": ui.notifications must be one of auto, osc9, osc777, bell"),
        ("keys.view.threads = 1", ": keys.view.threads must be a text with keys, such as"),
        ('keys."view.threads" = ""', ": keys.view.threads must be a text with keys, such as"),
        ("[ui", " is not TOML: "),
    ],
)
def test_an_error_names_the_file_and_the_key(text: str, complaint: str) -> None:
    path = configure(text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    where = ", line " if complaint.startswith(":") else ""
    assert caught.value.message.startswith(f"{path}{where}")
    assert complaint in caught.value.message
    assert "\n" not in caught.value.message


def test_toml_is_read_only_where_there_is_a_file() -> None:
    script = (
        "import sys; from chatkit_tui.profiles.settings_file import load_settings; "
        "load_settings(); print('tomllib' in sys.modules)"
    )

    def reads_toml() -> str:
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        return done.stdout.decode().strip()

    assert reads_toml() == "False"
    configure("[ui]\nmouse = false\n")
    assert reads_toml() == "True"
