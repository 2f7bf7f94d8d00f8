"""chatkit-tui: a terminal client for ChatKit, and what it is made of.

The public names are below. Each is imported when it is first used, so that a program which shows
something first, or needs no screen, does not pay for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.errors import (
        AuthRequired,
        ChatKitError,
        CommandRefused,
        ConfigurationError,
        ConnectError,
        ConnectionLost,
        Exchange,
        ProtocolError,
        RateLimited,
        ServerRejected,
        ServerUnavailable,
        StorageError,
        StreamInterrupted,
    )
    from chatkit_tui.integration import ChatKit
    from chatkit_tui.options import (
        AccentColor,
        ApiConfig,
        ChatKitOptions,
        ClientToolHandler,
        Command,
        CommandHandler,
        CommandSearch,
        CommandSelection,
        CommandsOption,
        ComposerAttachmentOption,
        ComposerOption,
        CustomApiConfig,
        DictationOption,
        DirectUpload,
        DisclaimerOption,
        EntitiesOption,
        Entity,
        EntityHandler,
        EntitySelection,
        FontObject,
        GetClientSecret,
        GrayscaleOption,
        HeaderAction,
        HeaderOption,
        HeadersBuilder,
        HeaderTitle,
        HistoryOption,
        HostedApiConfig,
        MenuSelection,
        ModelOption,
        PreviewRequest,
        SessionEndpoint,
        StartScreenOption,
        StartScreenPrompt,
        SurfaceColors,
        TagSearch,
        ThemeColor,
        ThemeOption,
        ThreadItemActionsOption,
        ThreadOption,
        ToolOption,
        TwoPhaseUpload,
        TypographyOption,
        WidgetActionHandler,
        WidgetsOption,
    )
    from chatkit_tui.tui.app import ChatKitApp
    from chatkit_tui.tui.view import ChatKitView

__all__ = [
    "AccentColor",
    "ApiConfig",
    "AuthRequired",
    "ChatKit",
    "ChatKitApp",
    "ChatKitController",
    "ChatKitError",
    "ChatKitOptions",
    "ChatKitView",
    "ClientToolHandler",
    "Command",
    "CommandHandler",
    "CommandRefused",
    "CommandSearch",
    "CommandSelection",
    "CommandsOption",
    "ComposerAttachmentOption",
    "ComposerOption",
    "ConfigurationError",
    "ConnectError",
    "ConnectionLost",
    "CustomApiConfig",
    "DictationOption",
    "DirectUpload",
    "DisclaimerOption",
    "EntitiesOption",
    "Entity",
    "EntityHandler",
    "EntitySelection",
    "Exchange",
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
    "ProtocolError",
    "RateLimited",
    "ServerRejected",
    "ServerUnavailable",
    "SessionEndpoint",
    "StartScreenOption",
    "StartScreenPrompt",
    "StorageError",
    "StreamInterrupted",
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
]

_HOMES = {
    "chatkit_tui.controller.controller": ("ChatKitController",),
    "chatkit_tui.errors": (
        "AuthRequired",
        "ChatKitError",
        "CommandRefused",
        "ConfigurationError",
        "ConnectError",
        "ConnectionLost",
        "Exchange",
        "ProtocolError",
        "RateLimited",
        "ServerRejected",
        "ServerUnavailable",
        "StorageError",
        "StreamInterrupted",
    ),
    "chatkit_tui.integration": ("ChatKit",),
    "chatkit_tui.options": (
        "AccentColor",
        "ApiConfig",
        "ChatKitOptions",
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
    ),
    "chatkit_tui.tui.app": ("ChatKitApp",),
    "chatkit_tui.tui.view": ("ChatKitView",),
}
"""The names each module gives."""

_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
