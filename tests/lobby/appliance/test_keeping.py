"""A device keeps what it was told: damage, backups, restores, full disks, wiping."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.lobby.conftest import MONDAY, Vuoro
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import RandomIds, seeded_ids
from vuoro.core.settings import LobbySettings, Settings
from vuoro.core.wire.codec import decode
from vuoro.core.wire.kiosk import ArrivalResult, TicketRequest
from vuoro.lobby.appliance import in_place
from vuoro.lobby.appliance.backups import BackupFailed, back_up, backups_of
from vuoro.lobby.appliance.opening import open_kept
from vuoro.lobby.appliance.restoring import restore
from vuoro.lobby.appliance.salvage import NothingFound, salvage
from vuoro.lobby.opening import DATABASE
from vuoro.lobby.settings_text import settings_text
from vuoro.lobby.watching_host import of_copies
from vuoro.lobby.wiping import wipe
from vuoro.queue.office_file import load_office
from vuoro.queue.service import LobbyService, arriving, days, people
from vuoro.queue.service.lobby import Press
from vuoro.queue.service.restoring import is_restored
from vuoro.queue.store import DatabaseDamaged, DatabaseFull
from vuoro.queue.store.ballast import PLENTY, Ballast
from vuoro.queue.store.copies import segments
from vuoro.queue.store.stream import first_break

PASSWORD = "correct horse battery"


class Device:
    """A lobby on a device that is switched on and off."""

    def __init__(self, settings: LobbySettings) -> None:
        self.settings, self.clock, self.presses = settings, SteppingClock(MONDAY), 0
        self.ids = seeded_ids(self.clock, 1)
        self.office = load_office(settings.office)
        self.on()

    @property
    def second(self) -> Path:
        assert self.settings.second_medium is not None
        return self.settings.second_medium

    @property
    def database(self) -> Path:
        return self.settings.data / DATABASE

    def on(self) -> None:
        self.store = open_kept(self.settings, self.office, self.clock, self.ids, lambda _: None)
        self.lobby = LobbyService(
            self.office, self.store, self.clock, self.ids,
            public_url="http://vuoro.test", publish=lambda _: None,
        )  # fmt: skip
        self.settle()

    def settle(self) -> None:
        """What happens every few seconds, and the second medium has it."""
        for _ in range(2):
            days.tend(self.lobby)
            if self.store.second is not None:
                assert self.store.second.wait(30)

    def off(self, *, cleanly: bool = True) -> None:
        if cleanly:
            self.store.close()
        else:
            self.store.give_up()

    def number(self) -> str:
        self.presses += 1
        press = Press(f"press-{self.presses}", "kiosk-1")
        service = next(each.id for each in self.office.services if each.at_kiosk)
        answer = arriving.take_number(self.lobby, TicketRequest(service), press)
        assert isinstance(answer, bytes), answer
        slip = decode(answer, ArrivalResult).slip
        assert slip is not None
        return slip.number

    def numbers(self) -> list[str]:
        return [
            number for (number,) in self.store.read("SELECT number FROM ticket ORDER BY number")
        ]

    def damage(self, start: float, end: float) -> None:
        """Somebody has written over a part of the file, and the log is gone."""
        whole = bytearray(self.database.read_bytes())
        a, b = int(start * len(whole)), int(end * len(whole))
        whole[a:b] = os.urandom(b - a)
        self.database.write_bytes(bytes(whole))
        self.database.with_name(DATABASE + "-wal").unlink(missing_ok=True)


@pytest.fixture
def device(settings: Settings, tmp_path: Path) -> Iterator[Device]:
    (tmp_path / "second").mkdir()
    made = Device(replace(settings.lobby, second_medium=tmp_path / "second"))
    yield made
    made.off(cleanly=False)


def test_a_damaged_database_is_mended_at_the_start_and_nothing_is_lost(device: Device) -> None:
    drawn = [device.number() for _ in range(60)]
    device.store.checkpoint(truncate=True)
    device.off(cleanly=False)
    device.damage(0.3, 0.8)
    device.on()
    assert device.numbers() == sorted(drawn)
    assert first_break(device.store) is None
    assert is_restored(device.store)
    assert device.number() == "AX001", "numbers begin a new series"
    (aside,) = in_place.put_aside(device.settings.data)
    assert (aside / DATABASE).exists()


@pytest.mark.parametrize("part", [(0.0, 0.05), (0.0, 1.0)])
def test_whatever_is_left_of_the_file_the_second_medium_has_the_day(
    device: Device, part: tuple[float, float]
) -> None:
    people.add_staff(device.lobby, "maija", "Maija", PASSWORD, people.ROLES)
    people.add_device(device.lobby, "kiosk", "kiosk-1", "a-token")
    drawn = [device.number() for _ in range(5)]
    back_up(device.settings.data, device.second, device.clock.now(), 7)
    drawn += [device.number() for _ in range(5)]
    device.off(cleanly=False)
    device.damage(*part)
    device.on()
    assert device.numbers() == sorted(drawn)
    assert device.store.read("SELECT username FROM staff") == [("maija",)]
    assert device.store.read("SELECT name FROM device") == [("kiosk-1",)]


def test_a_database_that_is_damaged_again_at_once_is_left_to_people(device: Device) -> None:
    for _ in range(30):
        device.number()
    for _ in range(2):
        device.store.checkpoint(truncate=True)
        device.off(cleanly=False)
        device.damage(0.2, 0.6)
        if not in_place.put_aside(device.settings.data):
            device.on()
    with pytest.raises(DatabaseDamaged):
        device.on()
    device.clock.jump(MONDAY - timedelta(days=300))
    device.on()


def test_rows_that_make_no_sense_are_made_anew_from_the_events(device: Device) -> None:
    device.number()
    device.store.read("UPDATE ticket SET state = 'lost in thought'")
    device.off(cleanly=False)
    device.on()
    assert device.numbers() == ["A001"]


def test_garbage_with_nothing_behind_it_is_left_as_it_is(settings: Settings) -> None:
    settings.lobby.data.mkdir(parents=True, exist_ok=True)
    file = settings.lobby.data / DATABASE
    file.write_bytes(b"This is a shopping list. " * 1000)
    clock = SteppingClock(MONDAY)
    with pytest.raises(NothingFound, match="Nothing of ours"):
        salvage(settings.lobby.data, None, clock, RandomIds(clock))
    with pytest.raises(DatabaseDamaged, match="not a database"):
        Device(settings.lobby)
    assert file.read_bytes().startswith(b"This is")


def test_a_disk_that_lost_commits_gets_them_back(device: Device) -> None:
    device.number()
    device.store.checkpoint(truncate=True)
    lost = device.database.read_bytes()
    device.number()
    device.off(cleanly=False)
    device.database.write_bytes(lost)
    device.database.with_name(DATABASE + "-wal").unlink(missing_ok=True)
    device.on()
    assert device.numbers() == ["A001", "A002"]
    assert not is_restored(device.store), "nothing was lost, so nothing begins anew"
    assert device.number() == "A003"


class PowerCut(Exception):
    """The plug was pulled."""


@pytest.mark.parametrize("cut_at", range(14))
def test_the_power_may_fail_at_any_step_of_putting_a_database_in_place(
    device: Device, cut_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [device.number() for _ in range(3)]
    device.off(cleanly=False)
    device.damage(0.0, 1.0)
    steps = iter(range(100))

    def cutting(real: object) -> object:
        def step(*arguments: object, **more: object) -> object:
            if next(steps) == cut_at:
                raise PowerCut
            assert callable(real)
            return real(*arguments, **more)

        return step

    with monkeypatch.context() as patch:
        for name in ("rename", "link", "replace"):
            patch.setattr(os, name, cutting(getattr(os, name)))
        patch.setattr(in_place, "flush", cutting(in_place.flush))
        patch.setattr(Path, "unlink", cutting(Path.unlink))
        try:
            salvage(device.settings.data, device.second, device.clock, device.ids)
        except PowerCut:
            pass
        else:
            assert cut_at > 10
    device.on()
    assert device.numbers() == drawn
    assert device.store.check()
    assert not (device.settings.data / in_place.READY).exists()


def test_a_backup_is_whole_and_the_newest_few_stay(device: Device) -> None:
    for _ in range(4):
        device.number()
        made = back_up(device.settings.data, device.second, device.clock.now(), keep=2)
        device.clock.advance(timedelta(days=1))
        device.settle()
    kept = backups_of(device.second, device.store.journal.values["db_uuid"])
    assert len(kept) == 2
    assert kept[0] == made
    with closing(sqlite3.connect(made)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (events,) = copy.execute("SELECT count(*) FROM event").fetchone()
    assert events == device.store.read("SELECT count(*) FROM event WHERE n <= ?", (events,))[0][0]
    assert {path.name for path in kept[0].parent.iterdir()} == {path.name for path in kept}
    assert oct(made.stat().st_mode & 0o777) == "0o600"


def test_copies_of_events_that_every_backup_has_are_dropped(device: Device) -> None:
    name = device.store.journal.values["db_uuid"]
    for _ in range(4):
        device.number()
        device.clock.advance(timedelta(days=1))
        device.settle()
        back_up(device.settings.data, device.second, device.clock.now(), keep=2)
    assert 1 <= len(segments(device.second, name)) <= 3
    # The older of the two can still be brought up to date.
    device.number()
    every = device.store.read("SELECT event_id FROM event ORDER BY n")
    device.off()
    older = backups_of(device.second, name)[-1]
    restore(older, device.settings.data, device.second, device.clock, device.ids)
    device.on()
    assert device.store.read("SELECT event_id FROM event ORDER BY n")[: len(every)] == every


def test_a_restore_brings_back_the_time_since_the_backup_too(device: Device) -> None:
    drawn = [device.number() for _ in range(3)]
    backup = back_up(device.settings.data, device.second, device.clock.now(), 7)
    drawn += [device.number() for _ in range(3)]
    device.off()
    done = restore(backup, device.settings.data, device.second, device.clock, device.ids)
    assert done.since == 3
    device.on()
    assert device.numbers() == sorted(drawn)
    assert is_restored(device.store)
    assert device.number() == "AX001"
    assert first_break(device.store) is None


def test_without_the_copies_no_number_of_the_lost_time_is_given_again(device: Device) -> None:
    backup = back_up(device.settings.data, device.second, device.clock.now(), 7)
    drawn = [device.number() for _ in range(3)]
    device.off()
    restore(backup, device.settings.data, None, device.clock, device.ids)
    device.settings = replace(device.settings, second_medium=None)
    device.on()
    assert device.number() not in drawn


def test_a_damaged_backup_is_refused_and_nothing_changes(device: Device) -> None:
    device.number()
    backup = back_up(device.settings.data, device.second, device.clock.now(), 7)
    whole = bytearray(backup.read_bytes())
    whole[8192 : len(whole) // 2] = bytes(len(whole) // 2 - 8192)
    backup.write_bytes(bytes(whole))
    device.off()
    before = device.database.read_bytes()
    with pytest.raises(DatabaseDamaged):
        restore(backup, device.settings.data, device.second, device.clock, device.ids)
    assert device.database.read_bytes() == before
    device.on()


def test_a_medium_that_is_not_there_says_what_to_do(device: Device, tmp_path: Path) -> None:
    (tmp_path / "gone").write_text("a file where a folder should be")
    with pytest.raises(BackupFailed, match="Is the second medium there"):
        back_up(device.settings.data, tmp_path / "gone", device.clock.now(), 7)


def test_a_full_disk_gives_up_the_reserve_and_goes_on(device: Device) -> None:
    room = [10**9]
    ballast = Ballast(device.database, size=1 << 20, free=lambda _: room[0])
    device.store.ballast = ballast
    device.settle()
    assert ballast.is_laid
    assert os.stat(device.database.with_suffix(".ballast")).st_blocks * 512 >= 1 << 20
    (pages,) = device.store.read("PRAGMA page_count")[0]
    device.store.read(f"PRAGMA max_page_count = {pages}")
    drawn: list[str] = []
    with pytest.raises(DatabaseFull):
        drawn.extend(device.number() for _ in range(200))
    assert not ballast.is_laid, "the room is free now"
    device.store.read("PRAGMA max_page_count = 1000000")
    device.presses -= 1
    drawn.append(device.number())
    room[0] = PLENTY
    device.settle()
    assert not ballast.is_laid, "there is not enough room yet"
    room[0] = PLENTY * 2
    device.settle()
    assert ballast.is_laid
    assert device.numbers() == sorted(drawn)


def test_staff_hear_of_a_second_medium_that_fails_and_that_it_is_well_again(
    device: Device, tmp_path: Path
) -> None:
    device.number()
    assert of_copies(device.store) == ()
    device.off()
    device.second.rename(tmp_path / "elsewhere")
    (tmp_path / "second").write_text("a stick that is none")
    device.on()
    device.number()
    device.settle()
    assert of_copies(device.store) == ("second_medium",)
    device.off()
    (tmp_path / "second").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "second")
    device.on()
    device.number()
    assert of_copies(device.store) == ()


def test_a_wiped_device_has_nothing_left_anywhere(device: Device) -> None:
    device.number()
    device.store.checkpoint(truncate=True)
    device.off(cleanly=False)
    device.damage(0.2, 0.5)
    device.on()
    back_up(device.settings.data, device.second, device.clock.now(), 7)
    device.off()
    (device.settings.data / "tls").mkdir()
    (device.settings.data / "tls/authority.pem").write_text("a private key")
    wipe(device.settings.data, device.second)
    assert {path.name for path in device.settings.data.iterdir()} <= {"lobby.lock"}
    assert list(device.second.rglob("*.*")) == []
    device.on()
    assert device.number() == "A001"


def test_the_commands_of_an_administrator(device: Device, vuoro: Vuoro, tmp_path: Path) -> None:
    file = tmp_path / "lobby.toml"
    file.write_text(settings_text(Settings(lobby=device.settings), secrets=True), encoding="utf-8")
    for _ in range(3):
        device.number()
    made = vuoro("appliance", "backup", "--settings", file)
    assert made.status == 0, made
    assert "was made" in made.out
    listed = vuoro("appliance", "backups", "--settings", file)
    assert len(listed.out.splitlines()) == 2
    busy = vuoro("appliance", "restore", "--settings", file)
    assert (busy.status, "systemctl stop vuoro-lobby" in busy.err) == (1, True)
    device.off()
    assert "There is no backup" in vuoro("appliance", "restore", "x", "--settings", file).err
    assert vuoro("appliance", "restore", "--settings", file).status == 0
    mended = vuoro("appliance", "salvage", "--settings", file)
    assert mended.status == 0, mended
    assert "events are in the new database" in mended.out
    gone = vuoro("appliance", "wipe", "--really", "--settings", file)
    assert gone.status == 0, gone
    assert "There is no backup" in vuoro("appliance", "backups", "--settings", file).out
    device.on()
