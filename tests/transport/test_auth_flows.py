"""Credentials: asked for per request, renewed once, and shown to nobody but their server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ConfigurationError,
    ConnectError,
    ServerRejected,
)
from chatkit_tui.options import (
    CustomApiConfig,
    DirectUpload,
    HeadersBuilder,
    HostedApiConfig,
    SessionEndpoint,
)
from chatkit_tui.transport.auth import HostedAuth
from chatkit_tui.transport.client import ChatKitClient
from chatkit_tui.transport.client_secret import ClientSecret, ClientSecrets
from tests.support.chat import connected, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import RecordedRequest, SdkServer


class Tickets:
    """A headers builder that gives the next of `values` each time, the last one for ever."""

    def __init__(self, *values: str) -> None:
        self.values = list(values)
        self.calls = 0
        self.threads: set[int] = set()

    def __call__(self) -> Mapping[str, str]:
        self.threads.add(threading.get_ident())
        value = self.values[min(self.calls, len(self.values) - 1)]
        self.calls += 1
        return {"Authorization": f"Bearer {value}"}


def hosted(server: SdkServer) -> HostedApiConfig:
    """The server as one that wants secrets from its session endpoint."""
    session = SessionEndpoint(server.session_url)
    return HostedApiConfig(session=session, base_url=server.hosted_url)


def only(server: SdkServer, *good: str) -> None:
    """Let the server take these bearer tokens and no others."""

    def authorize(request: RecordedRequest) -> Response | None:
        token = (request.header("authorization") or "").removeprefix("Bearer ")
        return None if token in good else JSONResponse({"detail": "who are you?"}, 401)

    server.authorize = authorize


def tokens(server: SdkServer) -> list[str | None]:
    return [request.header("authorization") for request in server.requests]


async def test_the_builder_is_asked_for_each_request_off_the_loop(sdk_server: SdkServer) -> None:
    tickets = Tickets("a", "b", "c")
    api = CustomApiConfig(sdk_server.url, headers_builder=tickets)
    async with connected(api) as client:
        for _ in range(3):
            await client.list_threads()
    assert tokens(sdk_server) == ["Bearer a", "Bearer b", "Bearer c"]
    assert threading.get_ident() not in tickets.threads


async def test_an_async_builder_runs_on_the_loop(sdk_server: SdkServer) -> None:
    async def build() -> Mapping[str, str]:
        loops.append(asyncio.get_running_loop())
        return {"X-User": "me"}

    loops: list[asyncio.AbstractEventLoop] = []
    builders: list[HeadersBuilder] = [build, lambda: build()]
    for builder in builders:
        async with connected(CustomApiConfig(sdk_server.url, headers_builder=builder)) as client:
            await client.list_threads()
    assert [request.header("x-user") for request in sdk_server.requests] == ["me", "me"]
    assert set(loops) == {asyncio.get_running_loop()}


async def test_401_is_answered_with_new_headers_once(sdk_server: SdkServer) -> None:
    only(sdk_server, "new")
    tickets = Tickets("old", "new")
    async with connected(CustomApiConfig(sdk_server.url, headers_builder=tickets)) as client:
        await everything(client.create_thread(message("once")))
    assert tokens(sdk_server) == ["Bearer old", "Bearer new"]
    assert sdk_server.user_texts() == ["once"]


async def test_403_too_is_cured_by_new_headers(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    fault_proxy.on("threads.create", Answer(403))
    tickets = Tickets("old", "new")
    async with connected(CustomApiConfig(fault_proxy.url, headers_builder=tickets)) as client:
        await everything(client.create_thread(message("once")))
    assert tokens(sdk_server) == ["Bearer new"]
    assert sdk_server.user_texts() == ["once"]


@pytest.mark.parametrize(("given", "sent"), [(("same",), 1), (("a", "b", "c"), 2)])
async def test_401_for_ever_asks_the_user_to_sign_in(
    sdk_server: SdkServer, given: tuple[str, ...], sent: int
) -> None:
    only(sdk_server)
    tickets = Tickets(*given)
    async with connected(CustomApiConfig(sdk_server.url, headers_builder=tickets)) as client:
        with pytest.raises(AuthRequired, match="who are you") as caught:
            await everything(client.create_thread(message()))
    assert caught.value.status == 401
    assert len(sdk_server.requests) == sent
    assert tickets.calls == 2
    assert sdk_server.user_texts() == []


async def test_without_a_builder_401_is_final(sdk_server: SdkServer) -> None:
    only(sdk_server)
    async with connected(sdk_server.url) as client:
        with pytest.raises(AuthRequired):
            await client.list_threads()
    assert len(sdk_server.requests) == 1


async def test_headers_of_the_old_credentials_do_not_linger(sdk_server: SdkServer) -> None:
    def build() -> Mapping[str, str]:
        calls.append(1)
        return {"X-Old": "1"} if len(calls) == 1 else {"Authorization": "Bearer good"}

    calls: list[int] = []
    only(sdk_server, "good")
    async with connected(CustomApiConfig(sdk_server.url, headers_builder=build)) as client:
        await client.list_threads()
    assert [request.header("x-old") for request in sdk_server.requests] == ["1", None]


async def test_the_builder_cannot_spoil_the_body(sdk_server: SdkServer, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    api = CustomApiConfig(
        sdk_server.url,
        headers_builder=lambda: {"Content-Type": "application/json", "Content-Length": "1"},
        upload_strategy=DirectUpload("/files"),
    )
    async with connected(api) as client:
        await client.list_threads()
        await client.upload(file)
    assert sdk_server.store.files == {"atc_1": b"x"}


async def test_the_domain_key_goes_to_the_own_server_only(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    other = SdkServer()
    try:
        api = CustomApiConfig(
            sdk_server.url,
            headers_builder=lambda: {"Authorization": "Bearer t", "Cookie": "c=1"},
            domain_key="domain_pk_1",
            upload_strategy=DirectUpload(other.upload_url),
        )
        async with connected(api) as client:
            await client.list_threads()
            await client.upload(file)
        assert sdk_server.requests[0].header("x-chatkit-domain-key") == "domain_pk_1"
        seen = {name for name, _ in other.requests[0].headers}
    finally:
        other.close()
    assert seen.isdisjoint(
        {"authorization", "cookie", "x-chatkit-domain-key", "chatkit-frame-instance-id"}
    )


@pytest.mark.parametrize("bad", ["a\nb", "caf\xe9", "a\x00b", "\x1b[0m"])
async def test_a_header_that_cannot_be_sent_is_named_without_its_value(
    sdk_server: SdkServer, bad: str
) -> None:
    api = CustomApiConfig(sdk_server.url, headers_builder=lambda: {"X-Token": f"secret{bad}"})
    async with connected(api) as client:
        with pytest.raises(ConfigurationError, match="X-Token") as caught:
            await client.list_threads()
    assert "secret" not in repr(caught.value)
    assert sdk_server.requests == []


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (ValueError("hunter2"), AuthRequired),
        (OSError("hunter2"), ConnectError),
        (httpx.ConnectTimeout("hunter2"), ConnectError),
        (ConfigurationError("plain words"), ConfigurationError),
    ],
)
async def test_a_failing_builder_is_told_without_its_words(
    sdk_server: SdkServer, failure: Exception, kind: type[ChatKitError]
) -> None:
    def build() -> Mapping[str, str]:
        raise failure

    async with connected(CustomApiConfig(sdk_server.url, headers_builder=build)) as client:
        with pytest.raises(kind) as caught:
            await client.list_threads()
    assert "hunter2" not in str(caught.value)
    assert sdk_server.requests == []


async def test_a_hosted_server_gets_one_secret_for_many_requests(sdk_server: SdkServer) -> None:
    async with connected(hosted(sdk_server)) as client:
        await asyncio.gather(*(client.list_threads() for _ in range(5)))
    paths = [request.path for request in sdk_server.requests]
    assert paths.count("/api/create-session") == 1
    assert len(set(tokens(sdk_server)) - {None}) == 1


async def test_a_refused_secret_is_renewed_once_for_all(sdk_server: SdkServer) -> None:
    async with connected(hosted(sdk_server)) as client:
        await client.list_threads()
        sdk_server.secrets.clear()
        await asyncio.gather(*(client.list_threads() for _ in range(4)))
        sdk_server.secrets.clear()
        await everything(client.create_thread(message("once")))
    paths = [request.path for request in sdk_server.requests]
    assert paths.count("/api/create-session") == 3
    assert sdk_server.user_texts() == ["once"]


async def test_403_too_asks_for_another_secret_and_is_explained(
    sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    session = SessionEndpoint(sdk_server.session_url)
    api = HostedApiConfig(session=session, base_url=fault_proxy.origin)
    fault_proxy.on("threads.list", Answer(403, {"error": {"message": "Forbidden"}}), times=3)
    async with connected(api) as client:
        with pytest.raises(AuthRequired, match="refuse every client that is no browser") as caught:
            await client.list_threads()
        await client.list_threads()
    assert caught.value.exchange is not None
    assert caught.value.exchange.origin == fault_proxy.origin
    paths = [request.path for request in sdk_server.requests]
    assert paths.count("/api/create-session") == 3


async def test_a_secret_that_is_never_taken_asks_the_user_to_sign_in(
    sdk_server: SdkServer,
) -> None:
    given: list[str | None] = []

    async def get(current: str | None) -> str:
        given.append(current)
        return f"wrong-{len(given)}"

    api = HostedApiConfig(get_client_secret=get, base_url=sdk_server.hosted_url)
    async with connected(api) as client:
        with pytest.raises(AuthRequired, match="Invalid client secret"):
            await everything(client.create_thread(message()))
    assert given == [None, "wrong-1"]
    assert tokens(sdk_server) == ["Bearer wrong-1", "Bearer wrong-2"]
    assert sdk_server.user_texts() == []


async def test_a_constant_secret_is_not_tried_twice(sdk_server: SdkServer) -> None:
    api = HostedApiConfig(get_client_secret=lambda _: "ek_1", base_url=sdk_server.hosted_url)
    async with connected(api) as client:
        with pytest.raises(AuthRequired):
            await client.list_threads()
    assert len(sdk_server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(401, {"error": "sign in first"}), AuthRequired),
        (Answer(500), ServerRejected),
        (Answer(200, {"error": "Missing workflow id"}), ServerRejected),
        (Answer(200, "<html>", "text/html"), ChatKitError),
    ],
)
async def test_a_session_endpoint_that_refuses_is_told_as_such(
    fault_proxy: FaultProxy, sdk_server: SdkServer, answer: Answer, kind: type[ChatKitError]
) -> None:
    fault_proxy.on("/api/create-session", answer, times=None)
    session = SessionEndpoint(f"{fault_proxy.origin}/api/create-session")
    api = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    async with connected(api) as client:
        with pytest.raises(kind, match="client secret"):
            await everything(client.create_thread(message()))
    assert sdk_server.requests == []


async def test_a_silent_session_endpoint_means_not_sent(
    fault_proxy: FaultProxy, sdk_server: SdkServer
) -> None:
    session = SessionEndpoint(f"{fault_proxy.origin}/api/create-session")
    api = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    fault_proxy.refuse()
    async with connected(api) as client:
        with pytest.raises(ConnectError):
            await everything(client.create_thread(message()))


async def test_the_data_locality_of_a_secret_chooses_the_host() -> None:
    async def fetch(current: str | None) -> ClientSecret:
        return ClientSecret("s", data_locality="eu")

    for follow, host in ((True, "eu.api.openai.com"), (False, "api.openai.com")):
        auth = HostedAuth(ClientSecrets(fetch), follow_locality=follow)
        request = httpx.Request("POST", "https://api.openai.com/v1/chatkit/conversation")
        sent = await anext(auth.async_auth_flow(request))
        assert (sent.url.host, sent.headers["host"]) == (host, host)
        assert sent.url.path == "/v1/chatkit/conversation"


def test_a_hosted_server_needs_a_source_of_secrets() -> None:
    with pytest.raises(ConfigurationError):
        ChatKitClient(HostedApiConfig())
