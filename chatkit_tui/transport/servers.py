"""The two kinds of server: where they are, what they want to see, who gets credentials."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import httpx

from chatkit_tui.errors import ChatKitError, ConfigurationError, ConnectError, ConnectionLost
from chatkit_tui.options import (
    HOSTED_BASE_URL,
    CustomApiConfig,
    DirectUpload,
    GetClientSecret,
    HostedApiConfig,
    SessionEndpoint,
)
from chatkit_tui.translation import N_, _
from chatkit_tui.transport.auth import LOCAL_HOSTS, CustomAuth, HostedAuth, called
from chatkit_tui.transport.client_secret import ClientSecret, ClientSecrets
from chatkit_tui.transport.connection import Call, Connection
from chatkit_tui.transport.headers import checked_headers
from chatkit_tui.transport.policy import checked_url, same_origin
from chatkit_tui.transport.refusals import CONVERSATION_PATH, FILES_PATH
from chatkit_tui.transport.session import read_secret
from chatkit_tui.transport.timeouts import Timeouts

BETA_HEADER = {"OpenAI-Beta": "chatkit_beta=v1"}


class Server(Protocol):
    """What the client needs to know about a server."""

    url: httpx.URL
    """Where operations go."""
    headers: Mapping[str, str]
    """What every request tells this kind of server."""
    upload_url: httpx.URL | None
    """Where files go as forms; None where each is registered first."""
    allow_http: bool

    def auth_for(self, url: httpx.URL) -> httpx.Auth | None:
        """The credentials for a request to `url`: none outside the server's own origin."""


class CustomServer:
    """A self-hosted server."""

    def __init__(self, api: CustomApiConfig, connection: Connection) -> None:
        self.allow_http = api.allow_http
        self.headers: Mapping[str, str] = {}
        self.url = checked_url(api.url, what=_("The server's URL"), allow_http=api.allow_http)
        self.upload_url: httpx.URL | None = None
        if isinstance(api.upload_strategy, DirectUpload):
            self.upload_url = checked_url(
                api.upload_strategy.url,
                what=_("The upload URL"),
                allow_http=api.allow_http,
                base=self.url,
            )
        self._auth = CustomAuth(api.headers_builder, api.domain_key)
        connection.keep_cookies_of(self.url)

    def auth_for(self, url: httpx.URL) -> httpx.Auth | None:
        return self._auth if same_origin(url, self.url) else None


class HostedServer:
    """A server that wants client secrets."""

    def __init__(self, api: HostedApiConfig, connection: Connection, timeouts: Timeouts) -> None:
        self.allow_http = api.allow_http
        self.headers: Mapping[str, str] = BETA_HEADER
        base = checked_url(api.base_url, what=_("The base URL"), allow_http=api.allow_http)
        root = base.path.rstrip("/")
        self.url = base.copy_with(path=f"{root}{CONVERSATION_PATH}")
        self.upload_url: httpx.URL | None = base.copy_with(path=f"{root}{FILES_PATH}")
        is_default = str(base).rstrip("/") == HOSTED_BASE_URL
        secrets = ClientSecrets(_secret_source(api, connection, timeouts))
        self._auth = HostedAuth(secrets, follow_locality=is_default)
        connection.keep_cookies_of(self.url)
        if is_default:
            for host in LOCAL_HOSTS.values():
                connection.keep_cookies_of(self.url.copy_with(host=host))

    def auth_for(self, url: httpx.URL) -> httpx.Auth | None:
        return self._auth if same_origin(url, self.url) else None


SecretSource = Callable[[str | None], Awaitable[ClientSecret]]


def _secret_source(
    api: HostedApiConfig, connection: Connection, timeouts: Timeouts
) -> SecretSource:
    if api.session is not None:
        return _from_session(api.session, api.allow_http, connection, timeouts)
    if api.get_client_secret is not None:
        return _from_callable(api.get_client_secret)
    raise ConfigurationError(_("A hosted server needs get_client_secret or a session endpoint."))


def _from_callable(get_client_secret: GetClientSecret) -> SecretSource:
    async def fetch(current: str | None) -> ClientSecret:
        value = await called(
            get_client_secret,
            current,
            failed=N_("Getting a client secret for a request failed ({kind})."),
        )
        if not isinstance(value, str) or not value.strip():
            raise ConfigurationError(_("get_client_secret must return a client secret."))
        return ClientSecret.of(value.strip())

    return fetch


def _from_session(
    session: SessionEndpoint, allow_http: bool, connection: Connection, timeouts: Timeouts
) -> SecretSource:
    url = checked_url(session.url, what=_("The session endpoint"), allow_http=allow_http)
    call = Call(
        "POST",
        url,
        timeouts.for_json(),
        headers={**checked_headers(session.headers), "Content-Type": "application/json"},
        content=json.dumps(dict(session.body)).encode(),
        auth=CustomAuth(session.headers_builder, None),
        what="session",
    )
    connection.keep_cookies_of(url)

    async def fetch(current: str | None) -> ClientSecret:
        try:
            response, body = await connection.fetch(call)
            return read_secret(response, body)
        except ConnectionLost as error:
            # The request that needs the secret has not been sent, and this one may be repeated.
            unreachable = ConnectError(
                _("The session endpoint did not answer: {reason}").format(reason=error.message)
            )
            unreachable.exchange = error.exchange
            raise unreachable from error
        except ChatKitError as error:
            error.message = _("No client secret: {reason}").format(reason=error.message)
            error.args = (error.message,)
            raise

    return fetch
