"""ChatKitOptions: what an integrator can configure.

Names follow the web component's `ChatKitOptions` (npm @openai/chatkit) in snake_case. Plain
dataclasses, so that a program can be configured before anything heavier is imported.
"""

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

ClientToolHandler = Callable[[str, dict[str, Any]], Any | Awaitable[Any]]
"""Runs the client tool `name` with `arguments`; what it returns goes back to the server."""

WidgetActionHandler = Callable[[dict[str, Any], dict[str, Any]], Awaitable[None] | None]
"""Receives a client-handled action and the widget item it came from, both as JSON objects."""


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


@dataclass(frozen=True, slots=True)
class StartScreenPrompt:
    """A suggestion on the start screen; `prompt` is what is sent, `icon` a ChatKit icon name."""

    label: str
    prompt: str
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class StartScreenOption:
    """What is shown before the first message."""

    greeting: str = "What can I help with today?"
    prompts: tuple[StartScreenPrompt, ...] = ()


@dataclass(frozen=True, slots=True)
class ComposerOption:
    """How the composer presents itself."""

    placeholder: str = "Message the assistant"


@dataclass(frozen=True, slots=True)
class WidgetsOption:
    """Callbacks of widgets; `on_action` receives actions whose handler is the client."""

    on_action: WidgetActionHandler | None = None


@dataclass(frozen=True, slots=True)
class ChatKitOptions:
    """Everything a conversation needs to know; the counterpart of `ChatKitOptions` in the SDK."""

    api: ApiConfig
    locale: str | None = None
    theme: str | None = None
    initial_thread: str | None = None
    start_screen: StartScreenOption = StartScreenOption()
    composer: ComposerOption = ComposerOption()
    widgets: WidgetsOption = WidgetsOption()
    on_client_tool: ClientToolHandler | None = None
