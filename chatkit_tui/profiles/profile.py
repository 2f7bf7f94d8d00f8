"""Profiles: the servers a user talks to, and how.

A profile has one of `url` (a server of one's own), `session_url` (a backend that hands out client
secrets), `client_secret_command` (a command that prints them) and `demo = true`, or an `app` (a
Python file that gives the options), or both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from chatkit_tui.profiles.secrets import Secret, out_of_environment
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.options import ComposerAttachmentOption, DictationOption

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What HTTP allows as the name of a header."""

SHIPPED_TOOLS = ("open_url", "copy_to_clipboard", "read_file")
"""Client tools that come with this program."""

DEMO_TOOLS = ("open_url", "copy_to_clipboard")
"""Those of them that the demo may ask for without a word in a profile: it shows how that is."""

EVENTS = (
    "chatkit.ready",
    "chatkit.error",
    "chatkit.effect",
    "chatkit.deeplink",
    "chatkit.response.start",
    "chatkit.response.end",
    "chatkit.history.open",
    "chatkit.history.close",
    "chatkit.thread.change",
    "chatkit.thread.load.start",
    "chatkit.thread.load.end",
    "chatkit.tool.change",
    "chatkit.log",
)
"""Events of the web component, at which commands can be run."""

SERVER_KEYS = ("url", "session_url", "client_secret_command", "demo")
"""The keys that say where the server is; a profile has one of them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One backend and how to reach it; `name` is None when the command line describes it."""

    name: str | None = None
    url: str | None = None
    session_url: str | None = None
    client_secret: Secret | None = None
    """What `client_secret_command` prints."""
    base_url: str | None = None
    demo: bool = False
    app: str | None = None
    """A Python file that gives the options, and the name in it: `path.py[:name]`."""
    headers: Mapping[str, Secret] = field(default_factory=dict)
    token: Secret | None = None
    domain_key: Secret | None = None
    upload_url: str | None = None
    entities_url: str | None = None
    """Where entities for `@` are looked up: `GET entities_url?q=…`."""
    locale: str | None = None
    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    """Ids of bindings to keys, on top of what the whole program is told."""
    allow_http: bool = False
    tools: tuple[str, ...] = ()
    """Client tools of this program that the server may ask for; the user is asked each time."""
    events: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Command lines by the events of the web component at which they are run."""
    attachments: ComposerAttachmentOption | None = None
    """Which files may go with a message; None leaves it to the server."""
    dictation: DictationOption | None = None
    """Whether a message may be spoken, and what records it."""

    @property
    def names_server(self) -> bool:
        """Whether it says where the server is, or leaves that to its integration file."""
        return self.demo or any((self.url, self.session_url, self.client_secret))

    @property
    def hosted(self) -> bool:
        """Whether its server wants client secrets."""
        return self.session_url is not None or self.client_secret is not None

    @property
    def address(self) -> str | None:
        """Where the server is, or what hands out the secrets for it, as far as that is said."""
        return self.url or self.session_url or self.base_url

    @property
    def secrets(self) -> dict[str, Secret]:
        """All that is to be kept from view, by keys of the configuration."""
        secrets = {f"headers.{name}": secret for name, secret in self.headers.items()}
        named = {
            "token": self.token,
            "client_secret_command": self.client_secret,
            "domain_key": self.domain_key,
        }
        return secrets | {key: secret for key, secret in named.items() if secret is not None}

    def out_of_environment(self) -> Profile:
        """The same, its variables hidden from the programs that are started from here."""
        secrets = out_of_environment(self.secrets)
        return replace(
            self,
            headers={name: secrets[f"headers.{name}"] for name in self.headers},
            token=secrets.get("token"),
            client_secret=secrets.get("client_secret_command"),
            domain_key=secrets.get("domain_key"),
        )


KEYS = (
    "url",
    "session_url",
    "client_secret_command",
    "base_url",
    "demo",
    "app",
    "headers",
    "token",
    "token_command",
    "domain_key",
    "upload_url",
    "entities_url",
    "locale",
    "theme",
    "keys",
    "allow_http",
    "tools",
    "events",
    "attachments",
    "dictation",
)
"""The keys of a profile. Others are left alone, unless one looks like a slip for one of these."""


def url_problem(url: str) -> str | None:
    """What is wrong with the address of a server, None where nothing is seen to be.

    It is a sentence in which {place} stands for what names the address.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return _("{place} is not an address.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _("{place} must be an address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        return _("{place} must not hold a user name or password; a header can carry them.")
    return None
