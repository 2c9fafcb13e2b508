"""Refusals as problem+json (RFC 9457). Nothing of what was sent is repeated: it may be personal."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.api.faults import faults
from vuoro.booking.backend import Refused
from vuoro.booking.service.refusals import Invalid
from vuoro.core.wire.codec import encode
from vuoro.core.wire.common import Problem

log = logging.getLogger(__name__)

_CODES = {404: "no_such_page", 405: "not_allowed_here", 413: "too_large", 415: "not_json"}
_BUSY_SECONDS = 5


def problem(
    refused: Refused, errors: tuple[str, ...] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal as the answer to a request."""
    body = Problem(
        code=refused.code,
        title=refused.code.replace("_", " ").capitalize(),
        detail=refused.detail,
        status=refused.status,
        retry_after=refused.retry_after,
        errors=errors,
    )
    more = {"Cache-Control": "no-store", **(headers or {})}
    if refused.retry_after is not None:
        more["Retry-After"] = str(refused.retry_after)
    return Response(encode(body), refused.status, more, media_type="application/problem+json")


def answer_with_problems(app: FastAPI, document: str) -> None:
    """Let every refusal and failure of an application be a problem. ``document``: its OpenAPI."""

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
        return problem(error, headers=headers)

    async def invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, Invalid)
        return problem(error, tuple(f"{field}: {code}" for field, code in error.errors.items()))

    async def not_valid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        words = f"The request is not as described in {document}."
        return problem(Refused("not_valid", words, 422), faults(error.errors()))

    async def turned_away(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "refused")
        words = f"This can't be done here; see {document}."
        return problem(Refused(code, words, error.status_code), headers=error.headers)

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Invalid, invalid)
    app.add_exception_handler(RequestValidationError, not_valid)
    app.add_exception_handler(HTTPException, turned_away)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(PoolTimeout, _busy)
    app.add_exception_handler(Exception, _bug)


async def _busy(_: Request, error: Exception) -> Response:
    log.error("the database can't be used", extra={"error": type(error).__name__})
    words = "The database can't be used now. Try again in a moment."
    return problem(Refused("database_busy", words, 503, _BUSY_SECONDS))


async def _bug(_: Request, error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return problem(Refused("bug", "Something went wrong here. Try again, or tell support.", 500))
