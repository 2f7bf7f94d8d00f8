"""Pictures: from where they are fetched, who is told who we are, and how much is read."""

from __future__ import annotations

import base64

import httpx
import pytest

from chatkit_tui.errors import ChatKitError
from chatkit_tui.options import CustomApiConfig
from chatkit_tui.transport.pictures import PICTURE_LIMIT, inline_picture, picture_url
from chatkit_tui.transport.policy import redirect_target
from tests.support.chat import connected
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import SdkServer

REMOTE = httpx.URL("https://chat.example.com/chatkit")
LOCAL = httpx.URL("http://127.0.0.1:9000/chatkit")


@pytest.mark.parametrize(
    ("address", "api", "domains", "wanted"),
    [
        ("https://chat.example.com/a.png", REMOTE, None, "https://chat.example.com/a.png"),
        ("/files/a.png", REMOTE, None, "https://chat.example.com/files/a.png"),
        ("https://cdn.example.org/a", REMOTE, ["example.org"], "https://cdn.example.org/a"),
        ("http://127.0.0.1:9000/a", LOCAL, None, "http://127.0.0.1:9000/a"),
        ("http://127.0.0.1:9001/a", LOCAL, ["127.0.0.1"], "http://127.0.0.1:9001/a"),
        ("https://cdn.example.org/a", REMOTE, None, None),
        ("https://cdn.example.org/a", REMOTE, [""], None),
        ("https://evilexample.org/a", REMOTE, ["example.org"], None),
        ("http://cdn.example.org/a", REMOTE, ["example.org"], None),
        ("http://chat.example.com/a.png", REMOTE, None, None),
        ("https://chat.example.com:444/a.png", REMOTE, None, None),
        ("http://127.0.0.1/admin", REMOTE, ["127.0.0.1"], None),
        ("http://localhost/admin", REMOTE, ["localhost"], None),
        ("https://me:pw@chat.example.com/a.png", REMOTE, None, None),
        ("file:///etc/passwd", REMOTE, [""], None),
        ("https://[", REMOTE, None, None),
    ],
)
def test_only_the_servers_own_host_and_the_domains_it_allows(
    address: str, api: httpx.URL, domains: list[str] | None, wanted: str | None
) -> None:
    if wanted is None:
        with pytest.raises(ChatKitError):
            picture_url(address, api=api, allowed_domains=domains)
    else:
        assert str(picture_url(address, api=api, allowed_domains=domains)) == wanted


def test_a_picture_may_stand_in_its_address() -> None:
    data = bytes(range(256))
    address = "data:image/png;base64," + base64.b64encode(data).decode()
    assert inline_picture(address) == data
    assert inline_picture("https://example.com") is None
    for broken in ("data:image/png,abc", "data:;base64,a", "data:", "data:image/png;base64,é"):
        with pytest.raises(ChatKitError):
            inline_picture(broken)


async def test_credentials_go_to_the_servers_own_origin_only(sdk_server: SdkServer) -> None:
    other = SdkServer()
    for server in (sdk_server, other):
        server.store.files["a"] = b"bytes"
    api = CustomApiConfig(
        sdk_server.url,
        headers_builder=lambda: {"Authorization": "Bearer t"},
        domain_key="domain_pk_1",
    )
    try:
        async with connected(api) as client:
            assert await client.fetch_picture("/files/a") == b"bytes"
            address = f"{other.origin}/files/a"
            with pytest.raises(ChatKitError, match="not the server's own host"):
                await client.fetch_picture(address)
            assert await client.fetch_picture(address, allowed_domains=["127.0.0.1"]) == b"bytes"
    finally:
        other.close()
    assert sdk_server.requests[0].header("authorization") == "Bearer t"
    seen = {name for name, _ in other.requests[0].headers}
    assert seen.isdisjoint(
        {"authorization", "cookie", "x-chatkit-domain-key", "chatkit-frame-instance-id"}
    )


def test_a_server_elsewhere_does_not_redirect_to_this_machine() -> None:
    request = httpx.Request("GET", "https://chat.example.com/a.png")
    for place in ("http://127.0.0.1/admin", "https://localhost/a.png", "//[::1]/a.png"):
        answer = httpx.Response(307, headers={"Location": place}, request=request)
        with pytest.raises(ChatKitError, match="redirects"):
            redirect_target(answer)


async def test_no_redirect_to_elsewhere_and_no_endless_body(fault_proxy: FaultProxy) -> None:
    async with connected(f"{fault_proxy.origin}/chatkit") as client:
        fault_proxy.on(None, Answer(302, headers={"Location": "http://127.0.0.1:1/admin"}))
        with pytest.raises(ChatKitError, match="redirects"):
            await client.fetch_picture("/a.png")
        fault_proxy.on(None, Answer(200, b"x" * (PICTURE_LIMIT + 1), "image/png"))
        with pytest.raises(ChatKitError, match="larger than 16 MiB"):
            await client.fetch_picture("/a.png")
