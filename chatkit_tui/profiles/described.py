"""A profile in words that may be shown to anybody: no secret, and nothing that may be one."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

from chatkit_tui.profiles.config_file import Place
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.secrets import EnvSecret, PlainSecret, Secret
from chatkit_tui.translation import _

_TEXTS = ("app", "locale", "theme")
_ADDRESSES = ("url", "session_url", "base_url", "upload_url", "entities_url")


def described(profile: Profile) -> dict[str, str]:
    """What the profile says, by its keys."""
    said: dict[str, str] = {}
    for key in _ADDRESSES:
        if address := getattr(profile, key):
            said[key] = described_address(address)
    for key in _TEXTS:
        if text := getattr(profile, key):
            said[key] = text
    for key in ("demo", "allow_http"):
        if getattr(profile, key):
            said[key] = "true"
    said |= {key: _described_secret(key, each) for key, each in profile.secrets.items()}
    if profile.tools:
        said["tools"] = ", ".join(profile.tools)
    if profile.attachments is not None:
        files = profile.attachments
        said["attachments"] = (
            _("{count} at most").format(count=files.max_count) if files.enabled else _("none")
        )
    if profile.dictation is not None:
        spoken = profile.dictation
        said["dictation"] = _("a command") if spoken.command else str(spoken.enabled).lower()
    said |= {f"keys.{name}": keys for name, keys in profile.keys.items()}
    said |= {f"events.{name}": _("a command") for name in profile.events}
    return said


def described_address(address: str) -> str:
    """An address without what stands behind its "?", which may be a key."""
    parts = urlsplit(address)
    if not parts.query and not parts.fragment:
        return address
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")) + "?…"


def server_of(profile: Profile) -> tuple[str, str]:
    """What kind of server it is, as the key that names it, and where, as far as that is said."""
    for key in ("url", "session_url"):
        if address := getattr(profile, key):
            return key, described_address(address)
    if profile.client_secret is not None:
        return "client_secret_command", described_address(profile.base_url or "")
    return ("demo", "") if profile.demo else ("app", profile.app or "")


def _described_secret(key: str, secret: Secret) -> str:
    if isinstance(secret, PlainSecret):
        # A header in the file as plain text is no secret: the reader of profiles sees to that.
        shown = key.startswith("headers.") and isinstance(secret.origin, Place)
        return secret.value if shown else _("set")
    missing = isinstance(secret, EnvSecret) and not (secret.taken or os.environ.get(secret.name))
    sentence = _("not set, from {source}") if missing else _("set, from {source}")
    return sentence.format(source=secret.source)
