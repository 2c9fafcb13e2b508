"""Refusals as problem+json (RFC 9457). Nothing of what was sent is repeated: it may be personal."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
from vuoro.core.http_methods import allowed_methods
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


@dataclass(frozen=True)
class Troubles:
    """What an application answers when something goes wrong.

    ``document``: the address of its OpenAPI document. ``page``: makes a page of a status, for the
    requests that ``for_people`` says are of people.
    """

    document: str
    for_people: Callable[[Request], bool] = lambda _: False
    page: Callable[[Request, int], Response] | None = None

    def look_after(self, app: FastAPI) -> None:
        """Let every refusal and failure of the application be answered."""
        app.add_exception_handler(Refused, self._refused)
        app.add_exception_handler(RequestValidationError, self._not_valid)
        app.add_exception_handler(HTTPException, self._turned_away)
        app.add_exception_handler(OperationalError, self._busy)
        app.add_exception_handler(PoolTimeout, self._busy)
        app.add_exception_handler(Exception, self._bug)

    def _answer(
        self,
        request: Request,
        refused: Refused,
        errors: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        if self.page is not None and self.for_people(request):
            return self.page(request, refused.status)
        return problem(refused, errors, headers)

    async def _refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        found = error.errors if isinstance(error, Invalid) else {}
        errors = tuple(f"{field}: {code}" for field, code in found.items())
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
        return self._answer(request, error, errors, headers)

    async def _not_valid(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        words = f"The request is not as described in {self.document}."
        return self._answer(request, Refused("not_valid", words, 422), faults(error.errors()))

    async def _turned_away(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, "refused")
        words = f"This can't be done here; see {self.document}."
        refused = Refused(code, words, error.status_code)
        headers = error.headers
        if error.status_code == 405:
            headers = {"Allow": allowed_methods(request)}
        return self._answer(request, refused, headers=headers)

    async def _busy(self, request: Request, error: Exception) -> Response:
        log.error("the database can't be used", extra={"error": type(error).__name__})
        words = "The database can't be used now. Try again in a moment."
        return self._answer(request, Refused("database_busy", words, 503, _BUSY_SECONDS))

    async def _bug(self, request: Request, error: Exception) -> Response:
        log.error("a request failed", exc_info=error)
        words = "Something went wrong here. Try again, or tell support."
        return self._answer(request, Refused("bug", words, 500))
