"""Replies: JSON bytes, refusals as problem+json (RFC 9457), requests read into values."""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import Malformed, decode, encode
from vuoro.core.wire.common import Problem
from vuoro.queue.service.lobby import Refused

T = TypeVar("T")
LONGEST_BODY = 16_384
_NEVER_KEPT = {"Cache-Control": "no-store"}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
"""What a page of another site can send without being asked (Fetch, simple requests)."""


class Turned(Exception):
    """A request that goes no further: what to reply instead."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def json_reply(body: bytes, status: int = 200) -> Response:
    return Response(body, status, _NEVER_KEPT, media_type="application/json")


def reply(outcome: bytes | Refused) -> Response:
    """The answer of a use case."""
    return problem(outcome) if isinstance(outcome, Refused) else json_reply(outcome)


def problem(refused: Refused) -> Response:
    body = Problem(
        code=refused.code,
        title=refused.code.replace("_", " ").capitalize(),
        detail=refused.detail,
        status=refused.status,
        retry_after=refused.retry_after,
    )
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
    return Response(encode(body), refused.status, headers, media_type="application/problem+json")


async def body_of(request: Request, kind: type[T], longest: int = LONGEST_BODY) -> T:
    """The request's body as a value.

    Raises Turned for one that is too large or not what was expected.
    """
    if request.headers.get("content-type", "").lower().startswith(_FORMS):
        raise Turned(Refused("not_json", "Send application/json.", 415))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise Turned(Refused("too_large", f"A request may have {longest} bytes.", 413))
    try:
        return decode(bytes(body), kind)
    except Malformed:
        # The decoder's message may quote what was sent, and that may be an identity code.
        name = kind.__name__
        sentence = f"The body is not a {name}; see /openapi.json."
        raise Turned(Refused("malformed", sentence, 422)) from None


def press_key(request: Request) -> str:
    """The idempotency key of a command. Raises Turned where it is missing or odd."""
    key = request.headers.get("idempotency-key", "")
    if not 8 <= len(key) <= 80 or not key.isascii() or not key.isprintable():
        raise Turned(
            Refused(
                "no_idempotency_key",
                "Send an Idempotency-Key of 8–80 characters, new for each press.",
                400,
            )
        )
    return key
