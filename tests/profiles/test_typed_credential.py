"""A typed credential: what it takes the place of, and where it can be kept."""

from __future__ import annotations

import pytest

from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.secrets import EnvSecret, KeyringSecret, PlainSecret
from chatkit_tui.profiles.typed_credential import slot_for, typed_value, with_credential


def test_a_typed_credential_goes_before_the_others() -> None:
    given = Profile(url="https://x", headers={"Authorization": PlainSecret("a", "old")}, token=None)
    assert with_credential(given, "token").headers == {}
    other = Profile(url="https://x", token=PlainSecret("a", "old"))
    changed = with_credential(other, "authorization: Basic new")
    assert changed.token is None
    assert [*changed.headers] == ["authorization"]
    assert with_credential(other, " ") is other


WORK = Profile(name="work", url="https://x")
IN_KEYRING = KeyringSecret("a", "work")


@pytest.mark.parametrize(
    ("profile", "line", "key"),
    [
        (WORK, "token", "token"),
        (WORK, "X-Key: it", "headers.X-Key"),
        (Profile(name="work", url="https://x", token=IN_KEYRING), "token", "token"),
        (
            Profile(name="work", url="https://x", headers={"X-Key": IN_KEYRING}),
            "x-key: it",
            "headers.X-Key",
        ),
        (Profile(url="https://x"), "token", None),
        (Profile(name="work", demo=True), "token", None),
        (Profile(name="work", client_secret=IN_KEYRING), "token", None),
        (Profile(name="work", url="https://x", token=EnvSecret("a", "T")), "token", None),
        (Profile(name="work", url="https://x", token=IN_KEYRING), "Authorization: Basic x", None),
        (
            Profile(name="work", url="https://x", headers={"authorization": IN_KEYRING}),
            "token",
            None,
        ),
    ],
)
def test_it_is_kept_where_login_would_keep_it(profile: Profile, line: str, key: str | None) -> None:
    slot = slot_for(profile, line)
    assert (slot and slot.key) == key


def test_what_of_it_is_secret() -> None:
    assert [typed_value(line) for line in (" a:b c ", "token", "X-Key:  it ")] == [
        "b c",
        "token",
        "it",
    ]
