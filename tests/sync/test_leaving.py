"""Devices that are told to do something, that are revoked, and that go."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.sync.pair import ADMIN, Killed, Pair
from vuoro.booking.fleet import commands, devices
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.common import LobbyMode
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import Outcome as Arrived
from vuoro.core.wire.sync import CommandKind, Role
from vuoro.queue.doors import lobby_mode
from vuoro.queue.service import managing, outbox
from vuoro.queue.service.commands import open_commands
from vuoro.queue.service.identity import identity
from vuoro.sync.faulty import Fault
from vuoro.sync.leaving import KEPT_MS, revoked_since
from vuoro.sync.outcome import Did
from vuoro.sync.transport import Ask, Reply
from vuoro.sync.words import out_of_order


def command(pair: Pair, kind: CommandKind, **body: object) -> str:
    return commands.command(pair.backend, ADMIN, pair.enrolled.device, kind, **body)


def result_of(pair: Pair, command_id: str) -> str:
    c = fleet.command.c
    with pair.backend.read() as sql:
        return str(sql.execute(select(c.result).where(c.id == command_id)).scalar_one())


def device(pair: Pair) -> devices.Device:
    with pair.backend.read() as sql:
        return devices.device(sql, pair.enrolled.device)


def mode(pair: Pair) -> LobbyMode:
    lobby = pair.lobby
    return lobby_mode(lobby.line, lobby.hours, lobby.office, lobby.now)


def test_a_revoked_device_takes_no_clients_and_tells_what_it_holds(pair: Pair) -> None:
    pair.world.wait(60)
    pair.settle()
    assert mode(pair) is LobbyMode.OPEN
    pair.world.number()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)

    pair.settle()

    assert mode(pair) is LobbyMode.LOCKED
    assert pair.world.take().outcome is Arrived.LOCKED
    assert pair.visits() == 1
    assert pair.lobby.day_keys == {}


def test_kiosks_of_a_revoked_device_say_that_staff_help(pair: Pair) -> None:
    pair.settle()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)
    pair.settle()

    message = pair.lobby.line.services["*"].message

    assert out_of_order()["sv"] in message


def test_nobody_opens_a_revoked_device_again(pair: Pair) -> None:
    pair.world.wait(60)
    pair.settle()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)
    pair.settle()
    managing.lock(pair.lobby, DeskCommand(locked=False), pair.world.press("aino"))
    assert mode(pair) is LobbyMode.OPEN

    pair.link.push_once()

    assert mode(pair) is LobbyMode.LOCKED


def test_a_revoked_device_stays_locked_over_a_restart(pair: Pair) -> None:
    pair.world.wait(60)
    pair.settle()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)
    pair.settle()

    pair.restart()
    pair.spoil(*[Fault.LOST_REQUEST] * 3)
    pair.link.push_once()

    assert mode(pair) is LobbyMode.LOCKED


def test_a_device_that_is_welcome_again_opens_by_itself(pair: Pair) -> None:
    pair.world.wait(60)
    pair.settle()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)
    pair.settle()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(status="active", revoked_at=None))

    pair.wait(601)
    pair.settle()

    assert mode(pair) is LobbyMode.OPEN
    assert revoked_since(pair.lobby) is None
    assert pair.lobby.day_keys


def test_a_revoked_device_keeps_what_it_could_not_tell_for_fourteen_days(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    commands.revoke(pair.backend, ADMIN, pair.enrolled.device)
    assert [pair.link.push_once().why for _ in range(2)] == ["session_over", "device_revoked"]
    pair.spoil(*[Fault.LOST_REQUEST] * 2)

    pair.clock.advance(timedelta(milliseconds=KEPT_MS - 1))
    assert pair.link.push_once().did is Did.FAILED
    pair.clock.advance(timedelta(milliseconds=1))

    assert pair.link.push_once().did is Did.WIPE


def test_a_device_that_is_to_go_tells_everything_first(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    asked = command(pair, CommandKind.DRAIN_THEN_WIPE)

    pair.link.pull_once()
    outcomes = [pair.link.push_once().did for _ in range(3)]

    assert outcomes[-1] is Did.WIPE
    assert pair.visits() == 1
    assert pair.waiting == 0
    assert result_of(pair, asked) == "done"
    assert device(pair).status is devices.DeviceStatus.WIPED


def test_a_device_that_can_not_tell_everything_does_not_go(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    command(pair, CommandKind.DRAIN_THEN_WIPE)
    pair.link.pull_once()

    pair.spoil(*[Fault.LOST_REQUEST] * 5)
    outcomes = {pair.link.push_once().did for _ in range(5)}

    assert outcomes == {Did.FAILED}


def test_a_device_that_is_to_go_now_goes_after_one_try(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    command(pair, CommandKind.WIPE_NOW)
    pair.link.pull_once()
    pair.spoil(Fault.LOST_REQUEST)

    assert pair.link.push_once().did is Did.WIPE


def test_a_device_goes_even_if_it_died_on_the_way(pair: Pair) -> None:
    pair.settle()
    command(pair, CommandKind.DRAIN_THEN_WIPE)
    pair.link.pull_once()

    pair.restart()
    outcomes = [pair.link.push_once().did for _ in range(3)]

    assert outcomes[-1] is Did.WIPE


@pytest.mark.parametrize("point", ["command.after_deed", "pull.after_page"])
def test_a_command_is_carried_out_once_however_often_the_lobby_dies(pair: Pair, point: str) -> None:
    pair.settle()
    asked = command(pair, CommandKind.SET_LEADER)
    pair.fatal = point
    with pytest.raises(Killed):
        pair.link.pull_once()

    pair.restart()
    pair.settle()

    assert open_commands(pair.lobby) == []
    assert result_of(pair, asked) == "done"
    told = pair.lobby.store.read("SELECT count(*) FROM event WHERE type = 'command.done'")
    assert told == [(1,)]


def test_another_leader_is_a_change_of_identity(pair: Pair) -> None:
    pair.settle()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(role=Role.COMPANION.value))
    command(pair, CommandKind.SET_LEADER)

    pair.settle()

    known = identity(pair.lobby)
    assert known is not None
    assert (known.role, known.leader_epoch) == (Role.LEADER, device(pair).leader_epoch)


def test_a_key_is_changed_without_a_gap(pair: Pair) -> None:
    pair.settle()
    before = pair.key.public
    command(pair, CommandKind.ROTATE_KEY)

    pair.settle()
    assert pair.key.public != before
    assert device(pair).public_key == pair.key.public

    pair.world.number()
    pair.settle()
    assert pair.visits() == 1
    assert device(pair).former_key is None


def test_a_lobby_that_died_while_its_key_changed_finds_the_right_one(pair: Pair) -> None:
    pair.settle()
    command(pair, CommandKind.ROTATE_KEY)
    pair.settle()
    pair.world.number()
    # As if it had died before it took the new one, and the backend knew nothing but the new one.
    assert pair.key.change()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(former_key=None))
    pair.link = pair.new_link()

    pair.settle()

    assert pair.visits() == 1


def test_a_new_epoch_may_be_commanded(pair: Pair) -> None:
    pair.settle()
    before = outbox.state(pair.lobby).epoch
    asked = command(pair, CommandKind.NEW_EPOCH, reason="series")

    pair.settle()

    assert outbox.state(pair.lobby).epoch == before + 1
    assert result_of(pair, asked) == "done"


def test_a_command_of_a_newer_backend_is_answered_and_harms_nothing(pair: Pair) -> None:
    pair.settle()
    asked = command(pair, CommandKind.NEW_EPOCH)
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.command).values(kind="dance"))

    pair.settle()

    assert result_of(pair, asked) == "unknown"


def test_a_command_that_somebody_else_signed_is_not_carried_out(pair: Pair) -> None:
    class Forging:
        """Somebody between us who has a key of their own."""

        def send(self, ask: Ask) -> Reply:
            reply = pair.inner.send(ask)
            body = re.sub(rb'"signature":"....', b'"signature":"AAAA', reply.body)
            return replace(reply, body=body) if ask.path.startswith("/pull") else reply

        def trust_time(self, moment: float) -> None:
            raise AssertionError("the clock is right")

    pair.settle()
    asked = command(pair, CommandKind.WIPE_NOW)
    pair.link = pair.new_link(Forging())

    pair.settle()

    assert result_of(pair, asked) == "bad_signature"
