"""ChatKitOptions: what an integrator can configure.

Names follow the web component's `ChatKitOptions` (npm @openai/chatkit) in snake_case. Plain
dataclasses, so that a program can be configured before anything heavier is imported.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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
class AccentColor:
    """The accent of a theme: any CSS colour, and how much of it there is, 0 to 3."""

    primary: str
    level: Literal[0, 1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class GrayscaleOption:
    """The hue of a theme's greys in degrees, its tint (0 to 9), darker or lighter (-4 to 4)."""

    hue: float
    tint: int
    shade: int = 0


@dataclass(frozen=True, slots=True)
class SurfaceColors:
    """Background and text of surfaces, as CSS colours."""

    background: str
    foreground: str


@dataclass(frozen=True, slots=True)
class ThemeColor:
    """The colours of a theme."""

    accent: AccentColor | None = None
    grayscale: GrayscaleOption | None = None
    surface: SurfaceColors | None = None


@dataclass(frozen=True, slots=True)
class ThemeOption:
    """How the chat looks (`ThemeOption` in index.d.ts, without fonts)."""

    color_scheme: Literal["light", "dark"] | None = None
    """None takes what suits the terminal's background."""
    color: ThemeColor = ThemeColor()
    radius: Literal["pill", "round", "soft", "sharp"] = "round"
    density: Literal["compact", "normal", "spacious"] = "normal"


@dataclass(frozen=True, slots=True)
class HeaderAction:
    """An action at one end of the header; `icon` is a ChatKit icon name."""

    icon: str
    on_click: Callable[[], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class HeaderTitle:
    """What stands in the header: `text`, or the thread's title where that is None."""

    enabled: bool = True
    text: str | None = None


@dataclass(frozen=True, slots=True)
class HeaderOption:
    """The line above the transcript."""

    enabled: bool = True
    title: HeaderTitle = HeaderTitle()
    left_action: HeaderAction | None = None
    right_action: HeaderAction | None = None


@dataclass(frozen=True, slots=True)
class HistoryOption:
    """The list of threads, and what may be done to them there."""

    enabled: bool = True
    show_delete: bool = True
    show_rename: bool = True


@dataclass(frozen=True, slots=True)
class ThreadItemActionsOption:
    """What may be done to an answer: say what you think of it, have it made anew."""

    feedback: bool = False
    retry: bool = False


@dataclass(frozen=True, slots=True)
class ToolOption:
    """A tool that the user may ask for; `id` goes to the server as `tool_choice`."""

    id: str
    label: str
    icon: str | None = None
    short_label: str | None = None
    placeholder_override: str | None = None
    pinned: bool = False
    """Offered beside the composer too, not only in the list of tools."""
    persistent: bool = False
    """Stays chosen after a message is sent."""


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A model that the user may choose; `id` goes to the server with each message."""

    id: str
    label: str
    description: str | None = None
    disabled: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class ComposerOption:
    """How the composer presents itself, and what can be chosen there."""

    placeholder: str = "Message the assistant"
    tools: tuple[ToolOption, ...] = ()
    models: tuple[ModelOption, ...] = ()


@dataclass(frozen=True, slots=True)
class DisclaimerOption:
    """A line of Markdown below the composer."""

    text: str
    high_contrast: bool = False


@dataclass(frozen=True, slots=True)
class ThreadOption:
    """How the transcript behaves."""

    auto_scroll: bool = True
    """Follow a response while the reader is at the end."""


@dataclass(frozen=True, slots=True)
class WidgetsOption:
    """Callbacks of widgets; `on_action` receives actions whose handler is the client."""

    on_action: WidgetActionHandler | None = None


@dataclass(frozen=True, slots=True)
class ChatKitOptions:
    """Everything a conversation needs to know; the counterpart of `ChatKitOptions` in the SDK."""

    api: ApiConfig
    locale: str | None = None
    theme: str | ThemeOption | None = None
    """A ThemeOption, "auto", "light", "dark", "ansi", or the name of a Textual theme."""
    initial_thread: str | None = None
    header: HeaderOption = HeaderOption()
    history: HistoryOption = HistoryOption()
    start_screen: StartScreenOption = StartScreenOption()
    thread_item_actions: ThreadItemActionsOption = ThreadItemActionsOption()
    composer: ComposerOption = ComposerOption()
    disclaimer: DisclaimerOption | None = None
    widgets: WidgetsOption = WidgetsOption()
    thread: ThreadOption = ThreadOption()
    on_client_tool: ClientToolHandler | None = None
