"""What follows when the user chooses an entity that a message mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatkit_tui.display import display_line
from chatkit_tui.options import Entity
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController
    from chatkit_tui.protocol.sources import EntitySource
    from chatkit_tui.tui.view import ChatKitView


def entity_of_source(source: EntitySource) -> Entity:
    """The entity that an answer refers to."""
    return Entity(
        id=source.id,
        title=source.title or source.inline_label or source.id,
        icon=source.icon,
        interactive=source.interactive,
        group=source.group,
        data=source.data,
    )


def can_be_opened(controller: ChatKitController, entity: Entity) -> bool:
    """Whether the integrator does something with an entity that is chosen."""
    option = controller.options.entities
    handled = option.on_click is not None or option.on_request_preview is not None
    return bool(entity.interactive) and handled


async def open_entity(view: ChatKitView, entity: Entity) -> None:
    """Tell the integrator; where he only has a preview, show that."""
    controller = view.controller
    if controller is not None and not await controller.lookups.entity_clicked(entity):
        await preview_entity(view, entity)


async def preview_entity(view: ChatKitView, entity: Entity) -> None:
    """Show what an entity is, as far as the integrator tells."""
    controller = view.controller
    if controller is None:
        return
    widget = await controller.lookups.preview_of(entity)
    if widget is None:
        words = _("There is no preview of {title}.")
        view.tell(words.format(title=display_line(entity.title)))
        return
    from chatkit_tui.tui.entities.preview_screen import PreviewScreen

    view.app.push_screen(PreviewScreen(view, entity, widget))
