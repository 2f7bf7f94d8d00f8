"""The JSON in the answer to a request that wants no stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx

from chatkit_tui.errors import ProtocolError
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.transport.refusals import not_chatkit, refusal_in_success
from chatkit_tui.transport.sse import BOM, sse_data

_SSE_STARTS = (b"data:", b"event:", b"id:", b"retry:", b":")


async def json_answer(response: httpx.Response, body: bytes) -> Any:
    """The JSON value of a success; {} for nothing and for text such as "OK".

    A stream of events counts as its last value. Raises ServerRejected for an error in disguise and
    ProtocolError for a web page.
    """
    text = body.removeprefix(BOM).strip()
    if not text:
        return {}
    if text.startswith(b"<"):
        raise not_chatkit(response, body)
    if text.startswith(_SSE_STARTS):
        return await _last_value(response, body)
    try:
        value = parse_json(text)
    except ProtocolError:
        return {}
    if error := refusal_in_success(value, response):
        raise error
    return value


async def _last_value(response: httpx.Response, body: bytes) -> Any:
    async def whole() -> AsyncIterator[bytes]:
        yield body

    last: Any = {}
    async for data in sse_data(whole()):
        try:
            value = parse_json(data.text)
        except ProtocolError:
            continue
        if error := refusal_in_success(value, response):
            raise error
        last = value
    return last
