"""Refusals in all the shapes servers give them: which error, which words, and no secrets."""

from __future__ import annotations

import time
import traceback
from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_tui.errors import AuthRequired, ChatKitError, RateLimited, ServerUnavailable
from chatkit_tui.options import CustomApiConfig
from chatkit_tui.transport.refusals import error_words, retry_after_seconds
from tests.support.chat import connected
from tests.support.fault_proxy import FaultProxy
from tests.support.faults import Answer


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": "text"}, (None, "text")),
        ({"error": {"code": "c", "message": "m"}}, ("c", "m")),
        (
            {"error": {"message": "m", "type": "invalid_request_error", "code": None}},
            ("invalid_request_error", "m"),
        ),
        ({"message": "m"}, (None, "m")),
        ({"message": "m", "code": 17}, ("17", "m")),
        ({"data": None, "error": {"message": "m"}}, (None, "m")),
        ({"detail": "m"}, (None, "m")),
        ({"detail": [{"msg": "a", "type": "missing"}, {"msg": "b"}]}, (None, "a; b")),
        ({"error": "Failed", "details": {"error": {"message": "inner"}}}, (None, "Failed")),
        ({"error": {"error": {"message": "inner", "code": "c"}}}, ("c", "inner")),
        (
            {"error": "invalid_grant", "message": "Sign in again"},
            ("invalid_grant", "Sign in again"),
        ),
        ({"title": "m", "status": 400}, (None, "m")),
        ("just text", (None, "just text")),
        ({"error": None}, (None, "")),
        ({"error": {}}, (None, "")),
        ([], (None, "")),
        (None, (None, "")),
    ],
)
def test_words_are_found_in_every_shape(body: Any, words: tuple[str | None, str]) -> None:
    assert error_words(body) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "message", "detail", "code", "x"]), inner)
    ),
)


@given(JSON)
def test_words_are_words_whatever_the_body(body: Any) -> None:
    code, message = error_words(body)
    assert isinstance(message, str)
    assert code is None or isinstance(code, str)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("1.5", 1.5), (" 3 ", 3.0), ("0", 0.0), ("-4", 0.0)]
    + [(bad, None) for bad in ("soon", "", "nan", "inf", "Wed, 99 Foo 2020", "1,2")],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value) == seconds


def test_retry_after_as_a_date() -> None:
    later = retry_after_seconds(formatdate(time.time() + 90, usegmt=True))
    assert later is not None
    assert 85 < later <= 90
    assert retry_after_seconds(formatdate(time.time() - 90, usegmt=True)) == 0
    assert retry_after_seconds(None) is None


async def refused(
    proxy: FaultProxy, answer: Answer, api: CustomApiConfig | None = None
) -> ChatKitError:
    proxy.on(None, answer, times=2)
    async with connected(api or CustomApiConfig(proxy.url)) as client:
        with pytest.raises(ChatKitError) as caught:
            await client.list_threads()
    proxy.clear()
    return caught.value


async def test_waiting_times_reach_the_caller(fault_proxy: FaultProxy) -> None:
    date = formatdate(time.time() + 60, usegmt=True)
    limited = await refused(fault_proxy, Answer(429, headers={"Retry-After": date}))
    assert isinstance(limited, RateLimited)
    assert 50 < (limited.retry_after or 0) <= 60
    away = await refused(fault_proxy, Answer(503, headers={"Retry-After": "3"}))
    assert isinstance(away, ServerUnavailable)
    assert away.retry_after == 3
    plain = await refused(fault_proxy, Answer(429))
    assert isinstance(plain, RateLimited)
    assert plain.retry_after is None


async def test_request_ids_reach_the_caller(fault_proxy: FaultProxy) -> None:
    for status in (401, 409, 429, 503):
        answer = Answer(status, headers={"X-Request-Id": "req_7"})
        assert (await refused(fault_proxy, answer)).request_id == "req_7"


async def test_an_endless_or_broken_error_body_costs_no_more_than_its_words(
    fault_proxy: FaultProxy,
) -> None:
    long = await refused(fault_proxy, Answer(500, b"x " * 400_000, "text/plain"))
    assert len(long.message) < 500
    broken = await refused(
        fault_proxy, Answer(400, b"{\xff\xfe", headers={"Content-Encoding": "br"})
    )
    assert "400 Bad Request" in broken.message
    gzip = await refused(fault_proxy, Answer(400, b"no gzip", headers={"Content-Encoding": "gzip"}))
    assert gzip.message == "The server answered 400 Bad Request."


async def test_secrets_that_a_server_repeats_are_hidden(fault_proxy: FaultProxy) -> None:
    api = CustomApiConfig(
        fault_proxy.url,
        headers_builder=lambda: {
            "Authorization": "Bearer tok-12345",
            "Cookie": "sid=crumbs99; theme=dark",
            "X-Api-Key": "k-abcdef",
        },
        domain_key="domain_pk_77",
    )
    body = "bad tok-12345 crumbs99 k-abcdef domain_pk_77 in Bearer tok-12345"
    for status in (400, 401, 429, 503):
        error = await refused(fault_proxy, Answer(status, {"message": body}), api)
        seen = repr(error) + "".join(traceback.format_exception(error))
        for secret in ("tok-12345", "crumbs99", "k-abcdef", "domain_pk_77"):
            assert secret not in seen
        assert "[hidden]" in seen
    assert isinstance(await refused(fault_proxy, Answer(403, body), api), AuthRequired)


async def test_long_ids_and_titles_leave_room_for_the_sentence(fault_proxy: FaultProxy) -> None:
    page = f"<html><title>Sign\nin{'!' * 50_000}</title>"
    headers = {"x-request-id": "r" * 50_000}
    fault_proxy.on("threads.list", Answer(200, page, "text/html", headers))
    async with connected(fault_proxy.url) as client:
        with pytest.raises(ChatKitError) as refused:
            await client.list_threads()
    error = refused.value
    assert len(error.message) < 200
    assert error.message.endswith("instead of ChatKit; is the address right?")
    assert error.request_id == "r" * 200
    assert error.exchange is not None
    assert error.exchange.request_id == error.request_id
