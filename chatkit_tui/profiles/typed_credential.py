"""A credential that the user has just typed: a token, or a header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chatkit_tui.profiles.kept_secret import Slot
from chatkit_tui.profiles.profile import HEADER_NAME, Profile
from chatkit_tui.profiles.secrets import PlainSecret, Secret
from chatkit_tui.translation import _


def with_credential(profile: Profile, line: str) -> Profile:
    """`profile` with a token, or with a header where `line` reads "Name: value"."""
    line = line.strip()
    if not line:
        return profile
    name, value = _parted(line)
    if name is not None:
        kept = _without(profile.headers, name)
        token = None if name.lower() == "authorization" else profile.token
        secret = PlainSecret(_("The header {name} you typed").format(name=name), value)
        return replace(profile, headers=kept | {name: secret}, token=token)
    headers = _without(profile.headers, "authorization")
    return replace(profile, headers=headers, token=PlainSecret(_("The token you typed"), line))


def slot_for(profile: Profile, line: str = "") -> Slot | None:
    """Where `login` would keep what was typed; None where it would not, as in a bare profile."""
    if profile.name is None or profile.address is None or profile.client_secret is not None:
        return None
    name = _parted(line.strip())[0]
    spelled = {each.lower(): each for each in profile.headers}
    slot = Slot(profile, None if name is None else spelled.get(name.lower(), name))
    other = spelled.get("authorization") if name is None else None
    if name is not None and name.lower() == "authorization" and profile.token is not None:
        other = "token"
    return slot if other is None and (slot.secret is None or slot.is_ours) else None


def typed_value(line: str) -> str:
    """What of `line` is secret."""
    return _parted(line.strip())[1]


def _parted(line: str) -> tuple[str | None, str]:
    """The name of a header, None for a bare token, and its value."""
    name, colon, value = line.partition(":")
    name = name.strip()
    if colon and HEADER_NAME.fullmatch(name):
        return name, value.strip()
    return None, line


def _without(headers: Mapping[str, Secret], name: str) -> dict[str, Secret]:
    return {key: each for key, each in headers.items() if key.lower() != name.lower()}
