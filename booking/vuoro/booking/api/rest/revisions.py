"""Changing only what one has seen (If-Match), within the area of the key."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Header
from sqlalchemy import Table, select

from vuoro.booking.api.rest.joined import Joined
from vuoro.booking.api.rest.kinds import Optional
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service.refusals import no_such

T = TypeVar("T")

IfMatch = Annotated[
    str | Optional,
    Header(
        alias="If-Match",
        description="The `rev` that you know, in double quotes, as `ETag` has it",
        examples=['"1"'],
    ),
]


def tagged(rev: int) -> dict[str, str]:
    """The headers that tell a revision."""
    return {"ETag": f'"{rev}"'}


def changed(
    backend: Backend,
    table: Table,
    tenant: str,
    entity: str,
    known: str | None,
    effect: Callable[[Backend], T],
) -> T:
    """Carry out ``effect`` on a row of the area that is as the caller knows it.

    Raises Refused: 404 for a row of no or another area, 412 for another revision.
    """
    with backend.begin() as work:
        query = select(table.c.rev).where(table.c.id == entity, table.c.tenant == tenant)
        rev = work.sql.execute(backend.db.for_update(query)).scalar_one_or_none()
        if rev is None:
            raise no_such(table.name)
        if known is not None and not _is_among(rev, known):
            words = "It has changed since you read it. Read it again, then decide."
            raise Refused("changed_since", words, 412)
        return effect(Joined(backend, work))


def _is_among(rev: int, known: str) -> bool:
    """Whether the header names the revision; weak tags never match."""
    tags = [tag.strip() for tag in known.split(",")]
    return "*" in tags or f'"{rev}"' in tags
