"""The device API over HTTP: thin, every decision is in the functions it calls."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import (
    enrolling,
    epochs,
    following,
    offering,
    pulling,
    pushing,
    quarantining,
    releases,
    sessions,
    site_certificates,
    support,
)
from vuoro.booking.fleet.contacts import Contacts
from vuoro.booking.fleet.devices import Device
from vuoro.booking.fleet.refusals import revoked, session_over
from vuoro.booking.fleet.sessions import Session
from vuoro.booking.fleet.time import server_time
from vuoro.booking.fleet.waiting import Waiting
from vuoro.booking.fleet.wire import answer, body_of, packed, refusing, value_of
from vuoro.core.wire.codec import encode
from vuoro.core.wire.following import FollowPush
from vuoro.core.wire.site_tls import CertificateAsk
from vuoro.core.wire.sync import (
    LONGEST_WAIT,
    MOST_CHANGES,
    PREFIX,
    SIGNATURE_HEADER,
    EnrolPending,
    EnrolRequest,
    EpochRequest,
    Pulled,
    Push,
    Quarantined,
    SessionRequest,
)
from vuoro.core.wire.upkeep import ReleaseAsk, SupportAnswer

T = TypeVar("T")
Limit = Annotated[int, Query(ge=1, le=MOST_CHANGES)]
Cursor = Annotated[int, Query(ge=0, le=2**53)]
Block = Annotated[int, Path(ge=0, le=2**31)]
Wait = Annotated[int, Query(ge=0, le=LONGEST_WAIT)]


def routes(backend: Backend) -> APIRouter:
    """Everything under PREFIX. All answers carry ``server_epoch``."""
    router = APIRouter(prefix=PREFIX, tags=["devices"], route_class=refusing(backend))
    _letting_in(router, backend)
    _told(router, backend)
    _asked(router, backend)
    return router


def _letting_in(router: APIRouter, backend: Backend) -> None:
    @router.post("/enrol")
    async def enrol(request: Request) -> Response:
        """Ask to be let in, until answered: 202 while waiting, 200 with what a device needs."""
        asked = value_of(await body_of(request), EnrolRequest)
        told = await run_in_threadpool(enrolling.ask, backend, asked)
        return answer(request, told, 202 if isinstance(told, EnrolPending) else 200)

    @router.get("/session")
    async def nonce(request: Request, device: str) -> Response:
        """Something to sign."""
        return answer(request, await run_in_threadpool(sessions.nonce, backend, device))

    @router.post("/session")
    async def begin(request: Request) -> Response:
        """A session of twelve hours for who signed the nonce."""
        asked = value_of(await body_of(request), SessionRequest)
        return answer(request, await run_in_threadpool(sessions.begin, backend, asked))

    @router.get("/time")
    async def time(request: Request, nonce: str, device: str = "") -> Response:
        """The time, signed by the sync key of the device's area."""
        return answer(request, await run_in_threadpool(server_time, backend, device, nonce))


def _told(router: APIRouter, backend: Backend) -> None:
    """What a device signs; a revoked one may still do it, to drain."""

    async def taken(
        request: Request, kind: type[T], take: Callable[[Backend, str, T], object]
    ) -> Response:
        session = await _session(backend, request)
        body = await body_of(request)

        def checked() -> object:
            signature = request.headers.get(SIGNATURE_HEADER, "")
            sessions.check_body(session.device, request.url.path, body, signature)
            return take(backend, session.device.id, value_of(body, kind))

        return answer(request, await run_in_threadpool(checked))

    @router.post("/push")
    async def push(request: Request) -> Response:
        """Events in order; every one has a result, which is kept (§3.4)."""
        return await taken(request, Push, pushing.push)

    @router.post("/epoch")
    async def epoch(request: Request) -> Response:
        """Begin anew (§3.7)."""
        return await taken(request, EpochRequest, epochs.new_epoch)

    @router.post("/follow")
    async def follow(request: Request) -> Response:
        """How tickets stand that visitors follow outside the office."""
        return await taken(request, FollowPush, following.take)

    @router.post("/quarantine")
    async def quarantine(request: Request) -> Response:
        """Hand over an event that couldn't be taken in."""
        return await taken(request, Quarantined, quarantining.quarantine)

    @router.post("/release")
    async def release(request: Request) -> Response:
        """Which release to run, and how the last offer went."""
        return await taken(request, ReleaseAsk, offering.ask)

    @router.post("/answer")
    async def answered(request: Request) -> Response:
        """What a command of support brought."""
        return await taken(request, SupportAnswer, support.take)

    @router.post("/site-certificate")
    async def certificate(request: Request) -> Response:
        """A certificate for what browsers at desks are shown; a revoked device gets none."""
        return await taken(request, CertificateAsk, site_certificates.issue)


def _asked(router: APIRouter, backend: Backend) -> None:
    """What a device reads; a revoked one reads nothing."""
    waiting, contacts = Waiting(backend), Contacts(backend)

    async def reader(request: Request) -> Device:
        session = await _session(backend, request)
        if session.drain_only:
            raise revoked()
        return session.device

    async def pulled(device: Device, cursor: int, limit: int) -> Pulled:
        return await run_in_threadpool(pulling.pull, backend, device.id, cursor, limit)

    @router.get("/pull")
    async def pull(
        request: Request, cursor: Cursor, limit: Limit = MOST_CHANGES, wait: Wait = 0
    ) -> Response:
        """Changes after a cursor; with ``wait`` it stays open until there are some (§3.5)."""
        device = await reader(request)
        with waiting.bell(device.office) as bell:
            page = await pulled(device, cursor, limit)
            if not page.changes and wait and await _rung(bell, wait):
                page = await pulled(device, cursor, limit)
        if contacts.note(device.id, cursor):
            await run_in_threadpool(contacts.write)
        return answer(request, replace(page, server_ms=backend.now_ms))

    @router.get("/snapshot")
    async def snapshot(request: Request) -> Response:
        """Everything as of one moment, a JSON value per line; cut without its last line."""
        device = await reader(request)

        def lines() -> Response:
            body = b"".join(encode(line) + b"\n" for line in pulling.snapshot(backend, device.id))
            return packed(request, body, "application/x-ndjson")

        return await run_in_threadpool(lines)

    @router.get("/digest")
    async def digest(request: Request) -> Response:
        """What the device's rows must add up to."""
        device = await reader(request)
        return answer(request, await run_in_threadpool(pulling.digest, backend, device.id))

    @router.get("/day-keys")
    async def day_keys(request: Request) -> Response:
        """Keys for identity codes of the coming days."""
        device = await reader(request)
        return answer(request, await run_in_threadpool(pulling.day_keys, backend, device.id))

    @router.get("/site-authority")
    async def authority(request: Request) -> Response:
        """Who vouches for the lobbies of the device's area."""
        device = await reader(request)
        return answer(
            request, await run_in_threadpool(site_certificates.authority, backend, device.id)
        )

    @router.get("/release/{release}/{n}")
    async def block(request: Request, release: str, n: Block) -> Response:
        """A part of a release, as it is: its hash was in the offer."""
        device = await reader(request)
        data = await run_in_threadpool(releases.block, backend, device.tenant, release, n)
        return Response(data, media_type="application/octet-stream")


async def _rung(bell: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _session(backend: Backend, request: Request) -> Session:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Device" or not token:
        raise session_over()
    return await run_in_threadpool(sessions.session_of, backend, token)
