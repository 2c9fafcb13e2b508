"""Giving an order: at the backend's database, or to the process that alone has it open."""

from typing import TypeVar

import msgspec

from vuoro.booking.backend import Refused
from vuoro.booking.opening import CantOpen, InUse, opened
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import BookingSettings
from vuoro.lobby.admin.door_socket import answer_to
from vuoro.lobby.backend.carrying_out import carry_out
from vuoro.lobby.backend.orders import AnyOrder, Reply, order_line, reply_line
from vuoro.lobby.complaint import FAILED, Complaint

T = TypeVar("T")
PATIENCE_SECONDS = 120.0


def ask(settings: BookingSettings, order: AnyOrder, kind: type[T]) -> T:
    """The answer to an order. Raises Complaint."""
    try:
        with opened(settings, SystemClock()) as backend:
            line = reply_line(carry_out(backend, order))
    except Refused as refused:
        raise Complaint(refused.detail) from None
    except InUse as in_use:
        line = _over_the_side_door(settings, order, str(in_use))
    except CantOpen as error:
        raise Complaint(str(error), status=FAILED) from None
    try:
        reply = msgspec.json.decode(line, type=Reply)
        if reply.refused:
            raise Complaint(*reply.refused)
        return msgspec.json.decode(reply.answer, type=kind)
    except msgspec.DecodeError:
        raise Complaint(_SILENT, status=FAILED) from None


_SILENT = "The running backend doesn't answer. Is it of another version? See its log."


def _over_the_side_door(settings: BookingSettings, order: AnyOrder, in_use: str) -> bytes:
    try:
        line = answer_to(order_line(order), settings.data, PATIENCE_SECONDS)
    except OSError:
        raise Complaint(_SILENT, status=FAILED) from None
    if line is None:
        raise Complaint(in_use, status=FAILED)
    return line
