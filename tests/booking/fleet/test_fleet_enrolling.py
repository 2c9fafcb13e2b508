"""Enrolment, sessions and signatures of devices (offline_sync §3.16)."""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from tests.booking.fleet.lobbies import (
    ADMIN,
    CENTRE,
    CODE,
    HERVANTA,
    TENANT,
    Lobby,
    Make,
    enrol,
    key,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet import commands, enrolling, sessions
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.fleet.time import server_time
from vuoro.booking.store.tables import fleet
from vuoro.core.fingerprint import fingerprint
from vuoro.core.passes.signing import SigningKey, fits
from vuoro.core.wire.sync import (
    BODY_CONTEXT,
    SESSION_CONTEXT,
    TIME_CONTEXT,
    CommandKind,
    Enrolled,
    EnrolPending,
    EnrolRequest,
    Role,
    SessionRequest,
)


def asked(number: int = 1, code: str = CODE) -> EnrolRequest:
    public = b64encode(key(number).public()).decode()
    return EnrolRequest(1, public, code, "Pi 5", "1000-abc", "0.3")


def hello(
    backend: Backend, device: str, signing: SigningKey, *, drain: bool = False, epoch: int = 1
) -> SessionRequest:
    nonce = sessions.nonce(backend, device).nonce
    said = "\0".join((nonce, device, str(epoch), "boot-1", "0.3")).encode()
    signature = b64encode(signing.sign(SESSION_CONTEXT + said)).decode()
    return SessionRequest(1, device, nonce, epoch, "boot-1", "0.3", signature, drain)


def test_a_device_waits_until_an_administrator_types_its_code(backend: Backend) -> None:
    pending = enrolling.ask(backend, asked())
    assert isinstance(pending, EnrolPending)
    assert pending.expires_in == 600

    seen = enrolling.waiting(backend, TENANT, "bcdf-ghjk")
    assert (seen.model, seen.serial) == ("Pi 5", "1000-abc")
    assert seen.words == fingerprint(key(1).public())
    device = enrolling.approve(backend, ADMIN, TENANT, CODE, CENTRE, "Kiosk", Role.LEADER)

    enrolled = enrolling.ask(backend, asked())
    assert isinstance(enrolled, Enrolled)
    assert (enrolled.device, enrolled.site, enrolled.series) == (device, 17, "")
    assert (enrolled.epoch, enrolled.leader_epoch) == (1, 1)
    assert enrolling.ask(backend, asked()) == enrolled, "a lost reply is given again"


def test_the_code_is_good_for_ten_minutes_and_for_one_device(sqlite_backend: Backend) -> None:
    backend = sqlite_backend
    enrolling.ask(backend, asked())
    with pytest.raises(Refused, match="code_taken"):
        enrolling.ask(backend, asked(2))
    backend.clock.advance(timedelta(minutes=10))  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="no_such_code"):
        enrolling.waiting(backend, TENANT, CODE)
    assert isinstance(enrolling.ask(backend, asked(2)), EnrolPending)


def test_five_wrong_codes_in_ten_minutes_are_enough(backend: Backend) -> None:
    enrolling.ask(backend, asked())
    for _ in range(5):
        with pytest.raises(Refused, match="no_such_code"):
            enrolling.waiting(backend, TENANT, "XXXXXXXX")
    with pytest.raises(Refused) as refused:
        enrolling.approve(backend, ADMIN, TENANT, CODE, CENTRE, "Kiosk", Role.LEADER)
    assert (refused.value.code, refused.value.status) == ("too_many", 429)


def test_no_code_lies_readable_in_the_database(sqlite_backend: Backend) -> None:
    enrolling.ask(sqlite_backend, asked())
    with sqlite_backend.read() as sql:
        row = sql.execute(select(fleet.enrolment)).one()
    assert CODE not in str(row)
    assert row.code_hash != sha256(CODE.encode()).hexdigest()


@pytest.mark.parametrize("public", ["", "x" * 44, b64encode(bytes(31)).decode()])
def test_a_key_that_is_none_is_refused(sqlite_backend: Backend, public: str) -> None:
    with pytest.raises(Refused, match="bad_key"):
        enrolling.ask(sqlite_backend, replace(asked(), public_key=public))


def test_an_office_of_another_area_is_none(sqlite_backend: Backend) -> None:
    enrolling.ask(sqlite_backend, asked())
    with pytest.raises(Refused, match="no_such_office"):
        enrolling.approve(sqlite_backend, ADMIN, TENANT, CODE, "else", "Kiosk", Role.LEADER)


def test_no_two_devices_of_an_office_share_a_number_series(sqlite_backend: Backend) -> None:
    made = [enrol(sqlite_backend, CENTRE, Role.COMPANION, n) for n in range(1, 8)]
    series = [s for one in made for s in (one.series, *one.spare_series)]
    assert len(set(series)) == len(series) == 28
    assert series[0] == ""
    assert enrol(sqlite_backend, HERVANTA, Role.LEADER, 9).series == ""


def test_a_session_is_begun_by_signing_a_nonce_once(backend: Backend) -> None:
    me = enrol(backend)
    request = hello(backend, me.device, key(1))
    begun = sessions.begin(backend, request)

    assert sessions.device_of(backend, begun.token).id == me.device
    assert (begun.epoch, begun.last_seq, begun.role) == (1, 0, Role.LEADER)
    with pytest.raises(Refused, match="nonce_over"):
        sessions.begin(backend, request)


def test_a_session_is_over_after_twelve_hours(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    begun = sessions.begin(backend, hello(backend, sqlite_lobby.id, key(1)))
    sqlite_lobby.later(hours=12)
    with pytest.raises(SyncRefused, match="session_over"):
        sessions.device_of(backend, begun.token)


def test_who_has_not_the_key_has_no_session(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    with pytest.raises(Refused, match="bad_signature"):
        sessions.begin(backend, hello(backend, sqlite_lobby.id, key(2)))
    late = hello(backend, sqlite_lobby.id, key(1))
    sqlite_lobby.later(minutes=2)
    with pytest.raises(Refused, match="nonce_over"):
        sessions.begin(backend, late)
    stolen = hello(backend, sqlite_lobby.id, key(1), epoch=1)
    with pytest.raises(Refused, match="bad_signature"):
        sessions.begin(backend, replace(stolen, epoch=2))


def test_a_revoked_device_has_a_drain_only_session_for_fourteen_days(
    sqlite_lobby: Lobby,
) -> None:
    backend, device = sqlite_lobby.backend, sqlite_lobby.id
    begun = sessions.begin(backend, hello(backend, device, key(1)))
    commands.revoke(backend, ADMIN, device)
    commands.revoke(backend, ADMIN, device)

    with pytest.raises(SyncRefused, match="session_over"):
        sessions.session_of(backend, begun.token)
    with pytest.raises(SyncRefused, match="device_revoked"):
        sessions.begin(backend, hello(backend, device, key(1)))
    draining = sessions.begin(backend, hello(backend, device, key(1), drain=True))
    assert draining.drain_only
    assert sessions.session_of(backend, draining.token).drain_only
    with pytest.raises(SyncRefused, match="device_revoked"):
        sessions.device_of(backend, draining.token)
    with pytest.raises(SyncRefused, match="device_revoked"):
        enrolling.ask(backend, asked())
    sqlite_lobby.later(days=15)
    with pytest.raises(SyncRefused, match="device_revoked"):
        sessions.begin(backend, hello(backend, device, key(1), drain=True))


def test_after_a_change_of_key_the_old_one_is_good_until_the_new_one_is_used(
    sqlite_lobby: Lobby,
) -> None:
    backend, device = sqlite_lobby.backend, sqlite_lobby.id
    command = commands.command(backend, ADMIN, device, CommandKind.ROTATE_KEY)
    new = b64encode(key(9).public()).decode()
    told = {"command": command, "kind": "rotate_key", "result": "done", "public_key": new}
    sqlite_lobby.tell("command.done", told)
    sqlite_lobby.push()

    sessions.begin(backend, hello(backend, device, key(1)))
    sessions.begin(backend, hello(backend, device, key(9)))
    with pytest.raises(Refused, match="bad_signature"):
        sessions.begin(backend, hello(backend, device, key(1)))


@pytest.mark.parametrize("public", ["", b64encode(key(1).public()).decode(), "x"])
def test_a_change_to_no_key_or_anothers_changes_nothing(
    sqlite_lobby: Lobby, sqlite_companion: Lobby, public: str
) -> None:
    backend, device = sqlite_companion.backend, sqlite_companion.id
    command = commands.command(backend, ADMIN, device, CommandKind.ROTATE_KEY)
    told = {"command": command, "kind": "rotate_key", "result": "done", "public_key": public}
    sqlite_companion.tell("command.done", told)

    assert sqlite_companion.only().status.value == "applied"
    sessions.begin(backend, hello(backend, device, key(2)))


def test_a_promoted_device_leads_with_a_higher_number(
    sqlite_lobby: Lobby, sqlite_companion: Lobby
) -> None:
    backend = sqlite_lobby.backend
    commands.command(backend, ADMIN, sqlite_companion.id, CommandKind.SET_LEADER)
    sqlite_companion.pull()
    (told,) = [c.data for (kind, _), c in sqlite_companion.mirror.items() if kind == "command"]
    assert told is not None
    assert told["body"] == {"role": "leader", "leader_epoch": 2}
    begun = sessions.begin(backend, hello(backend, sqlite_companion.id, key(2)))
    assert (begun.role, begun.leader_epoch) == (Role.LEADER, 2)


def test_a_body_is_the_devices_own_under_its_path_only(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    who = sessions.session_of(
        backend, sessions.begin(backend, hello(backend, sqlite_lobby.id, key(1))).token
    ).device
    message = BODY_CONTEXT + b"/device/v1/push\0" + sha256(b"{}").digest()
    signature = b64encode(key(1).sign(message)).decode()

    sessions.check_body(who, "/device/v1/push", b"{}", signature)
    for path, body, proof in (
        ("/device/v1/epoch", b"{}", signature),
        ("/device/v1/push", b"{ }", signature),
        ("/device/v1/push", b"{}", ""),
        ("/device/v1/push", b"{}", b64encode(bytes(64)).decode()),
    ):
        with pytest.raises(Refused, match="bad_signature"):
            sessions.check_body(who, path, body, proof)


@pytest.mark.parametrize("with_device", [True, False])
def test_time_is_signed_for_the_nonce(sqlite_lobby: Lobby, with_device: bool) -> None:
    nonce = "a" * 26
    told = server_time(sqlite_lobby.backend, sqlite_lobby.id if with_device else "", nonce)
    message = TIME_CONTEXT + nonce.encode() + b"\0" + str(told.server_ms).encode()
    assert fits(b64decode(told.signature), message, b64decode(sqlite_lobby.me.sync_public))
    assert told.server_ms == sqlite_lobby.backend.now_ms


def test_a_locked_identity_has_no_session(sqlite_lobby: Lobby, another: Make) -> None:
    backend = sqlite_lobby.backend
    with backend.begin() as work:
        work.sql.execute(fleet.device.update().values(status="locked"))
    with pytest.raises(SyncRefused) as refused:
        sessions.begin(backend, hello(backend, sqlite_lobby.id, key(1)))
    assert (refused.value.code, refused.value.status) == ("device_locked", 403)
