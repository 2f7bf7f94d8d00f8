"""A document base: `@` finds documents, `o` on an answer opens or previews what it refers to.

chatkit-tui --demo --app chatkit_tui/docs/examples/documents.py   then "@", or say "sources"
"""

from __future__ import annotations

import asyncio
from typing import Any

from chatkit_tui import (
    ChatKit,
    ChatKitOptions,
    Command,
    CommandSelection,
    CommandsOption,
    EntitiesOption,
    Entity,
    EntitySelection,
    MenuSelection,
    WidgetsOption,
)

DOCUMENTS = [
    Entity("d1", "Annual report", "document", True, "Reports", {"pages": 84, "by": "Ada"}),
    Entity("d2", "Minutes of March", "notebook", True, "Minutes", {"pages": 3, "by": "Alan"}),
    Entity("d3", "House rules", "book-open", True, "Rules", {"pages": 12, "by": "Grace"}),
]
BROWSE = Command("browse", "Browse documents", "pick one to mention", "document")


async def search(query: str) -> list[Entity]:
    """Find documents by their titles; a real base would be asked over the network."""
    await asyncio.sleep(0.2)
    return [each for each in DOCUMENTS if query.lower() in each.title.lower()]


def commands(query: str) -> list[Command]:
    """The commands of this program."""
    return [BROWSE] if query.lower() in BROWSE.label.lower() else []


def select(command: Command) -> CommandSelection | None:
    """`/browse` opens a menu of documents; choosing one mentions it."""
    if command is BROWSE:
        return MenuSelection(tuple(Command(each.id, each.title) for each in DOCUMENTS))
    return EntitySelection(next(each for each in DOCUMENTS if each.id == command.id))


def preview(entity: Entity) -> dict[str, Any]:
    """What a document is, as a widget; its button may run because it is listed below."""
    facts = [f"{name}: {value}" for name, value in entity.data.items()]
    read = {"type": "document.read", "payload": {"id": entity.id}, "handler": "client"}
    return {
        "preview": {
            "type": "Basic",
            "children": [
                {"type": "Title", "value": entity.title},
                *({"type": "Text", "value": fact} for fact in facts),
                {"type": "Button", "label": "Ask about it", "onClickAction": read},
            ],
        }
    }


def options(chatkit: ChatKit) -> ChatKitOptions:
    """The options of this program."""

    async def act(action: dict[str, Any], item: dict[str, Any]) -> None:
        await chatkit.controller.set_composer_value(text=f"About {action['payload']['id']}: ")
        await chatkit.controller.focus_composer()

    assert chatkit.api is not None, "name a server as well, such as --demo"
    return ChatKitOptions(
        api=chatkit.api,
        entities=EntitiesOption(
            on_tag_search=search,
            on_request_preview=preview,
            preview_actions=("document.read",),
            show_composer_menu=True,
        ),
        commands=CommandsOption(on_search=commands, on_select=select),
        widgets=WidgetsOption(on_action=act),
    )
