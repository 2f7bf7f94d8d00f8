"""All that is known of an error, to be read and to be sent to the server's owner.

What comes from the transport is free of secrets already; here what looks like one goes, too.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from chatkit_tui.controller.state import Delivery
from chatkit_tui.display import display, display_line
from chatkit_tui.profiles.log_file import mask
from chatkit_tui.translation import N_, _
from chatkit_tui.tui.errors.advice import advice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_tui.controller.state import TurnError
    from chatkit_tui.errors import Exchange
    from chatkit_tui.tui.transcript.palette import Palette
    from chatkit_tui.tui.transcript.wrap import Line

Facts = list[tuple[str, str]]

_DELIVERIES = {
    Delivery.NOT_SENT: N_("not sent: the server has nothing of it"),
    Delivery.UNKNOWN: N_("sent; whether the server acted on it is not known"),
    Delivery.ACCEPTED: N_("the server has the request"),
    Delivery.STREAMING: N_("the server has the request, and its answer had begun"),
}

_FENCE = re.compile("`{3,}")


def facts_of(error: TurnError, say: Callable[[str], str] = str) -> Facts:
    """Name and value of each thing known, but for the body of the answer.

    In English, as the server's owner may have another language than the user; `say` translates.
    """
    around = error.circumstances
    exchange = around.exchange if around is not None else None
    status = _status(error, exchange)
    facts = [
        (say(N_("Status")), status),
        (say(N_("Code")), error.code),
        (say(N_("Request id")), request_id(error)),
        (say(N_("Server")), exchange.origin if exchange is not None else None),
    ]
    if around is not None:
        facts += [
            (say(N_("Thread")), around.thread_id),
            (say(N_("Last item")), around.item_id),
            (say(N_("Time")), around.at.isoformat(sep=" ", timespec="seconds")),
            (say(N_("Request")), say(_DELIVERIES.get(around.delivery, ""))),
        ]
    headers = exchange.headers if exchange is not None else ()
    header = say(N_("Header {name}"))
    facts += [(header.format(name=name), value) for name, value in headers]
    return [(name, mask(display_line(value))) for name, value in facts if value]


def request_id(error: TurnError) -> str | None:
    """What to quote to the server's owner."""
    return error.request_id or (error.cause.request_id if error.cause is not None else None)


def words(error: TurnError) -> str:
    """What happened, fit to be shown."""
    return mask(display(error.message)).strip() or _("Something went wrong.")


def body_of(error: TurnError) -> str:
    """What the server said, where that is more than the error repeats."""
    around = error.circumstances
    body = around.exchange.body if around is not None and around.exchange is not None else ""
    return mask(display(body)).strip()


def report_of(error: TurnError) -> str:
    """The report as Markdown."""
    lines = [f"**{words(error)}**", ""]
    lines += [f"- {name}: `{value.replace('`', 'ˋ')}`" for name, value in facts_of(error)]
    lines.append(f"- Client: `chatkit-tui {_version()}`")
    body = body_of(error)
    if body:
        fence = "`" * max([3, *(len(found) + 1 for found in _FENCE.findall(body))])
        lines += ["", "The server's answer:", "", fence, body, fence]
    return "\n".join(lines) + "\n"


def paint_report(error: TurnError, width: int, palette: Palette) -> Sequence[Line]:
    """The report as it is read on the screen."""
    from chatkit_tui.tui.transcript.page import hang
    from chatkit_tui.tui.transcript.wrap import wrap

    lines: list[Line] = [*wrap([(words(error), palette.strong)], width)]
    if step := advice(error):
        lines += ((), *wrap([(step, palette.text)], width))
    lines.append(())
    for name, value in facts_of(error, _):
        lines += hang([(value, palette.text)], width, (f"{name}: ", palette.muted))
    if body := body_of(error):
        lines += ((), *wrap([(_("The server's answer"), palette.label)], width))
        lines += wrap([(body, palette.text)], width)
    return lines


def _status(error: TurnError, exchange: Exchange | None) -> str | None:
    status = getattr(error.cause, "status", None) or (exchange.status if exchange else None)
    if status is None:
        return None
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _version() -> str:
    try:
        return version("chatkit-tui")
    except PackageNotFoundError:
        return "of a source tree"
