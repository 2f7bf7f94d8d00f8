"""Refusals as the hosted service words them: `{"error": {message, type, param, code}}`."""

from __future__ import annotations

from chatkit.store import NotFoundError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Refusal(Exception):
    """A request that is turned down; `kind` and `code` are the service's own words."""

    def __init__(
        self, status: int, message: str, *, kind: str = "invalid_request_error", code: str | None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.code = code


def unauthorized(message: str) -> Refusal:
    """Credentials that are missing, wrong or expired."""
    return Refusal(401, message, code="invalid_api_key")


ANSWERED_ERRORS: tuple[type[Exception], ...] = (
    Refusal,
    NotFoundError,
    ValidationError,
    NotImplementedError,
    HTTPException,
    Exception,
)
"""What `respond_to` must be registered for; those of the last kind are logged by the Guard."""


def refusal_for(error: Exception) -> Refusal:
    """What a client is told about `error`; details stay in the log."""
    match error:
        case Refusal():
            return error
        case NotFoundError():
            return Refusal(404, str(error), code="not_found")
        case ValidationError():
            return Refusal(400, "This is not a ChatKit request.", code="invalid_request")
        case NotImplementedError():
            return Refusal(400, "This backend does not support this operation.", code="unsupported")
        case HTTPException():
            return Refusal(error.status_code, f"{error.detail}.", code=None)
    return Refusal(500, "The demo backend failed.", kind="server_error", code=None)


async def respond_to(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in `error`."""
    return as_response(refusal_for(error))


def as_response(refusal: Refusal) -> JSONResponse:
    """The refusal as an HTTP answer."""
    body = {
        "message": refusal.message,
        "type": refusal.kind,
        "param": None,
        "code": refusal.code,
    }
    headers = {"www-authenticate": "Bearer"} if refusal.status == 401 else None
    return JSONResponse({"error": body}, status_code=refusal.status, headers=headers)
