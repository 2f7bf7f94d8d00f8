from __future__ import annotations

import stat
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from chatkit_tui.errors import ChatKitError, ConfigurationError, StorageError
from chatkit_tui.profiles import config_edit
from chatkit_tui.profiles.config_edit import (
    add_profile,
    remove_profile,
    remove_secret,
    set_default_profile,
    set_secret,
)
from chatkit_tui.profiles.config_file import config_file, line_of

WRITTEN = """\
# Kept in a repository.
[ui]
theme = "light"   # easier on the eyes

[profiles.work]   # the one at the office
strange = { of = "another version" }
url = "https://chat.example.com/chatkit"
list = [
  1,  # one
]

[profiles.work.headers]
X-Team = "blue"

[keys]
view.threads = "f10"
# the end
"""

HOME = {"url": "https://home.example/chatkit"}


def configure(text: str, mode: int = 0o600) -> Path:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    path.chmod(mode)
    return path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_profile_makes_a_private_file_and_is_the_default() -> None:
    values = {**HOME, "headers": {"X-Team": "blue", "X-Key": {"env": "KEY"}}}
    assert add_profile("home", values, default=False)
    assert config_file().read_text() == (
        'default_profile = "home"\n\n[profiles.home]\nurl = "https://home.example/chatkit"\n'
        'headers = { X-Team = "blue", X-Key = { env = "KEY" } }\n'
    )
    assert mode_of(config_file()) == 0o600
    assert mode_of(config_file().parent) == 0o700


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_there_stays_as_it_was(newline: str) -> None:
    written = WRITTEN.replace("\n", newline)
    path = configure(written, 0o644)
    assert add_profile("home", HOME, default=False)
    set_secret("work", ("token",), {"keyring": "work"})
    set_secret("work", ("headers", "X-Key"), {"keyring": "work X-Key"})
    edited = path.read_bytes().decode()
    kept = iter(edited.split(newline))
    assert all(line in kept for line in written.split(newline)), "every line, and in its order"
    assert tomllib.loads(edited)["profiles"]["work"]["token"] == {"keyring": "work"}
    assert mode_of(path) == 0o644
    remove_secret("work", ("token",))
    remove_secret("work", ("headers", "X-Key"))
    remove_profile("home")
    assert path.read_bytes().decode().split() == written.split()


def test_the_default_is_set_and_goes_with_its_profile() -> None:
    path = configure(WRITTEN)
    assert add_profile("home", HOME, default=False)
    add_profile("other", HOME, default=False)
    set_default_profile("other")
    assert tomllib.loads(path.read_text())["default_profile"] == "other"
    remove_profile("other")
    assert "default_profile" not in tomllib.loads(path.read_text())


def test_the_file_may_be_a_link_to_where_it_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text(WRITTEN)
    config_file().parent.mkdir(parents=True)
    config_file().symlink_to(kept)
    add_profile("home", HOME, default=True)
    assert config_file().is_symlink()
    assert "home" in tomllib.loads(kept.read_text())["profiles"]


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (lambda: add_profile("work", HOME, default=False), 'There is a profile "work" already'),
        (lambda: add_profile("x", {"url": "nonsense"}, default=False), "must be an address"),
        (lambda: add_profile("x", {**HOME, "token": "plain"}, default=False), "as plain text"),
        (lambda: add_profile("x", {}, default=False), "needs one of url"),
        (lambda: remove_profile("gone"), 'no profile "gone" (known: work)'),
        (lambda: set_default_profile("gone"), 'no profile "gone" (known: work)'),
        (lambda: set_secret("gone", ("token",), {"env": "X"}), 'no profile "gone" (known: work)'),
    ],
)
def test_what_cannot_be_leaves_the_file_alone(edit: Any, complaint: str) -> None:
    path = configure(WRITTEN)
    with pytest.raises(ConfigurationError) as caught:
        edit()
    assert complaint in caught.value.message
    assert path.read_text() == WRITTEN


@pytest.mark.parametrize("text", ["[profiles.work", "profiles = 1\n", "x = 1\nx = 2\n"])
def test_a_file_that_makes_no_sense_is_not_touched(text: str) -> None:
    path = configure(text)
    with pytest.raises(ConfigurationError):
        add_profile("home", HOME, default=True)
    assert path.read_text() == text


def test_a_folder_that_cannot_be_written_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    path = configure(WRITTEN)

    def full(*_: object, **__: object) -> None:
        raise StorageError("no space left on device")

    monkeypatch.setattr(config_edit, "write_private", full)
    with pytest.raises(ChatKitError, match="no space left"):
        add_profile("home", HOME, default=True)
    assert path.read_text() == WRITTEN


def test_edits_at_the_same_time_are_all_kept() -> None:
    configure(WRITTEN)
    together = threading.Barrier(5)

    def add(number: int) -> None:
        together.wait()
        add_profile(f"p{number}", HOME, default=False)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profiles = tomllib.loads(config_file().read_text())["profiles"]
    assert set(profiles) == {"work", "p0", "p1", "p2", "p3", "p4"}


NAMES = some.text("ab.-_ \"'\\é☃", min_size=1, max_size=6).filter(str.strip)
TEXTS = some.text(some.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(names=some.lists(NAMES, min_size=1, max_size=4, unique=True), text=TEXTS)
def test_any_name_and_any_text_come_back_as_they_were(names: list[str], text: str) -> None:
    configure(WRITTEN)
    for name in names:
        add_profile(name, {**HOME, "headers": {"X-Team": text}}, default=True)
    said = tomllib.loads(config_file().read_text())
    assert said["default_profile"] == names[-1]
    assert [said["profiles"][name]["headers"]["X-Team"] for name in names] == [text] * len(names)
    for name in names:
        remove_profile(name)
    assert tomllib.loads(config_file().read_text()) == tomllib.loads(WRITTEN)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_found_in_its_line(newline: str) -> None:
    text = (WRITTEN + 'long = """\n[profiles.none]\n"""\n[profiles."a.b"]\nx.y = 1').replace(
        "\n", newline
    )
    lines = text.split(newline)

    def line(*keys: str) -> str | None:
        number = line_of(text, keys)
        return None if number is None else lines[number - 1]

    assert line("ui", "theme") == 'theme = "light"   # easier on the eyes'
    assert line("profiles") == line("profiles", "work") == lines[4]
    assert line("profiles", "work", "strange", "of") == lines[5]
    assert line("profiles", "work", "list") == "list = ["
    assert line("profiles", "work", "headers", "X-Team") == 'X-Team = "blue"'
    assert line("keys", "view", "threads") == 'view.threads = "f10"'
    assert line("keys", "long") == 'long = """'
    assert line("profiles", "a.b", "x", "y") == "x.y = 1"
    assert line("profiles", "none") is None
