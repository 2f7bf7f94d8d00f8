"""Credentials as httpx authentication flows: added to each request, renewed once when refused."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import httpx

from chatkit_tui.errors import AuthRequired, ChatKitError, ConfigurationError, ConnectError
from chatkit_tui.options import HeadersBuilder
from chatkit_tui.translation import N_, _
from chatkit_tui.transport.client_secret import ClientSecret, ClientSecrets
from chatkit_tui.transport.headers import checked_headers

DOMAIN_KEY_HEADER = "x-chatkit-domain-key"

REFUSED = (401, 403)
"""HTTP statuses that fresh credentials may cure."""

LOCAL_HOSTS = {"us": "us.api.openai.com", "eu": "eu.api.openai.com"}
"""Hosts of the hosted service by the data locality a secret names."""

T = TypeVar("T")


class HostedAuth(httpx.Auth):
    """A client secret as bearer token; another one, once, when the server answers 401 or 403.

    With `follow_locality` a request goes to the host of the secret's data locality.
    """

    def __init__(self, secrets: ClientSecrets, *, follow_locality: bool) -> None:
        self._secrets = secrets
        self._follow_locality = follow_locality

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        with _before_sending():
            secret = await self._secrets.current()
        self._use(secret, request)
        response = yield request
        if response.status_code in REFUSED:
            with _before_sending():
                fresh = await self._secrets.after(secret)
            if fresh.value != secret.value:
                self._use(fresh, request)
                yield request

    def _use(self, secret: ClientSecret, request: httpx.Request) -> None:
        request.headers.update(checked_headers({"Authorization": f"Bearer {secret.value}"}))
        host = LOCAL_HOSTS.get(secret.data_locality or "")
        if self._follow_locality and host:
            request.url = request.url.copy_with(host=host)
            request.headers["Host"] = host


class CustomAuth(httpx.Auth):
    """What the headers builder gives, asked for each request, and the domain key.

    When the server answers 401 or 403 the builder is asked again, and if it says something else
    the request is repeated once.
    """

    def __init__(self, build: HeadersBuilder | None, domain_key: str | None) -> None:
        self._build = build
        self._fixed = checked_headers({DOMAIN_KEY_HEADER: domain_key}) if domain_key else {}

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        headers = await self._headers()
        request.headers.update(headers)
        response = yield request
        if self._build is None or response.status_code not in REFUSED:
            return
        fresh = await self._headers()
        if fresh != headers:
            for name in headers:
                request.headers.pop(name, None)
            request.headers.update(fresh)
            yield request

    async def _headers(self) -> dict[str, str]:
        if self._build is None:
            return self._fixed
        with _before_sending():
            built = await called(
                self._build, failed=N_("Getting the headers for a request failed ({kind}).")
            )
        if not isinstance(built, Mapping):
            raise ConfigurationError(_("headers_builder must return a mapping of strings."))
        return {**self._fixed, **checked_headers(built)}


@contextmanager
def _before_sending() -> Iterator[None]:
    """Marks what is raised as an error of credentials: nothing that was to be done is done."""
    try:
        yield
    except ChatKitError as error:
        error.unsent = True
        raise


async def called(function: Callable[..., T | Awaitable[T]], *args: Any, failed: str) -> T:
    """The result of a callable of the integrator's, plain (in a thread) or async.

    A network error in it is a ConnectError, any other AuthRequired; `failed` is the sentence for
    both, with a place for the `kind` of error.
    """
    try:
        if _is_async(function):
            return await cast("Awaitable[T]", function(*args))
        result = await asyncio.to_thread(function, *args)
        return await result if inspect.isawaitable(result) else result
    except ChatKitError:
        raise
    except (OSError, httpx.TransportError) as error:
        # The text stays out: it is not ours and may hold what nobody should read.
        kind = type(error).__name__
        raise ConnectError(_(failed).format(kind=kind)) from error
    except Exception as error:
        kind = type(error).__name__
        raise AuthRequired(_(failed).format(kind=kind)) from error


def _is_async(function: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004
    )
