"""Bodies and answers of the device API: JSON in and out, gzip, and refusals with an epoch.

An answer without ``server_epoch`` is taken for one of something in between, so every one has it.
"""

import gzip
import logging
import zlib
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.core.wire.codec import Malformed, decode, encode
from vuoro.core.wire.sync import MOST_BYTES, SyncProblem, SyncRefusal

log = logging.getLogger(__name__)
T = TypeVar("T")
LONGEST_BODY = 4 * MOST_BYTES
"""Bytes once unpacked: a hundred events are a quarter of it."""
_SMALL = 1_000
_NO_STORE = {"Cache-Control": "no-store"}


async def body_of(request: Request) -> bytes:
    """The body, unpacked. Refused: too_large, malformed."""
    packed = bytearray()
    async for chunk in request.stream():
        packed += chunk
        if len(packed) > LONGEST_BODY:
            raise _too_large()
    if request.headers.get("content-encoding", "") != "gzip":
        return bytes(packed)
    return _unpacked(bytes(packed))


def value_of(body: bytes, kind: type[T]) -> T:
    """Refused: malformed. What was sent is not repeated."""
    try:
        return decode(body, kind)
    except Malformed:
        raise Refused("malformed", f"The body is not a {kind.__name__}.", 422) from None


def answer(request: Request, value: Any, status: int = 200) -> Response:
    """A value as JSON."""
    return packed(request, encode(value), "application/json", status)


def packed(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """Bytes, compressed where that pays and the other side can."""
    headers = dict(_NO_STORE)
    if len(body) > _SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = gzip.compress(body, 1, mtime=0), "gzip"
    return Response(body, status, headers, media_type=media_type)


def refusing(backend: Backend) -> type[APIRoute]:
    """Routes whose refusals and failures are SyncRefusals."""

    class Refusing(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handled(request: Request) -> Response:
                try:
                    return await handle(request)
                except Refused as error:
                    refused = error
                except RequestValidationError:
                    refused = Refused("malformed", "A part of the address is not valid.", 422)
                except ClientDisconnect:
                    # The cable was pulled while the body came; nobody reads the answer.
                    return Response(status_code=400)
                except OperationalError as error:
                    log.error("the database can't be used", extra={"error": type(error).__name__})
                    refused = Refused("database_busy", "Try again in a moment.", 503, 5)
                except Exception as error:
                    log.error("a device's request failed", exc_info=error)
                    refused = Refused("bug", "Something went wrong here. Try again.", 500)
                return await run_in_threadpool(_refusal, backend, refused)

            return handled

    return Refusing


def _refusal(backend: Backend, refused: Refused) -> Response:
    body = SyncRefusal(
        backend.server_epoch(),
        refused.code,
        refused.detail,
        refused.status,
        refused.expected if isinstance(refused, SyncRefused) else None,
        refused.retry_after,
    )
    headers = dict(_NO_STORE)
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    return Response(encode(body), refused.status, headers, media_type="application/problem+json")


def _unpacked(packed: bytes) -> bytes:
    """No more than LONGEST_BODY of it: a small body can unpack to gigabytes."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(packed, LONGEST_BODY + 1)
    except zlib.error:
        raise Refused("malformed", "The body is not gzip.", 422) from None
    if len(body) > LONGEST_BODY:
        raise _too_large()
    if not unpacker.eof:
        raise Refused("malformed", "The body was cut.", 422)
    return body


def _too_large() -> SyncRefused:
    return SyncRefused(SyncProblem.TOO_LARGE, "Send half as much.", 413)
