"""Secrets: what they tell about themselves, when they are renewed, and who waits for whom."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import ChatKitError, ProtocolError, ServerRejected
from chatkit_tui.transport.client_secret import (
    MARGIN,
    ClientSecret,
    ClientSecrets,
    epoch_seconds,
)
from chatkit_tui.transport.session import read_secret

NOW = 1_800_000_000.0


def described(version: str, **claims: object) -> str:
    """A secret that describes itself, as the hosted service makes them."""
    return f"ek_68c1a_{version}{base64.b64encode(json.dumps(claims).encode()).decode()}"


@pytest.mark.parametrize(
    ("value", "expires_at", "locality"),
    [
        (described("00", expires_at=1757700000), 1757700000, None),
        (described("01", expires_at=1757700000, data_locality="EU"), 1757700000, "eu"),
        (described("01", expires_at=1757700000, data_locality=None), 1757700000, None),
        (described("99", other=1), None, None),
        ("ek_68c1a_00not-base64!", None, None),
        ("ek_68c1a_00" + base64.b64encode(b"[1]").decode(), None, None),
        ("opaque", None, None),
        ("", None, None),
    ],
)
def test_what_a_secret_tells_about_itself(
    value: str, expires_at: float | None, locality: str | None
) -> None:
    secret = ClientSecret.of(value)
    assert (secret.value, secret.expires_at, secret.data_locality) == (value, expires_at, locality)


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda b: "ek_a_01" + b.hex()))
def test_any_text_is_a_secret(value: str) -> None:
    assert ClientSecret.of(value).value == value


def test_a_secret_is_not_shown_by_accident() -> None:
    assert "precious" not in repr(ClientSecret("precious"))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1757700000, 1757700000),
        (1757700000.5, 1757700000.5),
        (1757700000000, 1757700000),
        ("1757700000", 1757700000),
        ("2025-09-12T18:00:00Z", 1757700000),
        ("2025-09-12T20:00:00+02:00", 1757700000),
        ("2025-09-12T18:00:00", 1757700000),
        (None, None),
        (True, None),
        ("soon", None),
        (float("nan"), None),
        (float("inf"), None),
        (0, None),
        ({}, None),
    ],
)
def test_times_of_expiry(value: object, seconds: float | None) -> None:
    assert epoch_seconds(value) == seconds


SECRET = "ek_1_x"
EXPIRES = {"expires_at": 1900000000}


@pytest.mark.parametrize(
    ("body", "expires_at"),
    [
        ({"client_secret": SECRET}, None),
        ({"client_secret": SECRET, "expires_after": None}, None),
        ({"client_secret": SECRET, **EXPIRES}, 1900000000),
        ({"clientSecret": SECRET, "expiresAt": "2030-03-17T17:46:40Z"}, 1900000000),
        ({"client_secret": {"value": SECRET, **EXPIRES}}, 1900000000),
        ({"success": True, "data": {"client_secret": SECRET, **EXPIRES}}, 1900000000),
        ({"sessionResponse": {"session": {"clientSecret": SECRET}}}, None),
        (SECRET, None),
    ],
)
def test_shapes_of_session_answers(body: Any, expires_at: float | None) -> None:
    secret = read_secret(_response(), json.dumps(body).encode())
    assert (secret.value, secret.expires_at) == (SECRET, expires_at)


def test_a_bare_secret_and_a_duration() -> None:
    assert read_secret(_response(), f" {SECRET}\n".encode()).value == SECRET
    for after in (600, {"anchor": "created_at", "seconds": 600}):
        body = json.dumps({"client_secret": SECRET, "expires_after": after}).encode()
        expires_at = read_secret(_response(), body).expires_at
        assert expires_at is not None
        assert 590 < expires_at - time.time() <= 600


NO_SECRETS = ["", "{}", "[]", "null", "<html>x", "two words", "x" * 9000, '{"client_secret": 1}']


@pytest.mark.parametrize("body", NO_SECRETS)
def test_answers_without_a_secret(body: str) -> None:
    with pytest.raises(ProtocolError):
        read_secret(_response(), body.encode())


@given(st.binary(max_size=40))
def test_no_answer_raises_anything_but_our_errors(body: bytes) -> None:
    with suppress(ChatKitError):
        assert read_secret(_response(), body).value


def _response() -> httpx.Response:
    return httpx.Response(200, request=httpx.Request("POST", "https://app.example/session"))


class Source:
    """Hands out numbered secrets that live `life` seconds by the clock `now`."""

    def __init__(self, life: float | None) -> None:
        self.life = life
        self.now = NOW
        self.asked: list[str | None] = []
        self.open = asyncio.Event()
        self.open.set()
        self.failure: ChatKitError | None = None
        self.secrets = ClientSecrets(self._fetch, now=lambda: self.now)

    async def _fetch(self, current: str | None) -> ClientSecret:
        self.asked.append(current)
        await self.open.wait()
        if self.failure is not None:
            raise self.failure
        return ClientSecret(str(len(self.asked)), self.life and self.now + self.life)

    async def value(self) -> str:
        return (await self.secrets.current()).value


async def test_a_secret_is_used_until_shortly_before_it_expires() -> None:
    source = Source(life=600)
    assert await source.value() == "1"
    source.now += 600 - MARGIN - 1
    assert await source.value() == "1"
    source.now += 1
    assert await source.value() == "2"
    assert source.asked == [None, "1"]


async def test_a_secret_of_unknown_life_is_used_until_refused() -> None:
    source = Source(life=None)
    first = await source.secrets.current()
    source.now += 1e6
    assert await source.value() == "1"
    assert (await source.secrets.after(first)).value == "2"


async def test_clocks_that_differ_do_not_cost_a_secret_per_request() -> None:
    source = Source(life=-3600)
    assert [await source.value() for _ in range(3)] == ["1", "1", "1"]


async def test_all_who_wait_share_one_fetch() -> None:
    source = Source(life=600)
    source.open.clear()
    waiting = [asyncio.create_task(source.value()) for _ in range(5)]
    await asyncio.sleep(0)
    source.open.set()
    assert await asyncio.gather(*waiting) == ["1"] * 5
    refused = await source.secrets.current()
    fresh = await asyncio.gather(*(source.secrets.after(refused) for _ in range(5)))
    assert {secret.value for secret in fresh} == {"2"}
    assert source.asked == [None, "1"]


async def test_all_who_wait_share_a_failure_and_the_next_one_asks_again() -> None:
    source = Source(life=600)
    source.failure = ServerRejected("no", status=500)
    source.open.clear()
    waiting = [asyncio.create_task(source.value()) for _ in range(4)]
    await asyncio.sleep(0)
    source.open.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["no"] * 4
    assert source.asked == [None]
    source.failure = None
    assert await source.value() == "2"


async def test_one_who_gives_up_waiting_does_not_spoil_it_for_the_others() -> None:
    source = Source(life=600)
    source.open.clear()
    first, second = (asyncio.create_task(source.value()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    source.open.set()
    assert await second == "2"
    with pytest.raises(asyncio.CancelledError):
        await first
