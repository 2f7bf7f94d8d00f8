"""The headers of a request that are no credentials, and checks on those that are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chatkit_tui.errors import ConfigurationError
from chatkit_tui.translation import _

USER_AGENT = "chatkit-tui"

LONGEST_REQUEST_ID = 200
"""Characters; longer ones are no ids, and nobody can quote them."""

_OURS = frozenset({"connection", "content-length", "content-type", "transfer-encoding"})
"""What describes the body or the connection, and therefore is not for others to set."""

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def request_id(headers: Mapping[str, str]) -> str | None:
    """What an answer's headers say is to be quoted to the server's owner."""
    value = headers.get("x-request-id")
    return value if value is None else value[:LONGEST_REQUEST_ID]


def language_tag(locale: str) -> str:
    """One tag for Accept-Language from a locale of any spelling ("de_DE.UTF-8" → "de-DE")."""
    first = re.split(r"[,;.@:\s]", locale.strip(), maxsplit=1)[0].replace("_", "-")
    return first if _LANGUAGE_TAG.fullmatch(first) and first.upper() != "C" else "en"


def checked_headers(headers: Mapping[str, str], *, own_body: bool = False) -> dict[str, str]:
    """`headers` as they can be sent, less those that describe the body unless it is theirs.

    Raises ConfigurationError, which names a header and never its value.
    """
    checked: dict[str, str] = {}
    for name, value in headers.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ConfigurationError(_("A header's name holds characters that cannot be sent."))
        if name.lower() in _OURS and not (own_body and name.lower() == "content-type"):
            continue
        text = value.strip() if isinstance(value, str) else "\n"
        if not text.isascii() or not text.isprintable():
            raise ConfigurationError(
                _("The value of the header {name} cannot be sent.").format(name=name)
            )
        checked[name] = text
    return checked
