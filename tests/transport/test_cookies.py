"""Cookies: they make the user known again, in this server's hands only."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from chatkit_tui.options import CustomApiConfig, DirectUpload, HostedApiConfig, SessionEndpoint
from chatkit_tui.transport.cookies import CookieStore
from tests.support.chat import connected, everything, message
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer
from tests.support.sdk_server import SdkServer


def sent(server: SdkServer) -> list[str | None]:
    return [request.header("cookie") for request in server.requests]


async def test_a_server_that_knows_users_by_cookie_knows_them_after_a_restart(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    sdk_server.cookie_identity = True
    file = tmp_path / "new folder" / "cookies.json"
    async with connected(sdk_server.url, cookie_file=file) as client:
        await everything(client.create_thread(message("mine")))
        assert len((await client.list_threads()).data) == 1
    async with connected(sdk_server.url, cookie_file=file) as again:
        assert len((await again.list_threads()).data) == 1
    async with connected(sdk_server.url) as stranger:
        assert (await stranger.list_threads()).data == ()
        await stranger.list_threads()
    assert sent(sdk_server) == [None, "user=user-1", "user=user-1", None, "user=user-2"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert os.listdir(file.parent) == [file.name]


async def test_a_cookie_is_on_disk_before_the_answer_is_read(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    sdk_server.cookie_identity = True
    file = tmp_path / "cookies.json"
    async with (
        connected(sdk_server.url, cookie_file=file) as client,
        client.create_thread(message()),
    ):
        assert "user-1" in file.read_text()


async def test_cookies_go_to_no_other_server(sdk_server: SdkServer, tmp_path: Path) -> None:
    sdk_server.cookie_identity = True
    other = SdkServer()
    try:
        file = tmp_path / "cookies.json"
        for url in (sdk_server.url, other.url):
            async with connected(url, cookie_file=file) as client:
                await client.list_threads()
        assert sent(other) == [None]
        async with connected(sdk_server.url, cookie_file=file) as client:
            await client.list_threads()
        assert sent(sdk_server)[-1] == "user=user-1"
    finally:
        other.close()


async def test_cookies_do_not_follow_a_file_to_another_server(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    sdk_server.cookie_identity = True
    file = tmp_path / "a.txt"
    file.write_text("x")
    other = SdkServer()
    try:
        # Another port is another server, though cookies as such know no ports.
        api = CustomApiConfig(sdk_server.url, upload_strategy=DirectUpload(other.upload_url))
        async with connected(api) as client:
            await client.list_threads()
            await client.upload(file)
        assert sent(other) == [None]
    finally:
        other.close()


async def test_two_programs_keep_the_cookies_of_two_servers_in_one_file(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    other = SdkServer()
    try:
        file = tmp_path / "cookies.json"
        sdk_server.cookie_identity = other.cookie_identity = True
        async with (
            connected(sdk_server.url, cookie_file=file) as one,
            connected(other.url, cookie_file=file) as two,
        ):
            await one.list_threads()
            await two.list_threads()
        for server in (sdk_server, other):
            async with connected(server.url, cookie_file=file) as client:
                await client.list_threads()
            assert sent(server)[-1] == "user=user-1"
    finally:
        other.close()


async def test_the_session_endpoint_knows_the_user_by_its_own_cookie(
    sdk_server: SdkServer, fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    cookie = {"Set-Cookie": "chatkit_session_id=abc; Path=/; Max-Age=2592000; HttpOnly"}
    answer = Answer(200, {"client_secret": "s"}, headers=cookie)
    fault_proxy.on("/api/create-session", answer)
    sdk_server.secrets.add("s")
    file = tmp_path / "cookies.json"
    session = SessionEndpoint(f"{fault_proxy.origin}/api/create-session")
    api = HostedApiConfig(session=session, base_url=sdk_server.hosted_url)
    for _ in range(2):
        async with connected(api, cookie_file=file) as client:
            await client.list_threads()
    asked = [each for each in sdk_server.requests if each.path == "/api/create-session"]
    assert [each.header("cookie") for each in asked] == ["chatkit_session_id=abc"]
    conversation = [each for each in sdk_server.requests if "conversation" in each.path]
    assert [each.header("cookie") for each in conversation] == [None, None]


async def test_a_cookie_header_of_the_users_own_wins(sdk_server: SdkServer) -> None:
    sdk_server.cookie_identity = True
    api = CustomApiConfig(sdk_server.url, headers_builder=lambda: {"Cookie": "sid=mine"})
    async with connected(api) as client:
        for _ in range(2):
            await client.list_threads()
    assert sent(sdk_server) == ["sid=mine", "sid=mine"]


async def test_a_request_repeated_after_401_carries_the_cookies_just_set(
    sdk_server: SdkServer, fault_proxy: FaultProxy
) -> None:
    fault_proxy.on("threads.list", Answer(401, headers={"Set-Cookie": "csrf=1; Path=/"}))
    numbers = iter("12")
    api = CustomApiConfig(fault_proxy.url, headers_builder=lambda: {"X-Try": next(numbers)})
    async with connected(api) as client:
        await client.list_threads()
    assert sent(sdk_server) == ["csrf=1"]


@pytest.mark.parametrize(
    ("set_cookie", "expected"),
    [
        ("a=1", "a=1"),
        ("a=1; Max-Age=60", "a=1"),
        ("a=1; Max-Age=0", None),
        ("a=1; Expires=Wed, 01 Jan 2020 00:00:00 GMT", None),
        ("a=1; Domain=other.example", None),
        ("a=1; Path=/elsewhere", None),
        ("a=1; Secure", "a=1"),
        ("a=; Path=/", "a="),
    ],
)
async def test_rules_of_cookies(
    sdk_server: SdkServer, tmp_path: Path, set_cookie: str, expected: str | None
) -> None:
    sdk_server.response_headers = {"set-cookie": set_cookie}
    file = tmp_path / "cookies.json"
    async with connected(sdk_server.url, cookie_file=file) as client:
        await client.list_threads()
        await client.list_threads()
    async with connected(sdk_server.url, cookie_file=file) as client:
        await client.list_threads()
    assert sent(sdk_server)[1:] == [expected, expected]


async def test_a_server_can_take_a_cookie_back(sdk_server: SdkServer, tmp_path: Path) -> None:
    file = tmp_path / "cookies.json"
    async with connected(sdk_server.url, cookie_file=file) as client:
        for value in ("a=1; Path=/; Max-Age=60", "a=; Path=/; Max-Age=0", "b=2"):
            sdk_server.response_headers = {"set-cookie": value}
            await client.list_threads()
    assert sent(sdk_server) == [None, "a=1", None]
    assert "a" not in [entry["name"] for entry in _entries(file)]


async def test_expired_cookies_in_the_file_are_dropped(
    sdk_server: SdkServer, tmp_path: Path
) -> None:
    file = tmp_path / "cookies.json"
    sdk_server.response_headers = {"set-cookie": "old=1; Max-Age=60"}
    async with connected(sdk_server.url, cookie_file=file) as client:
        await client.list_threads()
    content = json.loads(file.read_text())
    for entry in content["servers"][sdk_server.origin]:
        entry["expires"] = int(time.time()) - 1
    file.write_text(json.dumps(content))
    sdk_server.response_headers = {"set-cookie": "new=1; Max-Age=60"}
    async with connected(sdk_server.url, cookie_file=file) as client:
        await client.list_threads()
    assert sent(sdk_server) == [None, None]
    assert [entry["name"] for entry in _entries(file)] == ["new"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "\xff",
        '{"format": 2, "servers": {}}',
        '{"format": 1, "servers": []}',
        '{"format": 1, "servers": {"ORIGIN": [1, {"name": "a"}, {"name": 1, "value": 2}]}}',
        '{"format": 1, "servers": {"ORIGIN": {"a": "b"}}}',
    ],
)
async def test_a_file_that_makes_no_sense_costs_only_its_cookies(
    sdk_server: SdkServer, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "cookies.json"
    file.write_text(content.replace("ORIGIN", sdk_server.origin), "latin-1")
    sdk_server.response_headers = {"set-cookie": "a=1; Max-Age=60"}
    async with connected(sdk_server.url, cookie_file=file) as client:
        await client.list_threads()
    assert sent(sdk_server) == [None]
    assert [entry["name"] for entry in _entries(file)] == ["a"]


async def test_a_file_that_cannot_be_written_costs_no_request(
    sdk_server: SdkServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sdk_server.cookie_identity = True
    (tmp_path / "file").write_text("in the way of a folder")
    file = tmp_path / "file" / "cookies.json"
    async with connected(sdk_server.url, cookie_file=file) as client:
        await everything(client.create_thread(message("one")))
        await client.list_threads()
    assert sent(sdk_server) == [None, "user=user-1"]
    assert "Cookies are not kept" in caplog.text
    assert "user-1" not in caplog.text


async def test_secure_cookies_stay_off_plain_http(tmp_path: Path) -> None:
    for url, expected in (("http://chat.example/", None), ("https://chat.example/", "a=1")):
        store = CookieStore(None)
        store.add(httpx.URL(url))
        await store.load()
        request = httpx.Request("POST", url)
        headers = {"set-cookie": "a=1; Secure"}
        await store.extract(httpx.Response(200, headers=headers, request=request))
        again = httpx.Request("POST", url)
        await store.attach(again)
        assert again.headers.get("cookie") == expected


async def test_answers_side_by_side_lose_no_cookie(sdk_server: SdkServer, tmp_path: Path) -> None:
    file = tmp_path / "cookies.json"
    numbers = iter(range(100))

    def number(request: object) -> None:
        sdk_server.response_headers = {"set-cookie": f"c{next(numbers)}=1; Max-Age=60"}

    sdk_server.authorize = number
    async with connected(sdk_server.url, cookie_file=file) as client:
        await asyncio.gather(*(client.list_threads() for _ in range(8)))
        await client.list_threads()
    names = {pair.partition("=")[0] for pair in (sent(sdk_server)[-1] or "").split("; ")}
    assert names == {entry["name"] for entry in _entries(file)} - {"c8"}
    assert len(names) == 8


def _entries(file: Path) -> list[dict[str, Any]]:
    (entries,) = json.loads(file.read_text())["servers"].values()
    assert isinstance(entries, list)
    return entries
