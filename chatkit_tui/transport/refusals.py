"""From an HTTP answer that refuses to the error that says so in one sentence."""

from __future__ import annotations

import html
import math
import re
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from chatkit_tui.errors import (
    AuthRequired,
    ChatKitError,
    ProtocolError,
    RateLimited,
    ServerRejected,
    ServerUnavailable,
)
from chatkit_tui.protocol.deep_json import dump_json
from chatkit_tui.protocol.json_values import parse_json
from chatkit_tui.protocol.stack_trace import without_stack_trace
from chatkit_tui.translation import _
from chatkit_tui.transport.circumstances import exchange_of
from chatkit_tui.transport.headers import request_id
from chatkit_tui.transport.masking import mask, secrets_of

LONGEST_DETAIL = 400
"""Characters of the server's own words that an error repeats."""

LONGEST_TITLE = 80
"""Characters of a web page's title that an error repeats."""

CONVERSATION_PATH = "/v1/chatkit/conversation"
FILES_PATH = "/v1/chatkit/files"
"""Where the hosted service, and what stands in for it, takes requests and files."""

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_LONGEST_HEAD = 64 * 1024


def refusal(response: httpx.Response, body: bytes) -> ChatKitError:
    """The error for a response whose status is no success; `body` may be cut short."""
    error = _refusal(response, body)
    error.exchange = exchange_of(response, body)
    return error


def _refusal(response: httpx.Response, body: bytes) -> ChatKitError:
    status = response.status_code
    code, detail = _words(response, body)
    quote = request_id(response.headers)
    retry_after = retry_after_seconds(response.headers.get("retry-after"))
    if status in (401, 403):
        return AuthRequired(_with(detail, _auth_message(response)), status=status, request_id=quote)
    if status == 429:
        return RateLimited(
            _with(detail, _("The server says that there were too many requests")),
            retry_after=retry_after,
            request_id=quote,
        )
    if status == 503:
        return ServerUnavailable(
            _with(detail, _("The server cannot answer at the moment (503)")),
            code=code,
            retry_after=retry_after,
            request_id=quote,
        )
    message = _("The server answered {status}").format(status=_status_name(status))
    return ServerRejected(_with(detail, message), status=status, code=code, request_id=quote)


def refusal_in_success(
    data: Any, response: httpx.Response, *, message_is_error: bool = False
) -> ServerRejected | None:
    """The error that a 200 carries in its JSON; None if it carries none.

    `message_is_error` is for answers in which a lone `message` can be no good news.
    """
    if not isinstance(data, dict):
        return None
    failed = data.get("error") or data.get("success") is False or data.get("type") == "error"
    if not failed and not (message_is_error and _is_lone_message(data)):
        return None
    code, detail = error_words(data)
    detail = presentable(detail, response) or _("no reason given")
    error = ServerRejected(
        _("The server refused: {reason}").format(reason=detail),
        status=response.status_code,
        code=None if code == "error" else code,
        request_id=request_id(response.headers),
    )
    error.exchange = exchange_of(response, dump_json(data).encode("utf-8", "replace"))
    return error


def not_chatkit(response: httpx.Response, body: bytes) -> ProtocolError:
    """The error for a success that is neither JSON nor a stream."""
    if _is_html(response, body):
        title = presentable(_title(body), response, longest=LONGEST_TITLE)
        sentence = (
            _(
                "The server answered with a web page (“{title}”) instead of ChatKit;"
                " is the address right?"
            ).format(title=title)
            if title
            else _("The server answered with a web page instead of ChatKit; is the address right?")
        )
    else:
        sentence = _(
            "The server answered with something else instead of ChatKit; is the address right?"
        )
    error = ProtocolError(sentence, request_id=request_id(response.headers))
    error.exchange = exchange_of(response, body)
    return error


def error_words(data: Any, *, depth: int = 4) -> tuple[str | None, str]:
    """Code and message of an error body in any of the shapes servers use; "" for no message."""
    if isinstance(data, str):
        return None, data
    if isinstance(data, list) and depth:
        # A list of complaints, as validating frameworks send.
        complaints = (error_words(entry, depth=depth - 1)[1] for entry in data[:3])
        return None, "; ".join(filter(None, complaints))
    if not isinstance(data, dict) or not depth:
        return None, ""
    code = next((str(data[key]) for key in ("code", "type") if _is_word(data.get(key))), None)
    for key in ("error", "message", "msg", "detail", "details", "error_description", "title"):
        inner_code, message = error_words(data.get(key), depth=depth - 1)
        if message:
            # {"error": "invalid_grant", "message": "Sign in again"}: the word is the code.
            if key == "error" and isinstance(data["error"], str) and _is_word(data.get("message")):
                return code or data["error"], str(data["message"])
            return inner_code or code, message
    return code, ""


def retry_after_seconds(value: str | None) -> float | None:
    """Seconds from a Retry-After header, which gives seconds or a date; None if unreadable."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError, OSError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _with(detail: str, sentence: str) -> str:
    """A sentence without its end, and what the server said itself, if it did."""
    whole = _("{sentence}: {detail}") if detail else _("{sentence}.")
    return whole.format(sentence=sentence, detail=detail)


def _words(response: httpx.Response, body: bytes) -> tuple[str | None, str]:
    if _is_html(response, body):
        return None, presentable(_title(body), response)
    try:
        code, detail = error_words(parse_json(body))
    except ProtocolError:
        code, detail = None, body.decode("utf-8", "replace")
    return code, presentable(detail, response)


def presentable(text: str, response: httpx.Response, *, longest: int = LONGEST_DETAIL) -> str:
    """One line, not too long, without a stack trace or anything the request kept secret."""
    text = mask(without_stack_trace(text), secrets_of(response.request.headers))
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _is_word(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _is_lone_message(data: dict[str, Any]) -> bool:
    return isinstance(data.get("message"), str) and "type" not in data and "id" not in data


def _is_html(response: httpx.Response, body: bytes) -> bool:
    if "html" in response.headers.get("content-type", "").lower():
        return True
    return body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _title(body: bytes) -> str:
    found = _TITLE.search(body[:_LONGEST_HEAD].decode("utf-8", "replace"))
    return html.unescape(found.group(1)).strip() if found else ""


def _status_name(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _auth_message(response: httpx.Response) -> str:
    if response.status_code == 401:
        return _("The server wants you to sign in (401)")
    if response.request.url.path.endswith((CONVERSATION_PATH, FILES_PATH)):
        return _(
            "The hosted service refuses this session; it may refuse every client that is no"
            " browser (403)"
        )
    return _("The server does not let these credentials in (403)")
