"""Pictures that a server's items point to: from where they may be fetched, and how much of them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TYPE_CHECKING

import httpx

from chatkit_tui.errors import ChatKitError
from chatkit_tui.loopback import is_loopback
from chatkit_tui.translation import _
from chatkit_tui.transport.failures import reading_errors
from chatkit_tui.transport.policy import same_origin

if TYPE_CHECKING:
    from chatkit_tui.transport.connection import Call, Connection

PICTURE_LIMIT = 16 * 2**20
"""Bytes of a picture; a longer one is given up."""

ACCEPTED = "image/png, image/jpeg, image/webp, image/gif"


def picture_url(text: str, *, api: httpx.URL, allowed_domains: Sequence[str] | None) -> httpx.URL:
    """Where a picture is, if it may be fetched from there; a relative one is seen from `api`.

    That is the server's own origin, and https from the domains that the thread allows. Raises
    ChatKitError. Nothing on this machine is asked for on behalf of a server that is elsewhere.
    """
    try:
        url = api.join(text.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise ChatKitError(_("its address is no URL")) from None
    if url.userinfo:
        raise ChatKitError(_("its address holds a password"))
    if same_origin(url, api):
        return url
    if is_loopback(url.host) and not is_loopback(api.host):
        raise ChatKitError(_("it is on this machine, not at the server"))
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise ChatKitError(_("its address is not https"))
    host = url.host.lower().rstrip(".")
    for domain in allowed_domains or ():
        wanted = domain.lower().strip(".")
        if wanted and (host == wanted or host.endswith(f".{wanted}")):
            return url
    raise ChatKitError(_("{host} is not the server's own host").format(host=host))


def inline_picture(text: str) -> bytes | None:
    """The bytes in a `data:` URL, None where `text` is none. Raises ChatKitError."""
    if not text.startswith("data:"):
        return None
    head, comma, body = text.partition(",")
    if not comma or not head.endswith(";base64") or len(body) > PICTURE_LIMIT * 4 // 3 + 4:
        raise ChatKitError(_("its data cannot be read"))
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise ChatKitError(_("its data cannot be read")) from None


async def fetch_picture(connection: Connection, call: Call) -> bytes:
    """The body that answers `call`. Raises ChatKitError, for one that is too long as well."""
    pieces: list[bytes] = []
    length = 0
    async with connection.open(call) as response:
        with reading_errors(response):
            async for piece in response.aiter_bytes():
                length += len(piece)
                if length > PICTURE_LIMIT:
                    raise ChatKitError(
                        _("it is larger than {size} MiB").format(size=PICTURE_LIMIT // 2**20)
                    )
                pieces.append(piece)
    return b"".join(pieces)
