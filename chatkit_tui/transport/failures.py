"""From what httpx raises to what it means for a request: not sent, unknown, or broken off."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress

import httpx

from chatkit_tui.errors import (
    ChatKitError,
    ConfigurationError,
    ConnectError,
    ConnectionLost,
    ProtocolError,
    StreamInterrupted,
)
from chatkit_tui.translation import _
from chatkit_tui.transport.circumstances import attempt_at, exchange_of
from chatkit_tui.transport.headers import request_id

BODY_LIMIT = 256 * 1024 * 1024
"""Bytes of an answer that is read as a whole."""

NETWORK_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, EOFError)
"""What the network may throw; `TimeoutError` is an OSError."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def sending_failed(error: BaseException, url: httpx.URL) -> ChatKitError:
    """What `error` means when it came before the head of the answer."""
    host = url.netloc.decode()
    if isinstance(error, _NEVER_SENT):
        return ConnectError(_why_unreachable(error, host))
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return ConfigurationError(_("The address of {host} cannot be used.").format(host=host))
    if isinstance(error, httpx.LocalProtocolError):
        return ConfigurationError(
            _("A request to {host} could not be put together.").format(host=host)
        )
    late = isinstance(error, httpx.TimeoutException | TimeoutError)
    return ConnectionLost(_no_answer(host, late=late))


def reading_failed(
    error: BaseException, response: httpx.Response, *, begun: bool = False
) -> ChatKitError:
    """What `error` means when it came in the body of `response`.

    `begun` tells that part of the answer has been used, so that its fate is known.
    """
    host = response.request.url.netloc.decode()
    quote = request_id(response.headers)
    if isinstance(error, httpx.DecodingError):
        message = _("The answer of {host} is compressed in a way nobody can read.")
        return ProtocolError(message.format(host=host), request_id=quote)
    late = isinstance(error, httpx.TimeoutException | TimeoutError)
    if begun:
        message = (
            _("The answer of {host} stopped: nothing came for too long.")
            if late
            else _("The answer of {host} broke off.")
        )
        return StreamInterrupted(message.format(host=host), request_id=quote)
    return ConnectionLost(_no_answer(host, late=late), request_id=quote)


def _no_answer(host: str, *, late: bool) -> str:
    sentence = (
        _("{host} gave no answer in time, so it is not known what it did.")
        if late
        else _("{host} hung up before its answer began, so it is not known what it did.")
    )
    return sentence.format(host=host)


@contextmanager
def sending_errors(url: httpx.URL) -> Iterator[None]:
    """Turns what the network throws before an answer into errors of ours."""
    try:
        yield
    except httpx.LocalProtocolError as error:
        # Its text may quote a header's value.
        raise _unanswered(error, url) from None
    except NETWORK_ERRORS as error:
        raise _unanswered(error, url) from error


@contextmanager
def reading_errors(
    response: httpx.Response, begun: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Turns what the network throws inside an answer into errors of ours."""
    try:
        yield
    except NETWORK_ERRORS as error:
        failure = reading_failed(error, response, begun=begun())
        failure.exchange = exchange_of(response)
        raise failure from error


async def whole_body(response: httpx.Response, chunks: AsyncIterator[bytes]) -> bytes:
    """`chunks` of `response` in one piece; ProtocolError beyond BODY_LIMIT."""
    pieces: list[bytes] = []
    length = 0
    async for chunk in chunks:
        length += len(chunk)
        if length > BODY_LIMIT:
            host = response.request.url.netloc.decode()
            raise ProtocolError(
                _("The answer of {host} is too long to be read.").format(host=host),
                request_id=request_id(response.headers),
            )
        pieces.append(chunk)
    return b"".join(pieces)


async def hang_up(response: httpx.Response) -> None:
    """Close `response`, of which nothing more is wanted, whatever the network makes of it."""
    with suppress(*NETWORK_ERRORS):
        await response.aclose()


def _unanswered(error: BaseException, url: httpx.URL) -> ChatKitError:
    failure = sending_failed(error, url)
    failure.exchange = attempt_at(url)
    return failure


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    open_ends: list[BaseException | None] = [error]
    while open_ends:
        cause = open_ends.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        open_ends += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            open_ends += cause.exceptions


def _why_unreachable(error: BaseException, host: str) -> str:
    return _unreachable(error).format(host=host)


def _unreachable(error: BaseException) -> str:
    """A sentence with a place for the host."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return _(
            "The certificate of {host} is not trusted;"
            " if it is your own authority's, name its file in SSL_CERT_FILE."
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _("No secure connection to {host} could be agreed on.")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return _("The name {host} could not be found.")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _("Nothing answers at {host}: the connection was refused.")
    if isinstance(error, httpx.ProxyError):
        return _("The proxy did not connect to {host}.")
    if isinstance(error, httpx.TimeoutException):
        return _("No connection to {host} came about in time.")
    return _("{host} cannot be reached.")
