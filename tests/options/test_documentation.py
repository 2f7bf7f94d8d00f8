"""docs/options.md names every option, method and event of the web component, and tells the truth.

The names are those of npm @openai/chatkit 1.9.0, `types/index.d.ts`, in the order of that file.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import chatkit_tui
from chatkit_tui import options
from chatkit_tui.profiles import profile

PAGE = Path(chatkit_tui.__file__).parent / "docs" / "options.md"

OPTIONS = [
    "api.url",
    "api.fetch",
    "api.domainKey",
    "api.uploadStrategy",
    "api.getClientSecret",
    "locale",
    "theme",
    "frameTitle",
    "initialThread",
    "onClientTool",
    "theme.colorScheme",
    "theme.typography",
    "theme.radius",
    "theme.density",
    "theme.typography.baseSize",
    "theme.typography.fontSources",
    "theme.typography.fontFamily",
    "theme.typography.fontFamilyMono",
    "theme.color.grayscale.hue",
    "theme.color.grayscale.tint",
    "theme.color.grayscale.shade",
    "theme.color.accent.primary",
    "theme.color.accent.level",
    "theme.color.surface.background",
    "theme.color.surface.foreground",
    "header.enabled",
    "header.title.enabled",
    "header.title.text",
    "header.leftAction.icon",
    "header.leftAction.onClick",
    "header.rightAction.icon",
    "header.rightAction.onClick",
    "history.enabled",
    "history.showDelete",
    "history.showRename",
    "startScreen.greeting",
    "startScreen.prompts[].label",
    "startScreen.prompts[].prompt",
    "startScreen.prompts[].icon",
    "widgets.onAction",
    "entities.onTagSearch",
    "entities.showComposerMenu",
    "entities.onClick",
    "entities.onRequestPreview",
    "commands.enabled",
    "commands.onSearch",
    "commands.onSelect",
    "disclaimer.text",
    "disclaimer.highContrast",
    "threadItemActions.feedback",
    "threadItemActions.retry",
    "thread.autoScroll",
    "composer.placeholder",
    "composer.attachments.enabled",
    "composer.attachments.maxSize",
    "composer.attachments.maxCount",
    "composer.attachments.accept",
    "composer.tools[].id",
    "composer.tools[].label",
    "composer.tools[].icon",
    "composer.tools[].shortLabel",
    "composer.tools[].placeholderOverride",
    "composer.tools[].pinned",
    "composer.tools[].persistent",
    "composer.models[].id",
    "composer.models[].label",
    "composer.models[].description",
    "composer.models[].disabled",
    "composer.models[].default",
    "composer.dictation.enabled",
    "Entity.title",
    "Entity.id",
    "Entity.icon",
    "Entity.interactive",
    "Entity.group",
    "Entity.data",
    "Command.id",
    "Command.label",
    "Command.description",
    "Command.icon",
    "Command.group",
    "CommandSelection.entity",
    "CommandSelection.menu",
]

METHODS = [
    "setOptions",
    "focusComposer",
    "setThreadId",
    "sendCustomAction",
    "sendUserMessage",
    "setComposerValue",
    "showHistory",
    "hideHistory",
    "fetchUpdates",
    "addEventListener",
    "removeEventListener",
]

EVENTS = [
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
]


def documented() -> dict[str, str]:
    """The second column by the first."""
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", PAGE.read_text("utf-8"), re.M)
    assert len(dict(rows)) == len(rows), "a name stands twice"
    return dict(rows)


def test_no_name_is_missing_and_none_is_invented() -> None:
    assert set(documented()) == {*OPTIONS, *METHODS, *EVENTS}


@pytest.mark.parametrize("name", OPTIONS + METHODS)
def test_our_names_are_real(name: str) -> None:
    owner, _, attribute = documented()[name].partition(".")
    kind = getattr(chatkit_tui, owner)
    if is_dataclass(kind):
        assert attribute in {field.name for field in fields(kind)}
    else:
        assert callable(getattr(kind, attribute))


def test_profiles_know_every_event() -> None:
    assert list(profile.EVENTS) == EVENTS


@pytest.mark.parametrize("name", EVENTS)
def test_our_events_are_emitted_somewhere(name: str) -> None:
    assert documented()[name] == f'"{name}"'
    sources = Path(chatkit_tui.__file__).parent.glob("controller/*.py")
    assert any(f'"{name}"' in source.read_text("utf-8") for source in sources)


OWN = {
    "ChatKitOptions": {"client_tools"},
    "CustomApiConfig": {"allow_http"},
    "HostedApiConfig": {"session", "base_url", "allow_http"},
    "SessionEndpoint": {"url", "headers", "headers_builder", "body"},
    "DirectUpload": {"url"},
    "ClientTool": {"name", "run", "params", "confirm", "description"},
    "DictationOption": {"command", "mime_type"},
    "EntitiesOption": {"search_url", "preview_actions"},
    "WidgetsOption": {"form_values"},
    "FontObject": {"family", "src", "weight", "style", "display", "unicode_range"},
}
"""What has no counterpart in the web component, or stands there within something documented."""


def test_every_option_of_ours_is_documented() -> None:
    told = set(documented().values())
    for name in options.__all__:
        kind = getattr(options, name)
        for field in fields(kind) if is_dataclass(kind) else ():
            holds_more = field.name in HOLDERS.get(name, ())
            own = field.name in OWN.get(name, ())
            assert holds_more or own or f"{name}.{field.name}" in told, (name, field.name)


HOLDERS = {
    "ChatKitOptions": {
        "api",
        "header",
        "history",
        "start_screen",
        "thread_item_actions",
        "composer",
        "disclaimer",
        "entities",
        "commands",
        "widgets",
        "thread",
    },
    "ThemeOption": {"color"},
    "ThemeColor": {"accent", "grayscale", "surface"},
    "HeaderOption": {"title", "left_action", "right_action"},
    "StartScreenOption": {"prompts"},
    "ComposerOption": {"tools", "models", "attachments", "dictation"},
}
"""Options that only hold others."""
