"""What a user who is signed out is told."""

from __future__ import annotations

from functools import reduce
from http import HTTPStatus
from typing import TYPE_CHECKING

from chatkit_tui.display import display, display_line
from chatkit_tui.profiles.log_file import mask
from chatkit_tui.profiles.secrets import PlainSecret
from chatkit_tui.translation import _
from chatkit_tui.tui.status import SEPARATOR

if TYPE_CHECKING:
    from chatkit_tui.errors import AuthRequired
    from chatkit_tui.profiles.profile import Profile
    from chatkit_tui.profiles.secrets import Secret

LONGEST = 600
"""Characters of the server's own words."""

LONGEST_FACT = 80


def said(error: AuthRequired) -> str:
    """The refusal as the error has it."""
    text = mask(display(error.message)).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def who_refused(error: AuthRequired, what: str) -> str:
    """Who refused what: the origin, the status, and the request id to quote to its owner."""
    exchange = error.exchange
    facts = [what] if what else []
    if exchange is not None:
        facts.append(exchange.origin)
    if error.status is not None:
        facts.append(_status(error.status))
    if error.request_id:
        facts.append(_("request id {id}").format(id=error.request_id))
    shown = SEPARATOR.join(_short(mask(display_line(fact))) for fact in facts)
    return _("Refused: {facts}").format(facts=shown)


def where_from(profile: Profile | None) -> str:
    """Where the credentials that were refused come from."""
    if profile is None:
        return _("The credentials are those of the program that opened this chat.")
    if profile.client_secret is not None:
        return _("The client secrets come from a command; {key} runs it again.").format(key="F5")
    secrets = [secret for key, secret in profile.secrets.items() if key != "domain_key"]
    if not secrets:
        return _("No token or other credential was shown.")
    sources = dict.fromkeys(_source(secret) for secret in secrets)
    both = _("{one} and {other}")
    shown = reduce(lambda one, other: both.format(one=one, other=other), sources)
    return _("The credentials come from {sources}.").format(sources=display_line(shown))


def _source(secret: Secret) -> str:
    if isinstance(secret, PlainSecret):
        origin = str(secret.origin)
        return f"the{origin[3:]}" if origin.startswith("The ") else origin
    return secret.source


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _short(fact: str) -> str:
    return fact if len(fact) <= LONGEST_FACT else f"{fact[: LONGEST_FACT - 1]}…"
