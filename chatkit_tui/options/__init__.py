"""What an integrator can configure.

Names follow the web component's `ChatKitOptions` (npm @openai/chatkit) in snake_case. Plain
dataclasses, so that a program can be configured before anything heavier is imported.
"""

from __future__ import annotations

from chatkit_tui.options.api import (
    HOSTED_BASE_URL,
    ApiConfig,
    CustomApiConfig,
    DirectUpload,
    GetClientSecret,
    HeadersBuilder,
    HostedApiConfig,
    SessionEndpoint,
    TwoPhaseUpload,
)
from chatkit_tui.options.composer import (
    ComposerAttachmentOption,
    ComposerOption,
    DictationOption,
    ModelOption,
    ToolOption,
)
from chatkit_tui.options.entities import (
    Command,
    CommandHandler,
    CommandSearch,
    CommandSelection,
    CommandsOption,
    EntitiesOption,
    Entity,
    EntityHandler,
    EntitySelection,
    MenuSelection,
    PreviewRequest,
    TagSearch,
)
from chatkit_tui.options.screen import (
    DisclaimerOption,
    HeaderAction,
    HeaderOption,
    HeaderTitle,
    HistoryOption,
    StartScreenOption,
    StartScreenPrompt,
    ThreadItemActionsOption,
    ThreadOption,
)
from chatkit_tui.options.theme import (
    AccentColor,
    FontObject,
    GrayscaleOption,
    SurfaceColors,
    ThemeColor,
    ThemeOption,
    TypographyOption,
)
from chatkit_tui.options.tools import ClientTool, ClientToolHandler, client_tool
from chatkit_tui.options.whole import (
    ChatKitOptions,
)
from chatkit_tui.options.widgets import (
    WidgetActionHandler,
    WidgetsOption,
)

__all__ = [
    "HOSTED_BASE_URL",
    "AccentColor",
    "ApiConfig",
    "ChatKitOptions",
    "ClientTool",
    "ClientToolHandler",
    "Command",
    "CommandHandler",
    "CommandSearch",
    "CommandSelection",
    "CommandsOption",
    "ComposerAttachmentOption",
    "ComposerOption",
    "CustomApiConfig",
    "DictationOption",
    "DirectUpload",
    "DisclaimerOption",
    "EntitiesOption",
    "Entity",
    "EntityHandler",
    "EntitySelection",
    "FontObject",
    "GetClientSecret",
    "GrayscaleOption",
    "HeaderAction",
    "HeaderOption",
    "HeaderTitle",
    "HeadersBuilder",
    "HistoryOption",
    "HostedApiConfig",
    "MenuSelection",
    "ModelOption",
    "PreviewRequest",
    "SessionEndpoint",
    "StartScreenOption",
    "StartScreenPrompt",
    "SurfaceColors",
    "TagSearch",
    "ThemeColor",
    "ThemeOption",
    "ThreadItemActionsOption",
    "ThreadOption",
    "ToolOption",
    "TwoPhaseUpload",
    "TypographyOption",
    "WidgetActionHandler",
    "WidgetsOption",
    "client_tool",
]
