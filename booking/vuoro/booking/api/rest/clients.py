"""Clients: added, found, read, changed, erased."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from vuoro.booking.api.rest.client_wire import ClientIn, ClientOut, SearchIn, client_out
from vuoro.booking.api.rest.docs import made, read, refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Id
from vuoro.booking.api.rest.once import Answer, CommandKey, once
from vuoro.booking.api.rest.revisions import IfMatch, changed, tagged
from vuoro.booking.backend import Backend
from vuoro.booking.service import clients as service
from vuoro.booking.service import erasing
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables import clients

router = APIRouter(tags=["clients"])
_READS = needs(Scope.CLIENTS_READ)
_WRITES = needs(Scope.CLIENTS_WRITE)
_BACKEND = Depends(backend_of)


@router.post(
    "/clients", status_code=201, response_model=ClientOut, responses={**made(), **refusals(409)}
)
def add_client(
    who: ClientIn, command: CommandKey, key: ApiKey = _WRITES, backend: Backend = _BACKEND
) -> Response:
    """Add a client. Search first: nobody should be here twice."""

    def effect(joined: Backend) -> Answer:
        added = service.add_client(joined, key.actor, key.tenant, who.contact(), who.note)
        view = service.client(joined, added)
        return Answer(201, client_out(view), {"Location": f"clients/{added}", **tagged(view.rev)})

    return once(backend, key, command, ("clients", who), effect)


@router.post("/search/clients", responses=refusals())
def search_clients(
    asked: SearchIn, key: ApiKey = _READS, backend: Backend = _BACKEND
) -> list[ClientOut]:
    """Clients by what is known of them, newest first, at most 50. A POST, for nothing personal
    belongs into an address.
    """
    return [client_out(view) for view in service.find_clients(backend, key.tenant, asked.text)]


@router.get("/clients/{client}", responses={**read(), **refusals(404)})
def read_client(
    client: Id, response: Response, key: ApiKey = _READS, backend: Backend = _BACKEND
) -> ClientOut:
    """One client."""
    view = service.client(backend, client)
    if view.tenant != key.tenant:
        raise no_such("client")
    response.headers.update(tagged(view.rev))
    return client_out(view)


@router.put("/clients/{client}", responses={**read(), **refusals(404, 412)})
def change_client(
    client: Id,
    who: ClientIn,
    response: Response,
    forget_identity_code: Annotated[bool, Query()] = False,
    known: IfMatch = None,
    key: ApiKey = needs(Scope.CLIENTS_WRITE, Scope.CLIENTS_READ),  # noqa: B008
    backend: Backend = _BACKEND,
) -> ClientOut:
    """Change a client. An empty identity code leaves the one there is."""

    def effect(joined: Backend) -> ClientOut:
        service.edit_client(
            joined, key.actor, client, who.contact(), who.note,
            forget_identity_code=forget_identity_code,
        )  # fmt: skip
        return client_out(service.client(joined, client))

    now = changed(backend, clients.client, key.tenant, client, known, effect)
    response.headers.update(tagged(now.rev))
    return now


@router.delete("/clients/{client}", status_code=204, responses=refusals(404, 409, 412))
def erase_client(
    client: Id, known: IfMatch = None, key: ApiKey = _WRITES, backend: Backend = _BACKEND
) -> Response:
    """Erase a client and all that is personal in their bookings. There is no way back."""

    def effect(joined: Backend) -> None:
        erasing.erase_client(joined, key.actor, client)

    changed(backend, clients.client, key.tenant, client, known, effect)
    return Response(status_code=204)
