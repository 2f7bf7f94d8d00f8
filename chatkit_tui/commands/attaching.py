"""The files of a message that is sent without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chatkit_tui.controller.attachments.attached import Attached, Stage
from chatkit_tui.controller.attachments.rules import problem_with_count, readable_size
from chatkit_tui.controller.attachments.uploads import Uploads, examined
from chatkit_tui.errors import ChatKitError, ConfigurationError, ConnectError, ConnectionLost
from chatkit_tui.translation import _

if TYPE_CHECKING:
    from chatkit_tui.controller.controller import ChatKitController


async def upload_all(
    controller: ChatKitController, paths: Sequence[Path], tell: Callable[[str], None]
) -> list[str]:
    """Bring files to the server; their ids, in their order.

    All of them are examined before a byte leaves. When one fails, those that are there already are
    deleted at the server, and what went wrong is raised.
    """
    option = controller.options.composer.attachments
    problem = problem_with_count(option, len(paths))
    if problem is not None:
        raise ConfigurationError(problem)
    for path in paths:
        await examined(path, option)
    uploads = Uploads()

    def told(attached: Attached) -> None:
        if attached.stage is Stage.READY and attached.size is not None:
            tell(
                _("uploaded {name} ({size})").format(
                    name=attached.name, size=readable_size(attached.size)
                )
            )

    uploads.changes.add(told)
    uploads.connect(controller)
    try:
        files = [uploads.add(path) for path in paths]
        await uploads.finish()
        failed = next((each.error for each in files if each.error is not None), None)
        if failed is not None:
            for each in files:
                uploads.remove(each)
            await uploads.finish()
            raise _of_message(failed)
        return [each.id for each in files if each.id is not None]
    finally:
        await uploads.aclose()


def _of_message(failed: ChatKitError) -> ChatKitError:
    """What a failed upload means for the message: it was not sent, and can be tried again."""
    if isinstance(failed, ConnectionLost):
        return ConnectError(failed.message, request_id=failed.request_id)
    return failed
