"""Where the server is, and how one shows who one is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HOSTED_BASE_URL = "https://api.openai.com"
"""Where the hosted service lives unless a secret or an option says otherwise."""

GetClientSecret = Callable[[str | None], str | Awaitable[str]]
"""Returns a client secret; receives the current one, or None at first. May be async."""

HeadersBuilder = Callable[[], Mapping[str, str] | Awaitable[Mapping[str, str]]]
"""Returns the headers of one request (credentials included). Called for each. May be async."""


@dataclass(frozen=True, slots=True)
class DirectUpload:
    """Attachments go to `url` as one multipart POST (`uploadStrategy: direct`)."""

    url: str


@dataclass(frozen=True, slots=True)
class TwoPhaseUpload:
    """Attachments are registered first, then sent where the server says (`two_phase`)."""


@dataclass(frozen=True, slots=True)
class SessionEndpoint:
    """A backend that hands out client secrets on POST, in any of the shapes met in the wild."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers_builder: HeadersBuilder | None = field(default=None, repr=False)
    """Called for each request; what it returns goes before `headers`."""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostedApiConfig:
    """A server that wants client secrets: the hosted service, or one that behaves like it.

    Secrets come from `get_client_secret`, or from `session` when that is given.
    """

    get_client_secret: GetClientSecret | None = field(default=None, repr=False)
    session: SessionEndpoint | None = None
    base_url: str = HOSTED_BASE_URL
    allow_http: bool = False


@dataclass(frozen=True, slots=True)
class CustomApiConfig:
    """A self-hosted ChatKit server at `url`."""

    url: str
    headers_builder: HeadersBuilder | None = field(default=None, repr=False)
    domain_key: str | None = field(default=None, repr=False)
    upload_strategy: DirectUpload | TwoPhaseUpload = TwoPhaseUpload()
    allow_http: bool = False
    """Permit plain http to a host that is not this machine."""


ApiConfig = CustomApiConfig | HostedApiConfig
