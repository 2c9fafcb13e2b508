"""What the API's document says beside its routes: refusals, tags, the words on top."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from vuoro.core.wire.common import Problem

DESCRIPTION = """\
Services, free times, bookings and arrivals of an employment area, for the other systems of a
municipality.

**Keys.** Send `Authorization: Bearer vuoro_…`. A key belongs to one area and sees nothing of any
other; its scopes say what it may do.

**Once and only once.** What makes something takes an `Idempotency-Key`: send a new one for each
thing to be made, and the same one when you try again because the answer was lost. The first answer
is kept for 48 hours and given again. `If-Match` with the `rev` that you know keeps a change from
undoing one you have not seen.

**Pages.** Lists have a stable order. Follow `next` until it is null.

**Refusals** are `application/problem+json` (RFC 9457). `code` is for programs, `detail` says what
to do, `errors` names the fields. Nothing that was sent is repeated.

**Times** are moments with a time zone, answered in UTC; days are days in Finland.
"""
TAGS = [
    {"name": "calendar", "description": "What can be booked, where, and when"},
    {"name": "bookings", "description": "Making, moving, cancelling, handing over"},
    {"name": "clients", "description": "Who the bookings are for"},
    {"name": "arrivals", "description": "Who has come, as the lobbies tell"},
    {"name": "events", "description": "What happened to bookings, in order"},
    {"name": "webhooks", "description": "Being told of events"},
]
_WORDS = {
    400: "The request can't be read",
    401: "No key, or one that is not in use",
    403: "The key may not do this",
    404: "There is no such thing in this area",
    409: "It can't be done as things are",
    410: "It is over",
    412: "It has changed since (`If-Match`)",
    413: "The request is too large",
    422: "The request is not valid; `errors` names the fields",
    429: "Too fast; `Retry-After` says when to go on",
    503: "The database can't be used now; try again",
}
_EVERYWHERE = (400, 401, 403, 413, 422, 429, 503)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route beside those that every one has."""
    return {status: _refusal(status) for status in sorted({*_EVERYWHERE, *statuses})}


def read(description: str = "As it is now") -> dict[int | str, dict[str, Any]]:
    """The answer with something that has revisions."""
    return {200: {"description": description, "headers": {"ETag": _ETAG}}}


def made(*, revised: bool = True) -> dict[int | str, dict[str, Any]]:
    """The answer with something new."""
    headers = {"Location": _LOCATION, **({"ETag": _ETAG} if revised else {})}
    return {201: {"description": "Made; the same answer when it is sent again", "headers": headers}}


def document(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI document; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            openapi_version="3.1.0",
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
            servers=app.servers,
        )
        schema = TypeAdapter(Problem).json_schema()
        made["components"]["schemas"]["Problem"] = {**schema, "examples": [_EXAMPLE]}
        app.openapi_schema = made
    return app.openapi_schema


_ETAG = {"description": "The `rev`, for `If-Match`", "schema": {"type": "string"}}
_LOCATION = {"description": "Where it is", "schema": {"type": "string"}}
_EXAMPLE = {
    "code": "taken",
    "title": "Taken",
    "detail": "Somebody was quicker: the time is taken. Choose another.",
    "status": 409,
    "retry_after": None,
    "errors": [],
}


def _refusal(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    told: dict[str, Any] = {
        "description": _WORDS[status],
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status in (429, 503):
        seconds = {"description": "Seconds", "schema": {"type": "integer"}}
        told["headers"] = {"Retry-After": seconds}
    return told
