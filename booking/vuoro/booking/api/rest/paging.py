"""Pages of a list: each says by an opaque cursor how to ask for the next."""

import base64
import json
from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from vuoro.booking.api.rest.kinds import Wire
from vuoro.booking.backend import Refused

T = TypeVar("T")
Key = tuple[str | int, ...]
"""What a list is ordered by, of one row of it; no two rows have the same."""

Cursor = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{2,400}$",
        description="`next` of the page before; without it the first page",
        examples=["WzEyM10"],
    ),
]
Limit = Annotated[int, Field(ge=1, le=500, description="How many at most")]


class Page(Wire, Generic[T]):
    """One page, in an order that never changes."""

    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null on the last one")


def cursor_of(key: Key) -> str:
    """A key as a cursor."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of_cursor(cursor: str, *kinds: type[str] | type[int]) -> Key:
    """The key of a cursor that this list has given. Raises Refused."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_part(part, kind) for part, kind in zip(key, kinds, strict=True))
    except (ValueError, TypeError, RecursionError):
        raise Refused(
            "no_such_page", "This cursor is of no page. Begin without one.", 404
        ) from None


def _part(part: object, kind: type[str] | type[int]) -> str | int:
    """A part of a key that a database can compare with. Raises ValueError."""
    if isinstance(part, str) and kind is str and part.isascii() and part.isprintable():
        return part
    if type(part) is int and kind is int and -(2**63) <= part < 2**63:
        return part
    raise ValueError("not a part of a key of this list")


def cut(rows: Sequence[T], limit: int) -> tuple[Sequence[T], bool]:
    """The rows of a page and whether more follow, of one row more than its limit."""
    return rows[:limit], len(rows) > limit
