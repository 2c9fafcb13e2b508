"""An update survives a power cut at any point, and a release that doesn't work goes again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.update_record import Phase
from vuoro.lobby.appliance.updating import Updater

OLD, NEW = "1.0.0", "1.1.0"


class PowerCut(BaseException):
    """Nothing catches it."""


@dataclass
class Power:
    """Is cut at the so manyth named point."""

    left: int | None = None
    points: list[str] = field(default_factory=list)

    def __call__(self, point: str) -> None:
        self.points.append(point)
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise PowerCut(point)


@dataclass
class Office:
    """A device as far as an update sees it. ``bad``: versions whose programs don't work;
    ``newer``: the new release writes data that the old one can't read; ``dies``: it takes the
    whole device with it."""

    shelf: Shelf
    power: Power
    bad: frozenset[str] = frozenset()
    trial: str = ""
    newer: bool = False
    dies: bool = False
    running: str | None = OLD
    data: tuple[str, ...] = ("ticket 1",)
    written_by: str = OLD
    kept: tuple[tuple[str, ...], str] | None = None

    def try_out(self, release: Path) -> str:
        assert release.is_dir()
        return self.trial

    def stop(self) -> None:
        self.running = None

    def start(self) -> None:
        self.running = self.shelf.current
        if self.newer and self.running == NEW:
            self.written_by = NEW

    def ill(self) -> str:
        self.power("looking")
        if self.dies and self.running == NEW:
            raise PowerCut
        return "the kiosk shows nothing" if self.running in self.bad else ""

    def keep_data(self) -> None:
        assert self.running is None
        self.kept = (self.data, self.written_by)

    def bring_data_back(self) -> None:
        assert self.running is None
        if self.shelf.current == OLD and self.written_by == NEW:
            assert self.kept is not None
            self.data, self.written_by = self.kept


def devices(folder: Path, power: Power, **more: object) -> tuple[Updater, Office]:
    shelf = Shelf(folder)
    (shelf.folder(OLD)).mkdir(parents=True)
    shelf.use(OLD)
    shelf.being_made(NEW).mkdir()
    office = Office(shelf, power, **more)  # type: ignore[arg-type]
    return Updater(shelf, office, folder / "update.json", power), office


def boots(updater: Updater, office: Office) -> None:
    """The power is back: what the device's units do."""
    office.running = None
    updater.begin()
    office.start()
    updater.watch()


def test_a_good_release_comes_into_use(tmp_path: Path) -> None:
    updater, office = devices(tmp_path, Power())

    ended = updater.bring(NEW)

    assert ended.phase is Phase.GOOD
    assert (office.shelf.current, office.shelf.previous, office.running) == (NEW, OLD, NEW)


def test_a_release_that_fails_on_a_copy_never_comes_into_use(tmp_path: Path) -> None:
    updater, office = devices(tmp_path, Power(), trial="no number was printed")

    ended = updater.bring(NEW)

    assert (ended.phase, ended.why) == (Phase.ROLLED_BACK, "no number was printed")
    assert (office.running, office.kept) == (OLD, None)
    assert not office.shelf.has(NEW)


def test_a_release_whose_programs_do_not_work_goes_again_with_its_data(tmp_path: Path) -> None:
    updater, office = devices(tmp_path, Power(), bad=frozenset({NEW}), newer=True)

    ended = updater.bring(NEW)

    assert (ended.phase, ended.why) == (Phase.ROLLED_BACK, "the kiosk shows nothing")
    assert (office.running, office.written_by, office.data) == (OLD, OLD, ("ticket 1",))
    assert not office.shelf.has(NEW)


def test_a_release_that_ends_the_device_at_each_start_goes_again(tmp_path: Path) -> None:
    updater, office = devices(tmp_path, Power())
    office.dies = True
    with pytest.raises(PowerCut):
        updater.bring(NEW)
    for _ in range(2):
        with pytest.raises(PowerCut):
            boots(updater, office)

    boots(updater, office)

    assert office.running == OLD
    assert updater.last is not None
    assert updater.last.phase is Phase.ROLLED_BACK


@given(cuts=st.lists(st.integers(0, 9), max_size=4), bad=st.booleans(), newer=st.booleans())
@example([7], True, True)
@example([5, 0], True, False)
def test_wherever_the_power_is_cut_the_device_ends_with_a_release_that_works(
    cuts: list[int], bad: bool, newer: bool
) -> None:
    power = Power()
    with TemporaryDirectory() as folder:
        updater, office = devices(
            Path(folder), power, bad=frozenset({NEW} if bad else ()), newer=newer
        )
        _through(power, cuts[:1], lambda: updater.bring(NEW))
        for cut in cuts[1:]:
            _through(power, [cut], lambda: boots(updater, office))
        for _ in range(4):
            boots(updater, office)

        assert office.running == office.shelf.current
        assert office.running not in office.bad
        assert office.data == ("ticket 1",)
        assert office.written_by in (OLD, office.running)
        last = updater.last
        assert last is None or last.phase is not Phase.SWITCHED


def test_an_unfinished_release_is_cleared_away(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for version in (OLD, NEW, "0.9.0"):
        shelf.folder(version).mkdir(parents=True)
    shelf.being_made("1.2.0").mkdir()
    shelf.use(OLD)
    shelf.use(NEW)

    shelf.tidy()

    assert sorted(folder.name for folder in shelf.releases.iterdir()) == [OLD, NEW]


def _through(power: Power, cuts: list[int], deed: Callable[[], object]) -> None:
    power.left = cuts[0] if cuts else None
    try:
        deed()
    except PowerCut:
        pass
    finally:
        power.left = None
