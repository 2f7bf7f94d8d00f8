"""The table of a profile that says which files may go with a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.options import ComposerAttachmentOption
from chatkit_tui.options.api import CustomApiConfig
from chatkit_tui.options.checks import check_options
from chatkit_tui.options.composer import ComposerOption
from chatkit_tui.options.whole import ChatKitOptions
from chatkit_tui.profiles.config_file import config_file
from chatkit_tui.profiles.profile_reader import load_profile


def attachments_of(text: str) -> ComposerAttachmentOption | None:
    path = config_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[profiles.work]\nurl = "https://example.com"\n{text}\n')
    profile = load_profile("work")
    assert profile is not None
    return profile.attachments


def test_without_a_table_the_server_decides() -> None:
    assert attachments_of("") is None


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("{ }", {}),
        ("{ enabled = false }", {"enabled": False}),
        ("{ max_size = 5, max_count = 2 }", {"max_size": 5, "max_count": 2}),
        ('{ max_size = { "image/*" = 5, "*" = 0 } }', {"max_size": {"image/*": 5, "*": 0}}),
        (
            '{ accept = { "image/*" = [".png"], "application/pdf" = [] } }',
            {"accept": {"image/*": (".png",), "application/pdf": ()}},
        ),
        ('{ accept = ["text/*"] }', {"accept": {"text/*": ()}}),
    ],
)
def test_what_a_table_says(table: str, changes: dict[str, object]) -> None:
    files = attachments_of(f"attachments = {table}")
    assert files == replace(ComposerAttachmentOption(enabled=True), **changes)  # type: ignore[arg-type]
    api = CustomApiConfig("https://example.com")
    check_options(ChatKitOptions(api=api, composer=ComposerOption(attachments=files)))


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("true", "attachments must be a table"),
        ("{ max_sizes = 1 }", "attachments.max_sizes is not a setting"),
        ('{ enabled = "yes" }', "attachments.enabled must be true or false"),
        ("{ max_size = -1 }", "attachments.max_size must be"),
        ("{ max_size = { a = true } }", "attachments.max_size must be"),
        ("{ max_count = 0 }", "attachments.max_count must be"),
        ('{ accept = { "image/*" = ["png"] } }', "attachments.accept must be"),
        ('{ accept = [".png"] }', "attachments.accept must be"),
        ("{ accept = [1] }", "attachments.accept must be"),
        ("{ accept = 1 }", "attachments.accept must be"),
    ],
)
def test_what_a_table_cannot_say(table: str, key: str) -> None:
    with pytest.raises(ConfigurationError, match=r"config\.toml.*profiles\.work\.") as caught:
        attachments_of(f"attachments = {table}")
    assert key in caught.value.message
