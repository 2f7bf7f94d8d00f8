"""What is kept of a request and its answer for those who look into an error."""

from __future__ import annotations

import httpx

from chatkit_tui.errors import Exchange, ProtocolError
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.protocol.stack_trace import json_without_stack_traces, without_stack_trace
from chatkit_tui.transport.headers import request_id
from chatkit_tui.transport.masking import mask, secrets_of

LONGEST_BODY = 4_000
"""Characters of a refusal's body."""

LONGEST_VALUE = 300
"""Characters of a header's value."""

_WORTH_KNOWING = frozenset(
    {
        "cf-ray",
        "content-type",
        "date",
        "openai-processing-ms",
        "openai-version",
        "request-id",
        "retry-after",
        "server",
        "traceparent",
        "via",
        "www-authenticate",
        "x-amzn-requestid",
        "x-amzn-trace-id",
        "x-correlation-id",
        "x-request-id",
    }
)
_RATE_LIMITS = ("ratelimit-", "x-ratelimit-")


def attempt_at(url: httpx.URL) -> Exchange:
    """A request to `url` that got no answer."""
    return Exchange(origin=_origin(url))


def exchange_of(response: httpx.Response, body: bytes = b"") -> Exchange:
    """A request and its answer, `body` being what a refusal said; free of what was secret."""
    secrets = secrets_of(response.request.headers)
    headers = tuple(
        (name.lower(), _cut(mask(value, secrets), LONGEST_VALUE))
        for name, value in response.headers.multi_items()
        if name.lower() in _WORTH_KNOWING or name.lower().startswith(_RATE_LIMITS)
    )
    return Exchange(
        origin=_origin(response.request.url),
        status=response.status_code,
        request_id=request_id(response.headers),
        headers=headers,
        body=_cut(mask(_readable(response, body), secrets), LONGEST_BODY),
    )


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode()}"


def _readable(response: httpx.Response, body: bytes) -> str:
    """A body as a person may read it; of a web page, nothing."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or "html" in response.headers.get("content-type", "").lower():
        return ""
    try:
        value = parse_json(body)
    except ProtocolError:
        return without_stack_trace(body.decode("utf-8", "replace")).strip()
    return dump_json(json_without_stack_traces(value))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
