"""What is wrong with options is said by the name of the option."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chatkit_tui import (
    AccentColor,
    ChatKitController,
    ChatKitOptions,
    CommandsOption,
    ComposerAttachmentOption,
    ComposerOption,
    ConfigurationError,
    CustomApiConfig,
    EntitiesOption,
    Entity,
    GrayscaleOption,
    HeaderAction,
    HeaderOption,
    HostedApiConfig,
    ModelOption,
    StartScreenOption,
    StartScreenPrompt,
    ThemeColor,
    ThemeOption,
    ToolOption,
)
from chatkit_tui.options.checks import check_entity, check_options

GOOD = ChatKitOptions(api=CustomApiConfig("http://127.0.0.1:9/chatkit"))


def untyped(value: Any) -> Any:
    """What somebody without a type checker writes."""
    return value


@pytest.mark.parametrize(
    "options",
    [
        GOOD,
        replace(GOOD, api=HostedApiConfig(get_client_secret=lambda current: "secret")),
        replace(GOOD, composer=ComposerOption(tools=untyped([ToolOption("a", "A")]))),
        replace(
            GOOD,
            composer=ComposerOption(
                attachments=ComposerAttachmentOption(
                    enabled=True, max_size={"image/*": 5, "*": 0}, accept={"image/*": (".png",)}
                )
            ),
        ),
        replace(GOOD, theme=ThemeOption(color=ThemeColor(grayscale=GrayscaleOption(360, 9, -4)))),
        replace(GOOD, entities=EntitiesOption(on_tag_search=lambda query: [])),
        replace(GOOD, header=HeaderOption(left_action=HeaderAction("home", print))),
    ],
    ids=["least", "hosted", "lists", "attachments", "theme", "entities", "header"],
)
def test_good_options(options: ChatKitOptions) -> None:
    check_options(options)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"api": "https://example.com"}, "api must be a CustomApiConfig or a HostedApiConfig, not 'ht"),
    ({"api": CustomApiConfig(untyped(None))}, "api.url must be a text, not None."),
    ({"locale": 3}, "locale must be a text or None, not 3."),
    ({"header": None}, "header must be a HeaderOption, not None."),
    (
        {"composer": ComposerOption(models=(ModelOption("a", "A"), untyped("b")))},
        "composer.models[1] must be a ModelOption, not 'b'.",
    ),
    (
        {"composer": ComposerOption(models=(ModelOption("a", "A"), ModelOption(" ", "B")))},
        "composer.models[1].id must be a text that is not empty.",
    ),
    (
        {"composer": ComposerOption(tools=(ToolOption("a", "A"), ToolOption("a", "B")))},
        "composer.tools[1].id 'a' is that of another one, too.",
    ),
    ({"composer": ComposerOption(tools=untyped("search"))}, "composer.tools must be a list, not "),
    (
        {"composer": ComposerOption(attachments=ComposerAttachmentOption(max_count=0))},
        "composer.attachments.max_count must be 1 at least.",
    ),
    (
        {"composer": ComposerOption(attachments=ComposerAttachmentOption(max_size={"*": -1}))},
        "composer.attachments.max_size['*'] must not be negative.",
    ),
    (
        {
            "composer": ComposerOption(
                attachments=ComposerAttachmentOption(accept={"image/*": ("png",)})
            )
        },
        "composer.attachments.accept['image/*'] has 'png' without its dot.",
    ),
    (
        {"theme": ThemeOption(color=ThemeColor(accent=AccentColor("red", untyped(9))))},
        "theme.color.accent.level must be 0, 1, 2 or 3, not 9.",
    ),
    (
        {"theme": ThemeOption(color=ThemeColor(grayscale=GrayscaleOption(361, 0)))},
        "theme.color.grayscale.hue must be from 0 to 360, not 361.",
    ),
    ({"theme": ThemeOption(radius=untyped("oval"))}, "theme.radius must be 'pill', 'round', 'soft"),
    ({"thread_item_actions": True}, "thread_item_actions must be a ThreadItemActionsOption, not"),
    (
        {"start_screen": StartScreenOption(prompts=(StartScreenPrompt("", "x"),))},
        "start_screen.prompts[0].label must be a text that is not empty.",
    ),
    ({"on_client_tool": "tool"}, "on_client_tool must be a function or None, not 'tool'."),
    ({"commands": CommandsOption(enabled=untyped(1))}, "commands.enabled must be True or False, n"),
    (
        {"entities": EntitiesOption(show_composer_menu=True)},
        "entities.show_composer_menu needs entities.on_tag_search.",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), BAD, ids=[each[1][:40] for each in BAD])
def test_bad_options_are_named(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        check_options(replace(GOOD, **changes))
    assert raised.value.message.startswith(sentence)


def test_no_options_at_all() -> None:
    with pytest.raises(ConfigurationError, match="must be ChatKitOptions, not dict"):
        check_options(untyped({"api": {}}))


async def test_a_controller_refuses_bad_options_at_once_and_later() -> None:
    bad = replace(GOOD, composer=ComposerOption(placeholder=untyped(None)))
    with pytest.raises(ConfigurationError, match=r"composer\.placeholder"):
        ChatKitController(bad)
    controller = ChatKitController(GOOD)
    try:
        with pytest.raises(ConfigurationError, match=r"composer\.placeholder"):
            await controller.set_options(bad)
        assert controller.options is GOOD
    finally:
        await controller.aclose()


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ({"id": "1", "title": "A"}, "an answer must be an Entity, not dict."),
        (Entity("", "A"), "an answer.id must be a text that is not empty."),
        (Entity("1", untyped(None)), "an answer.title must be a text, not None."),
    ],
)
def test_what_a_search_returns_is_checked(returned: object, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        check_entity(returned, "an answer")
    assert raised.value.message == sentence
