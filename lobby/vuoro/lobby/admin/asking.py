"""Giving an order: to the running lobby service, or where none runs to its database."""

from typing import TypeVar

import msgspec

from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.admin.orders import Deed, Look, Order, Reply, order_line
from vuoro.lobby.complaint import BAD_INPUT, FAILED, Complaint

T = TypeVar("T")
PATIENCE_SECONDS = 15.0


class NotRunning(Exception):
    """No lobby service answers at the side door of this data folder."""


def ask(settings: LobbySettings, order: Deed, kind: type[T]) -> T:
    """The answer to an order. Raises Complaint when it is refused or the lobby can't be opened."""
    try:
        reply = _over_the_side_door(settings, order)
    except NotRunning:
        reply = _at_the_database(settings, order)
    if reply.refused:
        raise Complaint(reply.refused, status=BAD_INPUT)
    return msgspec.json.decode(reply.answer, type=kind)


def look(settings: LobbySettings, kind: type[T]) -> T:
    """The lobby as it is now. Raises NotRunning."""
    return msgspec.json.decode(_over_the_side_door(settings, Look()).answer, type=kind)


def _over_the_side_door(settings: LobbySettings, order: Order) -> Reply:
    from vuoro.lobby.admin.door_socket import answer_to

    try:
        line = answer_to(order_line(order), settings.data, PATIENCE_SECONDS)
        if line is None:
            raise NotRunning
        return msgspec.json.decode(line, type=Reply)
    except (OSError, msgspec.DecodeError) as error:
        raise Complaint(
            f"The lobby service doesn't answer ({type(error).__name__}). See its log.",
            status=FAILED,
        ) from None


def _at_the_database(settings: LobbySettings, order: Deed) -> Reply:
    from vuoro.core.clock import SystemClock
    from vuoro.core.wire.codec import encode
    from vuoro.lobby.admin.carrying_out import carry_out
    from vuoro.lobby.opening import open_lobby
    from vuoro.queue.service.lobby import Refused

    with open_lobby(settings, SystemClock()) as lobby:
        answer = carry_out(lobby, order)
    if isinstance(answer, Refused):
        return Reply(refused=answer.detail)
    return Reply(answer=msgspec.Raw(encode(answer)))
