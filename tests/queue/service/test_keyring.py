"""Keys: believed by the root's word, never an older set again, and forgotten in time (§3.11–12)."""

import base64
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.queue.model import ALWAYS_OPEN
from tests.queue.world import DAY_KEY, KEY, SITE, START, TENANT, World, a_pass, index
from vuoro.core.clock import ClockState
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.identity_code import CHECK_CHARACTERS, IdentityCode
from vuoro.core.passes import KeySet, PassKey, SigningKey, seal_keys
from vuoro.core.passes.key_document import BadKeyReason
from vuoro.core.wire.kiosk import Outcome
from vuoro.core.wire.sync import ChangeTold, Enrolled, Op, Role
from vuoro.queue.service import days, keyring, mirror
from vuoro.queue.service.identity import keep_identity

ROOT = SigningKey(bytes(range(9, 41)))
CODE = "010594Y9032"
SOON = START + timedelta(minutes=30)
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


def enrol(world: World) -> None:
    public = base64.b64encode(ROOT.public()).decode()
    keep_identity(
        world.lobby,
        Enrolled(
            server_epoch="e", device="d", tenant=str(TENANT), site=SITE, office="o",
            role=Role.LEADER, epoch=1, leader_epoch=1, series="", spare_series=(),
            root_public=public, sync_public=public,
        ),
    )  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "lobby.db", settings=ALWAYS_OPEN)
    world.lobby.keys = None
    enrol(world)
    yield world
    world.close()


def document(number: int, root: SigningKey = ROOT) -> str:
    keys = (PassKey(1, KEY.public(), START - timedelta(days=1), START + timedelta(days=9)),)
    return seal_keys(KeySet(number, keys), root, TENANT)


def tell(world: World, text: str) -> None:
    world.changes += 1
    row = ChangeTold(world.changes, "keys", str(TENANT), world.changes, Op.PUT, {"document": text})
    world.mirror(row)


def can_read_passes(world: World) -> bool:
    return world.show_pass(a_pass("nobody", SOON)).outcome is Outcome.ADMITTED


def test_a_key_document_of_the_root_is_believed_also_after_a_restart(world: World) -> None:
    assert not can_read_passes(world)
    tell(world, document(1))
    world.wait(2)
    assert can_read_passes(world)
    world.restart()
    world.lobby.keys = None
    keyring.reopen_keys(world.lobby)
    assert world.lobby.keys is not None
    assert world.lobby.keys.number == 1


def test_a_document_is_not_lost_where_the_power_went_before_it_was_believed(
    world: World,
) -> None:
    tell(world, document(1))
    world.store.read("DELETE FROM meta WHERE k = 'key_document'")
    world.restart()
    world.lobby.keys = None
    keyring.reopen_keys(world.lobby)
    assert world.lobby.keys is not None


def test_an_older_or_a_forged_document_changes_nothing(world: World) -> None:
    tell(world, document(5))
    believed = world.lobby.keys
    for text, reason in (
        (document(4), BadKeyReason.ROLLBACK),
        (document(6, root=KEY), BadKeyReason.BAD_SIGNATURE),
        ("", BadKeyReason.MALFORMED),
        ("VUK1.x.y", BadKeyReason.MALFORMED),
    ):
        assert keyring.take_key_document(world.lobby, text) is reason
        assert world.lobby.keys is believed
    world.restart()
    world.lobby.keys = None
    keyring.reopen_keys(world.lobby)
    assert world.lobby.keys == believed


def test_a_device_without_a_pinned_root_believes_nobody() -> None:
    world = World()
    assert keyring.take_key_document(world.lobby, document(1)) is BadKeyReason.BAD_SIGNATURE


def test_a_refused_document_does_not_stop_the_mirror(world: World) -> None:
    tell(world, document(1))
    tell(world, "garbage")
    world.booking("b1", SOON)
    assert mirror.cursor(world.lobby) == ("epoch", 3)


def test_day_keys_in_memory_are_gone_with_the_power(world: World, tmp_path: Path) -> None:
    keyring.take_day_keys(world.lobby, {MONDAY: DAY_KEY, TUESDAY: bytes(32)})
    assert set(world.lobby.day_keys) == {MONDAY, TUESDAY}
    raw = [file.read_bytes() for file in tmp_path.iterdir()]
    assert all(DAY_KEY not in each and base64.b64encode(DAY_KEY) not in each for each in raw)


def test_day_keys_in_a_file_outlast_a_restart_and_are_the_owners_alone(world: World) -> None:
    keyring.use_file(world.lobby)
    keyring.take_day_keys(world.lobby, {MONDAY: DAY_KEY, TUESDAY: bytes(32)})
    file = world.lobby.day_key_file
    assert file is not None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    world.restart()
    world.lobby.day_keys = {}
    keyring.use_file(world.lobby)
    assert world.lobby.day_keys == {MONDAY: DAY_KEY, TUESDAY: bytes(32)}


def test_a_file_of_day_keys_that_was_cut_is_no_trouble(world: World) -> None:
    keyring.use_file(world.lobby)
    file = world.lobby.day_key_file
    assert file is not None
    file.write_bytes(b'{"2026-11-2')
    world.lobby.day_keys = {}
    keyring.use_file(world.lobby)
    assert world.lobby.day_keys == {}
    keyring.take_day_keys(world.lobby, {MONDAY: DAY_KEY})
    keyring.use_file(world.lobby)
    assert world.lobby.day_keys == {MONDAY: DAY_KEY}


def test_a_day_key_is_forgotten_with_its_day_and_overwritten_where_it_lay(world: World) -> None:
    keyring.use_file(world.lobby)
    keyring.take_day_keys(world.lobby, {MONDAY: DAY_KEY, TUESDAY: bytes(32)})
    file = world.lobby.day_key_file
    assert file is not None
    place = file.stat().st_ino
    world.clock.advance(timedelta(days=1))
    days.ensure_day(world.lobby)
    assert set(world.lobby.day_keys) == {TUESDAY}
    assert base64.b64encode(DAY_KEY) not in file.read_bytes()
    assert file.stat().st_ino == place


def test_keys_of_days_that_are_over_are_not_taken(world: World) -> None:
    world.number()
    keyring.take_day_keys(world.lobby, {"2026-11-22": DAY_KEY, MONDAY: DAY_KEY})
    assert set(world.lobby.day_keys) == {MONDAY}


def silence(world: World, days_long: int) -> None:
    for _ in range(days_long):
        world.clock.advance(timedelta(days=1))
        days.tend(world.lobby)


def test_after_eight_days_without_the_backend_bookings_and_keys_go_and_numbers_go_on(
    world: World,
) -> None:
    world.booking("b1", SOON + timedelta(days=10))
    keyring.take_day_keys(world.lobby, {"2026-12-01": DAY_KEY, "2026-12-02": DAY_KEY})
    silence(world, 8)
    assert "b1" in world.lobby.line.bookings
    silence(world, 1)
    assert world.lobby.line.bookings == {}
    assert world.lobby.day_keys == {}
    assert world.store.read("SELECT count(*) FROM mirror WHERE kind = 'booking'") == [(0,)]
    assert mirror.cursor(world.lobby) == ("", 0), "the next contact begins with a snapshot"
    assert world.number().number == "A001"


def test_a_wall_clock_that_jumps_ahead_is_no_silence(world: World) -> None:
    world.booking("b1", SOON)
    world.clock.jump(START + timedelta(days=30))
    days.tend(world.lobby)
    assert "b1" in world.lobby.line.bookings
    world.clock.state = ClockState.UNSET
    world.restart()
    days.tend(world.lobby)
    assert "b1" in world.lobby.line.bookings


def born_on(birth: date) -> Iterator[IdentityCode]:
    """Every identity code of one birth date there can be: artificial ones, as in all our tests."""
    digits = birth.strftime("%d%m%y")
    for sign in "-YXWVU":
        for number in range(900, 1000):
            check = CHECK_CHARACTERS[int(f"{digits}{number}") % 31]
            yield IdentityCode(f"{digits}{sign}{number}{check}")


def keys_lying_about(folder: Path) -> set[bytes]:
    """Every run of 32 bytes in any file, as it is or in base64 or hex, tried as a key."""
    found: set[bytes] = set()
    for file in folder.iterdir():
        content = file.read_bytes()
        if file.suffix in (".db", ".db-wal", ".db-shm"):
            continue
        found |= {content[at : at + 32] for at in range(max(len(content) - 31, 0))}
        for at in range(max(len(content) - 43, 0)):
            try:
                found.add(base64.b64decode(content[at : at + 44], validate=True))
            except ValueError:
                continue
    return {key for key in found if len(key) == 32}


@pytest.mark.parametrize("where", ["memory", "file"])
def test_a_database_of_yesterday_yields_no_identity_code(world: World, where: str) -> None:
    """The birth date is known, as it mostly is, and everything in the folder may be a key."""
    if where == "file":
        keyring.use_file(world.lobby)
    keyring.take_day_keys(world.lobby, {MONDAY: DAY_KEY, TUESDAY: bytes(range(100, 132))})
    world.booking("b1", SOON, identity_index=index(CODE))
    assert world.type_identity_code(CODE).outcome is Outcome.RECEIVED
    copied = _indexes(world)
    assert copied == {bytes.fromhex(index(CODE))}
    world.clock.advance(timedelta(days=1))
    days.tend(world.lobby)

    assert world.path is not None
    codes = list(born_on(date(1994, 5, 1)))
    assert CODE in {code.reveal() for code in codes}
    in_folder = keys_lying_about(world.path.parent)
    likely = {key for key in in_folder if key in set(world.lobby.day_keys.values())}
    assert bool(likely) == (where == "file"), "the search finds a key where one lies"
    for key in likely | _sample(in_folder):
        assert copied.isdisjoint(blind_index(DayKey(key), code) for code in codes)
    assert DAY_KEY not in in_folder


def _indexes(world: World) -> set[bytes]:
    """The indexes in the tables of a copied database."""
    rows = world.store.read("SELECT identity_index FROM arrival WHERE identity_index IS NOT NULL")
    return {bytes.fromhex(row[0]) for row in rows}


def _sample(keys: set[bytes]) -> set[bytes]:
    return set(sorted(keys)[:50])
