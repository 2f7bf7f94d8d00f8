"""The secrets that `login` stores and `logout` removes, for one profile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.private_file import remove_private, write_private
from chatkit_tui.profiles.config_edit import remove_secret, set_secret
from chatkit_tui.profiles.config_file import ConfigFile
from chatkit_tui.profiles.keyring_access import KeyringUnusable, keep_entry, remove_entry
from chatkit_tui.profiles.locations import data_dir, safe_name
from chatkit_tui.profiles.profile import Profile
from chatkit_tui.profiles.profile_reader import profile_in
from chatkit_tui.profiles.secrets import FileSecret, KeyringSecret, Secret
from chatkit_tui.translation import _


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a credential in a profile: its token, or one of its headers."""

    profile: Profile
    header: str | None = None

    @property
    def key(self) -> str:
        """As the profile's own `secrets` call it."""
        return ".".join(self._keys)

    @property
    def secret(self) -> Secret | None:
        """What the profile has there."""
        return self.profile.secrets.get(self.key)

    @property
    def is_ours(self) -> bool:
        """Whether what is there can be stored and removed here."""
        secret = self.secret
        return isinstance(secret, KeyringSecret) or (
            isinstance(secret, FileSecret) and secret.path == self.file
        )

    @property
    def file(self) -> Path:
        """Where the secret is kept if not in the keyring."""
        return data_dir() / "secrets" / safe_name(self._name)

    def store_in_keyring(self, value: str) -> str:
        """Keep the secret; where, in words. Raises KeyringUnusable and then changes nothing."""
        secret = self.secret
        entry = secret.name if isinstance(secret, KeyringSecret) else self._name
        asyncio.run(keep_entry(entry, value))
        self._refer({"keyring": entry})
        return _('the keyring, entry "{name}"').format(name=entry)

    def store_in_file(self, value: str) -> str:
        """Keep the secret; where, in words. Raises StorageError."""
        write_private(self.file, f"{value}\n")
        self._refer({"file": str(self.file)})
        return str(self.file)

    def forget(self) -> str:
        """Remove the secret and what names it; what was done. Raises KeyringUnusable."""
        secret = self.secret
        assert secret is not None
        user = next(_others_with(self.profile, secret), None)
        if user is None:
            asyncio.run(_removed(secret))
        remove_secret(self._profile_name, self._keys)
        if user is not None:
            return _("Removed: {key}; {source} stays, since {profile} uses it too.").format(
                key=self.key, source=secret.source, profile=user
            )
        return _("Removed: {key}, from {source}.").format(key=self.key, source=secret.source)

    def _refer(self, reference: Mapping[str, str]) -> None:
        set_secret(self._profile_name, self._keys, reference)
        secret = self.secret
        moved = isinstance(secret, KeyringSecret) != ("keyring" in reference)
        if secret is not None and moved and not any(_others_with(self.profile, secret)):
            asyncio.run(_removed(secret))

    @property
    def _keys(self) -> tuple[str, ...]:
        return ("token",) if self.header is None else ("headers", self.header)

    @property
    def _name(self) -> str:
        name = self._profile_name
        return name if self.header is None else f"{name} {self.header}"

    @property
    def _profile_name(self) -> str:
        assert self.profile.name is not None
        return self.profile.name


def slots_of(profile: Profile) -> list[Slot]:
    """Those that have a secret."""
    return [Slot(profile)] * (profile.token is not None) + [
        Slot(profile, name) for name in profile.headers
    ]


def forget_all(profile: Profile) -> list[str]:
    """Remove all that `login` stored for a profile; what was done. Raises KeyringUnusable."""
    return [slot.forget() for slot in slots_of(profile) if slot.is_ours]


def _others_with(profile: Profile, secret: Secret) -> Iterator[str]:
    """The other profiles that have the same entry of the keyring."""
    file = ConfigFile.read()
    for name in file.table("profiles"):
        if name == profile.name or not isinstance(secret, KeyringSecret):
            continue
        try:
            others = profile_in(file, name).secrets.values()
        except ConfigurationError:
            continue
        if any(isinstance(each, KeyringSecret) and each.name == secret.name for each in others):
            yield name


async def _removed(secret: Secret) -> None:
    if isinstance(secret, FileSecret):
        await asyncio.to_thread(remove_private, secret.path)
    elif isinstance(secret, KeyringSecret):
        try:
            await remove_entry(secret.name)
        except KeyringUnusable as error:
            raise KeyringUnusable(
                _('{place}: {problem}; its entry "{name}" is left as it is.').format(
                    place=secret.origin, problem=error.message, name=secret.name
                )
            ) from None
