"""Orders carried out on a lobby, running or opened for this alone."""

from typing import assert_never

from vuoro.lobby.admin.orders import (
    AddDevice,
    AddStaff,
    Deed,
    Identity,
    ListDevices,
    ListStaff,
    LookAtSync,
    Registered,
    SyncLook,
    TakeIdentity,
    TellIdentity,
    Token,
)
from vuoro.lobby.admin.touching import identity_of, sync_of, take_identity
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.lobby import Refused

Answer = str | Token | Identity | SyncLook | tuple[people.Account, ...] | tuple[Registered, ...]
KINDS = ("kiosk", "display", people.COUNTER_BOX, people.COMPANION)
_LONGEST_NAME = 40


def carry_out(lobby: LobbyService, order: Deed) -> Answer | Refused:
    """The answer to an order. Call it from the thread that writes."""
    match order:
        case AddStaff():
            name = order.name or order.username
            return people.add_staff(lobby, order.username, name, order.password, order.roles)
        case ListStaff():
            return people.accounts(lobby)
        case AddDevice():
            return _add_device(lobby, order)
        case ListDevices():
            known_devices = people.devices(lobby)
            return tuple(Registered(each.name, each.kind, each.locked) for each in known_devices)
        case TellIdentity():
            return identity_of(lobby)
        case TakeIdentity():
            return take_identity(lobby, order.enrolled)
        case LookAtSync():
            return sync_of(lobby)
        case _:
            assert_never(order)


def _add_device(lobby: LobbyService, order: AddDevice) -> Token | Refused:
    if order.kind not in KINDS:
        return Refused("bad_kind", f"A device is one of {', '.join(KINDS)}.", 422)
    if not 1 <= len(order.name) <= _LONGEST_NAME:
        return Refused("bad_name", f"A device's name has 1–{_LONGEST_NAME} characters.", 422)
    known = people.device_of(lobby, order.token) if order.token else None
    if known is not None and known.kind == order.kind:
        return Token(order.token)
    if known is not None or order.name in {device.name for device in people.devices(lobby)}:
        return Refused("name_taken", f'There is a device "{order.name}" already.', 409)
    return Token(people.add_device(lobby, order.kind, order.name, order.token))
