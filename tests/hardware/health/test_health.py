"""The health of a computer: what the kernel shows, and what of it a person must see to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.clock import ClockState, SteppingClock
from vuoro.hardware.health import Disk, Health, HealthWatch, Trouble, probe, warnings
from vuoro.hardware.health.disk import mount_of
from vuoro.hardware.health.simulated import SimulatedComputer

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MEGABYTE = 1_000_000
FINE = Health(
    clock_checked=True,
    disk=Disk(32_000 * MEGABYTE, 20_000 * MEGABYTE, errors=0, life_used=20),
    undervoltage=False,
    throttled=False,
    celsius=48.3,
    hot_at=80.0,
    memory=4_000 * MEGABYTE,
    memory_free=3_000 * MEGABYTE,
    uptime=86_400.0,
)


def disk(**changed: Any) -> Health:
    return replace(FINE, disk=replace(FINE.disk, **changed))


@pytest.mark.parametrize(
    ("health", "told"),
    [
        (FINE, ()),
        (Health(), ()),
        (replace(FINE, undervoltage=True), ("undervoltage",)),
        (replace(FINE, undervoltage=True, throttled=True), ("undervoltage",)),
        (replace(FINE, throttled=True), ("throttled",)),
        (replace(FINE, celsius=79.9), ()),
        (replace(FINE, celsius=80.0), ("hot",)),
        (replace(FINE, celsius=84.0, throttled=True), ("hot",)),
        (replace(FINE, celsius=84.0, hot_at=95.0), ()),
        (disk(free=499 * MEGABYTE), ("disk_low",)),
        (disk(free=500 * MEGABYTE), ()),
        (disk(read_only=True), ("disk_readonly",)),
        (disk(errors=3), ("disk_errors",)),
        (disk(life_used=90), ()),
        (disk(life_used=100), ("disk_worn",)),
        (disk(reserve_gone=True), ("disk_worn",)),
        (replace(FINE, clock=ClockState.UNSET), ("clock_unset",)),
        (replace(FINE, clock=ClockState.UNSET, clock_checked=False), ("clock_unset",)),
        (replace(FINE, clock_checked=False), ("clock_unsure",)),
        (replace(FINE, clock_checked=False, clock_chip=True), ()),
        (replace(FINE, clock_checked=False, uptime=599.0), ()),
        (replace(FINE, clock_checked=None), ()),
        (replace(FINE, memory_free=199 * MEGABYTE), ("memory_low",)),
        (replace(FINE, memory_free=200 * MEGABYTE), ()),
        (
            replace(disk(free=0, life_used=110), celsius=99.0, undervoltage=True),
            ("disk_low", "undervoltage", "hot", "disk_worn"),
        ),
    ],
)
def test_what_a_person_must_see_to_comes_most_urgent_first(
    health: Health, told: tuple[str, ...]
) -> None:
    assert warnings(health) == told


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(MORNING)


@pytest.fixture
def pi(tmp_path: Path) -> SimulatedComputer:
    return SimulatedComputer(tmp_path / "pi")


def seen(pi: SimulatedComputer, clock: SteppingClock) -> Health:
    return probe(clock, pi.root, pi.root, pi.usage)


def test_a_computer_in_good_health_gives_no_warning(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    health = seen(pi, clock)

    assert warnings(health) == ()
    assert (health.undervoltage, health.throttled) == (False, False)
    assert (health.celsius, health.hot_at) == (48.3, 80.0)
    assert (health.memory, health.memory_free) == (3_993_600_000, 3_174_400_000)
    assert health.disk == Disk(pi.size, pi.free, errors=0, life_used=20)
    assert health.uptime == 86400.17


def test_a_weak_supply_is_seen_by_the_sensor(pi: SimulatedComputer, clock: SteppingClock) -> None:
    pi.power(undervoltage=True)
    assert warnings(seen(pi, clock)) == (Trouble.UNDERVOLTAGE,)


@pytest.mark.parametrize(
    ("bits", "told"),
    [
        (0x0, ()),
        (0x1, (Trouble.UNDERVOLTAGE,)),
        (0x5, (Trouble.UNDERVOLTAGE,)),
        (0x2, (Trouble.THROTTLED,)),
        (0x4, (Trouble.THROTTLED,)),
        (0x8, ()),
        (0x50005, (Trouble.UNDERVOLTAGE,)),
        (0x50000, ()),
    ],
)
def test_without_a_sensor_the_firmware_tells_of_now_and_not_of_the_past(
    pi: SimulatedComputer, clock: SteppingClock, bits: int, told: tuple[Trouble, ...]
) -> None:
    pi.power(throttled=bits)
    (pi.root / "sys/class/hwmon/hwmon1/name").unlink()
    assert warnings(seen(pi, clock)) == told


def test_the_kernel_says_from_which_temperature_on_it_slows_down(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    pi.temperature(82.0)
    assert warnings(seen(pi, clock)) == (Trouble.HOT,)

    pi.write("sys/class/thermal/thermal_zone0/trip_point_1_type", "passive")
    pi.write("sys/class/thermal/thermal_zone0/trip_point_1_temp", "85000")
    assert warnings(seen(pi, clock)) == ()


def test_other_parts_may_be_as_hot_as_they_like(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    pi.write("sys/class/thermal/thermal_zone1/type", "iwlwifi_1")
    pi.write("sys/class/thermal/thermal_zone1/temp", "92000")
    assert seen(pi, clock).celsius == 48.3


def test_a_disk_that_went_read_only_is_told_and_one_that_was_meant_to_is_not(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    pi.disk(read_only=True, errors=4)
    assert warnings(seen(pi, clock)) == (Trouble.DISK_READONLY, Trouble.DISK_ERRORS)

    pi.disk(read_only=True)
    pi.write("etc/fstab", "# the card\nPARTUUID=1-02 / ext4 ro,noatime 0 1")
    assert warnings(seen(pi, clock)) == ()


@pytest.mark.parametrize(
    ("life", "spare", "used", "worn"),
    [
        ("0x01 0x01", "0x01", 10, False),
        ("0x09 0x01", "0x01", 90, False),
        ("0x02 0x0a", "0x01", 100, True),
        ("0x0b 0x0b", "0x03", 110, True),
        ("0x01 0x01", "0x02", 10, True),
        ("0x00 0x00", "0x00", None, False),
    ],
)
def test_flash_memory_tells_how_worn_it_is(
    pi: SimulatedComputer, clock: SteppingClock, life: str, spare: str, used: int | None, worn: bool
) -> None:
    pi.disk(life=life, spare=spare)
    health = seen(pi, clock)

    assert health.disk.life_used == used
    assert (Trouble.DISK_WORN in warnings(health)) is worn


def test_a_clock_that_nobody_checked_is_told_unless_it_has_a_battery(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    pi.clock(checked=False)
    assert warnings(seen(pi, clock)) == (Trouble.CLOCK_UNSURE,)

    pi.clock(checked=False, chip=True)
    assert warnings(seen(pi, clock)) == ()


def test_a_folder_that_is_not_there_yet_is_on_the_disk_of_the_one_above(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    asked: list[Path] = []

    def usage(folder: Path) -> tuple[int, int, int]:
        asked.append(folder)
        return pi.usage(folder)

    health = probe(clock, pi.root / "not/yet", pi.root, usage)

    assert asked == [pi.root]
    assert health.disk.free == pi.free


def test_nothing_is_known_of_a_computer_that_tells_nothing(
    tmp_path: Path, clock: SteppingClock
) -> None:
    def unwilling(_: Path) -> tuple[int, int, int]:
        raise PermissionError

    assert probe(clock, tmp_path, tmp_path, unwilling) == Health()


def test_the_real_computer_can_be_looked_at(clock: SteppingClock, tmp_path: Path) -> None:
    health = probe(clock, tmp_path)

    assert health.uptime
    assert health.disk.size
    assert health.memory


@given(st.binary(max_size=200))
def test_no_file_of_the_kernel_breaks_a_look(
    tmp_path_factory: pytest.TempPathFactory, rubbish: bytes
) -> None:
    pi = SimulatedComputer(tmp_path_factory.mktemp("pi"))
    for file in [each for each in pi.root.rglob("*") if each.is_file()]:
        file.write_bytes(rubbish)

    warnings(probe(SteppingClock(MORNING), pi.root, pi.root, pi.usage))


MOUNTS = """\
22 1 179:2 / / rw,noatime shared:1 - ext4 /dev/root rw
40 22 8:1 / /srv/my\\040data rw shared:3 - ext4 /dev/sda1 ro,emergency_ro
41 22 8:2 / /srv/my\\040data/deep ro - ext4 /dev/sdb1 rw
42 22 8:3 / /srv/twice rw - ext4 /dev/sdc1 rw
43 22 8:4 / /srv/twice rw - ext4 /dev/sdd1 rw
rubbish"""


@pytest.mark.parametrize(
    ("folder", "device", "read_only"),
    [
        ("/", "179:2", False),
        ("/var/lib/vuoro", "179:2", False),
        ("/srv/my data", "8:1", True),
        ("/srv/my data/x", "8:1", True),
        ("/srv/my data/deep/x", "8:2", True),
        ("/srv/my datax", "179:2", False),
        ("/srv/twice", "8:4", False),
    ],
)
def test_a_folder_lies_on_the_mount_nearest_to_it(
    folder: str, device: str, read_only: bool
) -> None:
    found = mount_of(MOUNTS, PurePosixPath(folder))

    assert found is not None
    assert (found.device, found.read_only) == (device, read_only)


def test_what_passes_quickly_is_told_for_ten_minutes(
    pi: SimulatedComputer, clock: SteppingClock
) -> None:
    watch = HealthWatch(lambda: seen(pi, clock), clock)
    pi.power(undervoltage=True)
    assert watch.look() == (Trouble.UNDERVOLTAGE,)

    pi.power()
    clock.advance(timedelta(minutes=9, seconds=59))
    assert watch.look() == (Trouble.UNDERVOLTAGE,)
    assert watch.health.undervoltage is False

    clock.advance(timedelta(seconds=1))
    assert watch.look() == ()


def test_what_was_mended_is_well_at_once(pi: SimulatedComputer, clock: SteppingClock) -> None:
    watch = HealthWatch(lambda: seen(pi, clock), clock)
    pi.free = 0
    assert watch.look() == (Trouble.DISK_LOW,)

    pi.free = pi.size
    assert watch.look() == ()


def test_the_log_tells_of_a_change_once(
    pi: SimulatedComputer, clock: SteppingClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "vuoro.hardware.health")
    watch = HealthWatch(lambda: seen(pi, clock), clock)
    for _ in range(3):
        watch.look()
    assert caplog.records == []

    pi.free = 0
    for _ in range(3):
        watch.look()
    assert len(caplog.records) == 1
