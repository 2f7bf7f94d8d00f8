"""Connection: sends requests with httpx and tells in our own errors what became of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from chatkit_tui.errors import ConfigurationError, ConnectError, ServerRejected
from chatkit_tui.loopback import is_loopback
from chatkit_tui.translation import _
from chatkit_tui.transport.cookies import CookieStore
from chatkit_tui.transport.failures import (
    NETWORK_ERRORS,
    hang_up,
    reading_errors,
    sending_errors,
    whole_body,
)
from chatkit_tui.transport.headers import USER_AGENT
from chatkit_tui.transport.policy import MAX_REDIRECTS, REDIRECTS, redirect_target
from chatkit_tui.transport.refusals import refusal
from chatkit_tui.transport.watching import Watched, Watcher, watched

_KEEP_ALIVE_SECONDS = 1.0
"""Less than any server keeps an idle connection: a request on one just closed has no known fate."""

_BARE = "chatkit_tui.bare"
"""Request extension: True where nothing of this client's may go along."""

_WATCHED = "chatkit_tui.watched"
"""Request extension: what sees it on its way."""

_ERROR_BODY_LIMIT = 256 * 1024
_ERROR_BODY_SECONDS = 10.0
"""How much of an error's body is waited for; the status alone says enough."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to make. A `content` that is no bytes can be iterated again and again.

    A `bare` one carries its own headers and nothing else of this client's. `what` it is for is told
    to a watcher, and its bodies where they `may_be_told`: some of them are credentials.
    """

    method: str
    url: httpx.URL
    timeout: httpx.Timeout
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | AsyncIterable[bytes] = field(default=b"", repr=False)
    auth: httpx.Auth | None = field(default=None, repr=False)
    bare: bool = False
    what: str = "request"
    may_be_told: bool = False


class Connection:
    """One httpx client, made when it is first needed (in a thread: it reads certificates)."""

    def __init__(
        self, *, language: str, cookie_file: Path | None, watcher: Watcher | None = None
    ) -> None:
        self._headers = {"User-Agent": USER_AGENT, "Accept-Language": language}
        self._cookies = CookieStore(cookie_file)
        self._watcher = watcher
        self._loopback_hosts = {"localhost", "127.0.0.1", "::1"}
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()
        self._closed = False

    def keep_cookies_of(self, url: httpx.URL) -> None:
        """Let the origin of `url` know the user by cookies, from the first request on."""
        self._cookies.add(url)
        if is_loopback(url.host):
            self._loopback_hosts.add(url.host)

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncIterator[httpx.Response]:
        """Send `call`: a success, of which the head is here and the body is not yet.

        Leaving the block hangs up. Raises for every other status, for redirects that may not be
        followed, and when nothing came: ConnectError if `call` was surely not sent, else
        ConnectionLost.
        """
        with watched(call, self._watcher) as one:
            response = await self._answer(call, one)
            try:
                yield response
            finally:
                one.record.received = response.num_bytes_downloaded
                await hang_up(response)

    async def _answer(self, call: Call, one: Watched) -> httpx.Response:
        client = await self._ready()
        url = call.url
        for _attempt in range(MAX_REDIRECTS + 1):
            with sending_errors(url):
                request = self._request(client, call, url, one)
                response = await client.send(request, auth=call.auth or httpx.Auth(), stream=True)
            if response.is_success:
                return response
            try:
                if response.status_code not in REDIRECTS:
                    one.answer = await _error_body(response)
                    one.record.received = len(one.answer)
                    raise refusal(response, one.answer)
                url = redirect_target(response)
            finally:
                await hang_up(response)
        raise ServerRejected(
            _("{host} redirects again and again.").format(host=url.host),
            status=response.status_code,
        )

    async def fetch(self, call: Call) -> tuple[httpx.Response, bytes]:
        """As `open`, with the whole body."""
        with watched(call, self._watcher) as one:
            response = await self._answer(call, one)
            try:
                with reading_errors(response):
                    body = await whole_body(response, response.aiter_bytes())
            finally:
                one.record.received = response.num_bytes_downloaded
                await hang_up(response)
            one.answer = body
            return response, body

    async def send(self, call: Call) -> None:
        """As `open`, where only the status counts."""
        async with self.open(call):
            pass

    async def aclose(self) -> None:
        """Hang up everywhere. Requests made later are ConnectErrors."""
        self._closed = True
        async with self._making:
            if self._client is not None:
                await self._client.aclose()

    async def _ready(self) -> httpx.AsyncClient:
        async with self._making:
            if self._closed:
                raise ConnectError(_("The connection to the server has been closed here."))
            if self._client is None:
                await self._cookies.load()
                self._client = await asyncio.to_thread(self._make)
            return self._client

    def _make(self) -> httpx.AsyncClient:
        refuse_all = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        # A proxy in the environment is no way to this machine.
        direct = {f"all://{_bracketed(host)}": None for host in self._loopback_hosts}
        try:
            return httpx.AsyncClient(
                headers=self._headers,
                cookies=refuse_all,
                mounts=direct,
                limits=httpx.Limits(keepalive_expiry=_KEEP_ALIVE_SECONDS),
                event_hooks={
                    "request": [self._attach],
                    "response": [self._cookies.extract, _note_answer],
                },
            )
        except ImportError:
            raise ConfigurationError(
                _("The proxy in the environment speaks SOCKS: {command}.").format(
                    command="pip install 'httpx[socks]'"
                )
            ) from None
        except (OSError, ValueError, httpx.InvalidURL) as error:
            # A CA file that is missing or no certificate, a proxy URL that is none.
            raise ConfigurationError(
                _(
                    "The environment's proxy or SSL_CERT_FILE settings cannot be used ({kind})."
                ).format(kind=type(error).__name__)
            ) from error

    def _request(
        self, client: httpx.AsyncClient, call: Call, url: httpx.URL, one: Watched
    ) -> httpx.Request:
        extensions = {"timeout": call.timeout.as_dict(), _BARE: call.bare, _WATCHED: one}
        make = httpx.Request if call.bare else client.build_request
        return make(
            call.method, url, headers=call.headers, content=call.content, extensions=extensions
        )

    async def _attach(self, request: httpx.Request) -> None:
        if not request.extensions[_BARE]:
            await self._cookies.attach(request)
        request.extensions[_WATCHED].sending(request)


async def _note_answer(response: httpx.Response) -> None:
    response.request.extensions[_WATCHED].head(response)


async def _error_body(response: httpx.Response) -> bytes:
    """What can be had of the body in a short while."""
    body = b""
    with suppress(*NETWORK_ERRORS):
        async with asyncio.timeout(_ERROR_BODY_SECONDS):
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) >= _ERROR_BODY_LIMIT:
                    break
    return body


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
