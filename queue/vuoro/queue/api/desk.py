"""What desks ask: the line, and every press of a button."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import (
    AuditRow,
    ClientCard,
    DeskCommand,
    DeskFrame,
    DeskResult,
    NextUp,
    TicketState,
)
from vuoro.queue.api.auth import check_role
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.docs import STREAM, answers, describe
from vuoro.queue.api.replies import Turned, body_of, json_reply, press_key, problem, reply
from vuoro.queue.api.stream import EventStream, version_had
from vuoro.queue.domain.moves import Move
from vuoro.queue.reading import desk
from vuoro.queue.service import calling, cards, discreet, managing, moving, same_person
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.people import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])

_TOLD = describe(body=DeskCommand, press=True, refusals=(400, 401, 403, 404, 409))
_COMMAND: dict[str, Any] = {
    "responses": {**answers(DeskResult), **_TOLD["responses"]},
    "openapi_extra": _TOLD["openapi_extra"],
}
_LAST = 2**63 - 1
UseCase = Callable[[LobbyService, DeskCommand, Press], bytes | Refused]
RoleFor = Callable[[Here, Member, DeskCommand], str]


@router.get("/line", responses={**answers(DeskFrame), **describe(refusals=(401, 403))["responses"]})
async def read_line(request: Request) -> Response:
    """The line as it is now."""
    here = context(request)
    await here.door.member(request, command=False)
    return json_reply(encode(desk.full(here.view)))


@router.get("/stream", responses=STREAM, openapi_extra=describe(since=True)["openapi_extra"])
async def stream(request: Request) -> Response:
    """The line, whenever something changes."""
    here = context(request)
    member = await here.door.member(request, command=False)
    return EventStream(
        here.view,
        here.hub.desk(),
        version_had(request),
        allowed=lambda: here.door.is_inside(member),
    )


@router.get(
    "/next",
    responses={
        **answers(NextUp | None),
        **describe(refusals=(401, 403, 404, 409, 422))["responses"],
    },
)
async def explain_next(request: Request, counter: str) -> Response:
    """Whom Next would call at a counter now, and why; null where nobody waits. Calls nobody."""
    here = context(request)
    member = await here.door.member(request, command=False)
    told = await here.writer.run(calling.explain, here.lobby, counter, member.staff)
    return problem(told) if isinstance(told, Refused) else json_reply(encode(told))


@router.get(
    "/tickets/{ticket}",
    responses={**answers(ClientCard), **describe(refusals=(401, 403, 404, 422))["responses"]},
)
async def read_card(request: Request, ticket: str) -> Response:
    """The card of a client; answers and notes only for the one who serves them."""
    here = context(request)
    member = await here.door.member(request, command=False)
    card = await here.writer.run(cards.card, here.lobby, ticket, member.staff)
    return problem(card) if isinstance(card, Refused) else json_reply(encode(card))


@router.get(
    "/audit",
    responses={
        **answers(tuple[AuditRow, ...]),
        **describe(refusals=(401, 403, 422))["responses"],
    },
)
async def read_audit(request: Request, before: int = 0, limit: int = 100) -> Response:
    """Who did what, newest first."""
    here = context(request)
    await here.door.member(request, "manage", command=False)
    return json_reply(
        encode(
            await here.writer.run(
                cards.audit, here.lobby, min(max(before, 0), _LAST), min(max(limit, 1), 500)
            )
        )
    )


@router.post("/next", **_COMMAND)
async def call_next(request: Request) -> Response:
    """Call whoever is next for the counter."""

    def use_case(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
        return calling.call_next(lobby, command.counter or "", press)

    return await _pressed(request, use_case)


@router.post("/call", **_COMMAND)
async def call_this(request: Request) -> Response:
    """Call this ticket, out of order; taking back one's own parked client needs no role for it."""

    def use_case(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
        return calling.call_this(lobby, command.ticket or "", command.counter or "", press)

    return await _pressed(request, use_case, role_for=_role_to_call)


def _role_to_call(here: Here, member: Member, command: DeskCommand) -> str:
    ticket = here.view.line.tickets.get(command.ticket or "")
    seat = here.lobby.counter_of(member.staff)
    if ticket is None or seat is None or ticket.state is not TicketState.PARKED:
        return "call_out_of_order"
    return "call" if ticket.counter == seat.id else "call_out_of_order"


@router.post("/walk-in", **_COMMAND)
async def add_walk_in(request: Request) -> Response:
    """Give a number to somebody at the desk, also beyond the contingent."""
    return await _pressed(request, moving.add_walk_in)


@router.post("/merge", **_COMMAND)
async def merge_tickets(request: Request) -> Response:
    """Say that two tickets are one person's: one stands, the other's number is called with it."""
    return await _pressed(request, same_person.same_person)


@router.post("/wish", **_COMMAND)
async def wish(request: Request) -> Response:
    """Say for a visitor that they want a quiet call or wait elsewhere, or take it back."""
    return await _pressed(request, discreet.wish_at_desk)


@router.post("/counter", **_COMMAND)
async def take_counter(request: Request) -> Response:
    """Sit down at a counter, or get up."""
    return await _pressed(request, managing.sit)


@router.post("/lock", **_COMMAND)
async def lock(request: Request) -> Response:
    """Lock or open a service or the whole lobby, with words for the visitors."""
    return await _pressed(request, managing.lock, role="manage")


@router.post("/emergency", **_COMMAND)
async def emergency(request: Request) -> Response:
    """Ask colleagues for help, or say that it is over."""
    return await _pressed(request, managing.ask_for_help)


@router.post("/day", **_COMMAND)
async def confirm_day(request: Request) -> Response:
    """Say that the clock is right, where the lobby dared not open the day by itself."""
    return await _pressed(request, managing.confirm_day, role="manage")


@router.post("/devices/{device}/lock", **_COMMAND)
async def lock_device(request: Request, device: str) -> Response:
    """Lock or open one kiosk."""

    def use_case(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
        return managing.lock_device(lobby, device, command, press)

    return await _pressed(request, use_case, role="manage")


def _move_route(move: Move, summary: str) -> None:
    async def make_move(request: Request) -> Response:
        def use_case(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
            return moving.move_ticket(lobby, move, command, press)

        return await _pressed(request, use_case)

    router.post(f"/{move.value}", summary=summary, name=f"{move.value}_ticket", **_COMMAND)(
        make_move
    )


_MOVES = {
    Move.AGAIN: "Call the number once more",
    Move.SERVE: "The client is here",
    Move.BACK: "Back to the line",
    Move.MISS: "The client did not come",
    Move.PARK: "Set the client aside",
    Move.TRANSFER: "To another service or counter",
    Move.DONE: "The client is served",
    Move.LEAVE: "The client left",
    Move.UNDO: "Take the last move back",
}
for _move, _summary in _MOVES.items():
    _move_route(_move, _summary)


async def _pressed(
    request: Request, use_case: UseCase, *, role: str = "call", role_for: RoleFor | None = None
) -> Response:
    here = context(request)
    member = await here.door.member(request, role)
    key = _series_checked(here, press_key(request))
    command = await body_of(request, DeskCommand)
    if role_for is not None:
        check_role(member, role_for(here, member, command))
    if command.deadline is not None and command.deadline.tzinfo is None:
        return problem(Refused("malformed", "A deadline needs its time zone.", 422))
    press = Press(key, member.staff, member.name, command.deadline)
    return reply(await here.writer.run(use_case, here.lobby, command, press))


def _series_checked(here: Here, key: str) -> str:
    """A key of another series comes from before a restore.

    It must not call a second client (offline_sync §3.1).
    """
    if not key.startswith(here.view.series + "."):
        raise Turned(
            Refused("stale_session", "The lobby was restarted from a backup. Reload the page.", 409)
        )
    return key
