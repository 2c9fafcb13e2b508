"""Commands that are carried out once, however often they are sent (Idempotency-Key).

The answer is written with the effect, in one transaction, sealed: it may be personal. A refusal
leaves nothing behind, so the same key may be tried again.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel
from sqlalchemy import delete, select, update
from starlette.responses import Response

from vuoro.booking.api.rest.joined import Joined
from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.service.api_keys import ApiKey
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import api

KEPT = timedelta(hours=48)
_NEVER_KEPT = {"Cache-Control": "no-store"}
_table = api.idempotency

CommandKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{8,80}$",
        description="New for each thing to be made; the same when its making is tried again",
        examples=["5b1f2a54-2f0e-4a43-8f2d-7f4f0c0a9b11"],
    ),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: status, body, and the headers that matter."""

    status: int
    body: BaseModel = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


def once(
    backend: Backend,
    key: ApiKey,
    command: str,
    asked: tuple[str, BaseModel],
    effect: Callable[[Backend], Answer],
) -> Response:
    """Carry out ``effect``, or answer as the first time. ``asked``: the path and the body.

    Raises Refused where the same key came with something else.
    """
    k = hashlib.sha256(f"{key.id}\0{command}".encode()).hexdigest()
    said = f"{asked[0]}\0{asked[1].model_dump_json()}"
    # Keyed: what people say of themselves could be guessed from a plain hash of it.
    request_hash = backend.vault.client_index(key.tenant, "request", said)
    place = f"idempotency.response|{k}"
    with backend.begin() as work:
        first = {
            "k": k, "tenant": key.tenant, "request_hash": request_hash, "status": 0,
            "response": b"", "at": work.now_ms,
        }  # fmt: skip
        # Who sends it a second time at once waits here for the first to be done.
        if insert_new(work.sql, _table, [first]):
            answer = effect(Joined(backend, work))
            kept = {"body": answer.body.model_dump_json(by_alias=True), **answer.headers}
            values = {"status": answer.status, "response": backend.vault.seal_json(kept, place)}
            work.sql.execute(update(_table).where(_table.c.k == k).values(values))
            status = answer.status
        else:
            row = work.sql.execute(select(_table).where(_table.c.k == k)).one()
            if row.request_hash != request_hash:
                raise Refused(
                    "key_used_before",
                    "This Idempotency-Key came with something else before. Send a new one.",
                    422,
                )
            status, kept = row.status, backend.vault.open_json(row.response, place)
    body = kept.pop("body")
    return Response(body, status, {**_NEVER_KEPT, **kept}, media_type="application/json")


def forget_answers(backend: Backend) -> int:
    """Delete the answers of two days ago and before; how many."""
    with backend.begin() as work:
        old = delete(_table).where(_table.c.at < to_ms(backend.now - KEPT))
        return work.sql.execute(old).rowcount
