"""Where requests may go: no plain http in the open, no credentials to another origin."""

from __future__ import annotations

import ipaddress
import re

import httpx

from chatkit_tui.errors import ChatKitError, ConfigurationError, ServerRejected
from chatkit_tui.loopback import is_loopback
from chatkit_tui.translation import _
from chatkit_tui.transport.headers import request_id

MAX_REDIRECTS = 5
METHOD_KEEPING = frozenset({307, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+")

_DEFAULT_PORTS = {"http": 80, "https": 443}


def checked_url(
    text: str, *, what: str, allow_http: bool, base: httpx.URL | None = None
) -> httpx.URL:
    """The URL in `text`, fit to be called; relative ones are seen from `base`.

    `what` is the setting as the subject of a ConfigurationError's sentence.
    """
    try:
        url = httpx.URL(text.strip())
        url = base.join(url) if base is not None else url
    except (httpx.InvalidURL, UnicodeError):
        raise ConfigurationError(_("{setting} is not a valid URL.").format(setting=what)) from None
    if url.scheme not in _DEFAULT_PORTS or not _is_host(url.raw_host.decode("ascii", "replace")):
        raise ConfigurationError(
            _("{setting} must begin with https:// and name a host.").format(setting=what)
        )
    if url.userinfo:
        raise ConfigurationError(
            _("{setting} holds a user name or password; use a header instead.").format(setting=what)
        )
    if url.scheme == "http" and not allow_http and not is_loopback(url.host):
        raise ConfigurationError(
            _(
                "{setting} is plain http to {host}, which anyone on the way could read;"
                " use https, or allow http for it in the profile."
            ).format(setting=what, host=url.host)
        )
    return url.copy_with(fragment=None)


def _is_host(text: str) -> bool:
    if _HOST_NAME.fullmatch(text):
        return True
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def origin(url: httpx.URL) -> str:
    """Scheme, host and port, always spelled the same way."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}:{url.port or _DEFAULT_PORTS.get(url.scheme, 0)}"


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return origin(one) == origin(other)


def redirect_target(response: httpx.Response) -> httpx.URL:
    """Where a redirect may be followed to; raises what to tell the user where it may not.

    Only 307 and 308 keep a POST a POST, and only the same origin may see what was sent.
    """
    here = response.request.url
    try:
        target = here.join(response.headers.get("location", ""))
    except (httpx.InvalidURL, UnicodeError):
        raise _refused(
            response, _("The server redirects ({status}) to a place that is no URL.")
        ) from None
    if not response.headers.get("location"):
        raise _refused(response, _("The server redirects ({status}) without saying where to."))
    if not same_origin(here, target):
        raise _refused(
            response,
            _("The server redirects ({status}) to {place}; set that address if you trust it."),
            origin(target),
        )
    if response.status_code not in METHOD_KEEPING:
        raise _refused(
            response,
            _(
                "The server redirects ({status}) to {place};"
                " set that address if it is the right one."
            ),
            target.path,
        )
    return target


def _refused(response: httpx.Response, sentence: str, place: str = "") -> ChatKitError:
    return ServerRejected(
        sentence.format(status=response.status_code, place=place),
        status=response.status_code,
        request_id=request_id(response.headers),
    )
