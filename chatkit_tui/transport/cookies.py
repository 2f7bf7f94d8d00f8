"""Cookies by server, kept in one file: some servers know their users by nothing else.

Every origin has a jar of its own, and only origins named beforehand have one. Cookies without an
expiry date are kept too, as in a browser that restores its session: losing one would make the user
a stranger to his own threads.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any

import httpx

from chatkit_tui.errors import StorageError
from chatkit_tui.loopback import is_loopback
from chatkit_tui.private_file import write_private
from chatkit_tui.transport.policy import origin

log = logging.getLogger(__name__)

_FORMAT = 1

_ATTACHED = "chatkit_tui.cookie"
"""Request extension: the Cookie header set here, to be renewed when the request is repeated."""


class CookieStore:
    """The jars of the origins that `add` named; in memory only when `path` is None.

    A file that cannot be read or written costs a log entry and the cookies in it, never a request.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._urls: dict[str, httpx.URL] = {}
        self._jars: dict[str, httpx.Cookies] = {}
        self._kept: dict[str, str] = {}
        """What the file holds for an origin, to tell whether something changed."""
        self._lock = asyncio.Lock()

    def add(self, url: httpx.URL) -> None:
        """Give the origin of `url` a jar, to be called before `load`."""
        self._urls[origin(url)] = url

    async def load(self) -> None:
        """Fetch from the file what it holds for these origins. Before this there are no cookies."""
        kept = await asyncio.to_thread(_read, self._path) if self._path else {}
        for key, url in self._urls.items():
            jar = _empty_jar(url)
            for cookie in _cookies(kept.get(key)):
                jar.set_cookie(cookie)
            self._jars[key] = httpx.Cookies(jar)
            self._kept[key] = _dump(jar)

    async def attach(self, request: httpx.Request) -> None:
        """Add the cookies of its own origin to `request`; an httpx request hook.

        A Cookie header that the request's maker set stays as it is.
        """
        if request.headers.get("cookie") == request.extensions.get(_ATTACHED):
            request.headers.pop("cookie", None)
            if cookies := self._jars.get(origin(request.url)):
                cookies.set_cookie_header(request)
                request.extensions[_ATTACHED] = request.headers.get("cookie")

    async def extract(self, response: httpx.Response) -> None:
        """Keep what `response` sets, on disk when it returns; an httpx response hook."""
        key = origin(response.request.url)
        cookies = self._jars.get(key)
        if cookies is None or "set-cookie" not in response.headers:
            return
        cookies.extract_cookies(response)
        async with self._lock:
            text = _dump(cookies.jar)
            if self._path is None or text == self._kept[key]:
                return
            try:
                await asyncio.to_thread(_write, self._path, key, json.loads(text))
            except StorageError as error:
                log.warning("Cookies are not kept: %s", error)
            else:
                self._kept[key] = text


def _empty_jar(url: httpx.URL) -> CookieJar:
    # As browsers do: what never leaves the machine counts as secure.
    schemes = ("https", url.scheme) if is_loopback(url.host) else ("https",)
    return CookieJar(DefaultCookiePolicy(secure_protocols=schemes))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
        servers = content["servers"] if content["format"] == _FORMAT else None
        if isinstance(servers, dict):
            return servers
        log.warning("The cookies in %s are in a format this version does not know.", path)
    except FileNotFoundError:
        pass  # nothing kept yet
    except (OSError, ValueError, TypeError, KeyError):
        log.warning("The cookies in %s cannot be read.", path)
    return {}


def _write(path: Path, key: str, cookies: list[dict[str, Any]]) -> None:
    # Read again: another program may have kept cookies of other servers meanwhile.
    servers = _read(path)
    servers[key] = cookies
    write_private(path, json.dumps({"format": _FORMAT, "servers": servers}, indent=1))


def _dump(jar: Iterable[Cookie]) -> str:
    """The cookies as JSON."""
    return json.dumps(
        [
            {
                "name": cookie.name,
                "value": cookie.value,
                "domain": cookie.domain,
                "domain_specified": cookie.domain_specified,
                "path": cookie.path,
                "secure": cookie.secure,
                "expires": cookie.expires,
            }
            for cookie in jar
        ]
    )


def _cookies(kept: object) -> Iterable[Cookie]:
    for entry in kept if isinstance(kept, list) else ():
        if isinstance(entry, dict) and (cookie := _cookie(entry)) and not cookie.is_expired():
            yield cookie


def _cookie(entry: dict[str, Any]) -> Cookie | None:
    name, value, domain, path = (entry.get(key) for key in ("name", "value", "domain", "path"))
    expires = entry.get("expires")
    if not (
        isinstance(name, str)
        and isinstance(value, str | None)
        and isinstance(domain, str)
        and isinstance(path, str)
        and isinstance(expires, int | None)
    ):
        return None
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=bool(entry.get("domain_specified")),
        domain_initial_dot=domain.startswith("."),
        path=path,
        path_specified=True,
        secure=bool(entry.get("secure")),
        expires=expires,
        discard=expires is None,
        comment=None,
        comment_url=None,
        rest={},
    )
