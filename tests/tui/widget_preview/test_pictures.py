"""Pictures of a preview come from the widget or from beside its file, from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatkit_tui.errors import ChatKitError
from chatkit_tui.tui.widget_preview.pictures import picture_at


def test_pictures_are_in_the_widget_or_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "widgets"
    (folder / "a b").mkdir(parents=True)
    (folder / "a b" / "c.png").write_bytes(b"beside")
    (tmp_path / "secret.png").write_bytes(b"secret")
    assert picture_at("data:image/png;base64,aGk=", folder) == b"hi"
    assert picture_at("a%20b/c.png?v=1", folder) == b"beside"
    assert picture_at("/a%20b/c.png", folder) == b"beside"
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    for address, words in (
        ("data:image/png;base64,??", "its data cannot be read"),
        ("../secret.png", "it is not beside the file"),
        ("link.png", "it is not beside the file"),
        ("none.png", "there is no such file"),
        ("a%20b", "there is no such file"),
        ("\0", "there is no such file"),
        ("https://example.com/a.png", "a preview asks no server"),
        ("//example.com/a.png", "a preview asks no server"),
        (f"file://{tmp_path}/secret.png", "a preview asks no server"),
        ("http://[", "there is no such file"),
    ):
        with pytest.raises(ChatKitError, match=words):
            picture_at(address, folder)
