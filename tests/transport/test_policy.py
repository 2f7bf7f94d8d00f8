"""Where requests may go: no plain http in the open, no redirects away with credentials."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from chatkit_tui.errors import ChatKitError, ConfigurationError, ServerRejected
from chatkit_tui.loopback import is_loopback
from chatkit_tui.options import (
    ApiConfig,
    CustomApiConfig,
    DirectUpload,
    HostedApiConfig,
    SessionEndpoint,
)
from chatkit_tui.transport.client import ChatKitClient
from chatkit_tui.transport.headers import language_tag
from chatkit_tui.transport.policy import origin, same_origin
from tests.support.chat import connected, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import RecordedRequest, SdkServer


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("api.localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("192.168.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("notlocalhost", False),
        ("", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://a.example/x", "https://A.example:443/y?q#f", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:444", False),
        ("https://a.example", "https://b.a.example", False),
        ("http://[::1]:80/", "http://[::1]/", True),
    ],
)
def test_origins(one: str, other: str, expected: bool) -> None:
    assert same_origin(httpx.URL(one), httpx.URL(other)) is expected
    assert (origin(httpx.URL(one)) == origin(httpx.URL(other))) is expected


def secret(current: str | None) -> str:
    return "s"


@pytest.mark.parametrize(
    "api",
    [
        CustomApiConfig("http://chat.example/chatkit"),
        CustomApiConfig("http://192.168.1.2/chatkit"),
        CustomApiConfig("https://a.example", upload_strategy=DirectUpload("http://b.example/up")),
        HostedApiConfig(get_client_secret=secret, base_url="http://chat.example"),
        HostedApiConfig(session=SessionEndpoint("http://chat.example/session")),
    ],
)
def test_plain_http_is_refused_unless_allowed(api: ApiConfig) -> None:
    with pytest.raises(ConfigurationError, match="plain http to"):
        ChatKitClient(api)
    ChatKitClient(replace(api, allow_http=True))


NO_URLS = ["", "chat.example", "ftp://chat.example", "https://", "https://a b", "https://[", "/x"]


@pytest.mark.parametrize("url", NO_URLS)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ConfigurationError):
        ChatKitClient(CustomApiConfig(url))


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as caught:
        ChatKitClient(CustomApiConfig("https://me:hunter2@chat.example/"))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("locale", "tag"),
    [
        ("en", "en"),
        ("de-DE", "de-DE"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("sr_RS@latin", "sr-RS"),
        ("fr, en;q=0.5", "fr"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("x\r\nEvil: 1", "x"),
        ("日本", "en"),
    ],
)
def test_language_is_one_tag(locale: str, tag: str) -> None:
    assert language_tag(locale) == tag


def redirect_to(url: str, status: int) -> Response:
    return RedirectResponse(url, status)


@pytest.mark.parametrize("status", [307, 308])
async def test_a_redirect_within_the_server_keeps_method_body_and_credentials(
    sdk_server: SdkServer, status: int
) -> None:
    def authorize(request: RecordedRequest) -> Response | None:
        return redirect_to("/chatkit?moved=1", status) if request.query == "" else None

    sdk_server.authorize = authorize
    api = CustomApiConfig(sdk_server.url, headers_builder=lambda: {"Authorization": "Bearer t"})
    async with connected(api) as client:
        await everything(client.create_thread(message("moved")))
    assert sdk_server.user_texts() == ["moved"]
    assert [request.header("authorization") for request in sdk_server.requests] == ["Bearer t"] * 2
    assert sdk_server.requests[0].body == sdk_server.requests[1].body


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_a_redirect_that_would_drop_the_message_is_an_error(
    sdk_server: SdkServer, status: int
) -> None:
    sdk_server.authorize = lambda request: redirect_to("/login?next=secret", status)
    async with connected(sdk_server.url) as client:
        with pytest.raises(ServerRejected, match="/login") as caught:
            await everything(client.create_thread(message()))
    assert caught.value.status == status
    assert "secret" not in str(caught.value)
    assert len(sdk_server.requests) == 1


@pytest.mark.parametrize("status", [301, 307, 308])
async def test_another_origin_never_sees_the_request(
    sdk_server: SdkServer, fault_proxy: FaultProxy, status: int
) -> None:
    elsewhere = {"Location": f"{sdk_server.url}?token=hunter2"}
    fault_proxy.on(None, Answer(status, headers=elsewhere), times=None)
    api = CustomApiConfig(fault_proxy.url, headers_builder=lambda: {"Authorization": "Bearer t"})
    async with connected(api) as client:
        with pytest.raises(ServerRejected, match=sdk_server.origin) as caught:
            await everything(client.create_thread(message()))
    assert "hunter2" not in str(caught.value)
    assert sdk_server.requests == []


@pytest.mark.parametrize(
    "location", [None, "", "http://[", "https://127.0.0.1/", "//evil.example/"]
)
async def test_redirects_to_nowhere_good(fault_proxy: FaultProxy, location: str | None) -> None:
    headers = {} if location is None else {"Location": location}
    fault_proxy.on(None, Answer(307, headers=headers), times=None)
    async with connected(fault_proxy.url) as client:
        with pytest.raises(ServerRejected, match="redirects"):
            await client.list_threads()


async def test_redirects_in_a_circle_end(fault_proxy: FaultProxy) -> None:
    fault_proxy.on(None, Answer(307, headers={"Location": "/chatkit"}), times=None)
    async with connected(fault_proxy.url) as client:
        with pytest.raises(ChatKitError, match="again and again"):
            await client.list_threads()
    assert fault_proxy.connections < 10
