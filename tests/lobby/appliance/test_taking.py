"""The updater's rounds: what is news, what is permitted, and what a power cut leaves of them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.lobby.appliance.conftest import KEY, Release
from tests.lobby.appliance.test_updating import Office, Power, PowerCut, boots
from vuoro.core.release.manifest import BadRelease, Manifest
from vuoro.core.wire.upkeep import UpdateState, Why
from vuoro.lobby.appliance import bundle as bundles
from vuoro.lobby.appliance.bundle import pack
from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.taking import Candidate, Taker, candidates
from vuoro.lobby.appliance.tries import MOST_TRIES
from vuoro.lobby.appliance.update_ends import settle
from vuoro.lobby.appliance.update_told import heard
from vuoro.lobby.appliance.updating import Updater

OLD, NEW = "1.0.0", "1.1.0"
KEYS = (KEY.public_key(),)


def fits(manifest: Manifest) -> None:
    if manifest.arch != "amd64":
        raise BadRelease("for another computer")


@dataclass
class Device:
    """A device with one release in use, and a folder in which others may wait."""

    folder: Path
    power: Power = field(default_factory=Power)
    bad: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        shelf = Shelf(self.folder / "opt")
        shelf.folder(OLD).mkdir(parents=True)
        shelf.use(OLD)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.office = Office(shelf, self.power, self.bad)
        self.updater = Updater(shelf, self.office, self.work / "update.json", self.power)
        self.taker = Taker(self.updater, KEYS, self.work, fits)

    def round(self, *found: Candidate, permitted: bool = True) -> UpdateState | None:
        told = self.taker.take(found, lambda: permitted)
        return None if told is None else told.state

    def boots(self) -> None:
        boots(self.updater, self.office)
        settle(self.work, self.updater.last)


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setattr(bundles, "ROOM", 0)
    return Device(tmp_path / "device")


@pytest.fixture
def file(tmp_path: Path, release: Release) -> Callable[..., Path]:
    def make(version: str = NEW, key: Ed25519PrivateKey = KEY) -> Path:
        made = tmp_path / f"vuoro-{version}-amd64.tar.xz"
        pack(release(version, key=key), made, preset=0)
        return made

    return make


def test_what_waits_is_installed_only_when_it_is_permitted(
    device: Device, file: Callable[..., Path]
) -> None:
    waiting = Candidate(file(), 1)

    assert device.round(waiting, permitted=False) is None
    assert (device.office.shelf.current, device.office.running) == (OLD, OLD)

    assert device.round(waiting) is UpdateState.GOOD
    assert device.office.running == NEW
    assert device.round(waiting) is None


def test_one_that_failed_is_not_tried_again_before_another_attempt(
    tmp_path: Path, device: Device, file: Callable[..., Path]
) -> None:
    device.office.trial = "no number was drawn"
    bundle = file()
    assert device.round(Candidate(bundle, 1)) is UpdateState.ROLLED_BACK
    assert heard(device.work) is not None
    assert heard(device.work).why is Why.TRIAL  # type: ignore[union-attr]

    assert device.round(Candidate(bundle, 0), Candidate(bundle, 1)) is None
    device.office.trial = ""
    assert device.round(Candidate(bundle, 2)) is UpdateState.GOOD


def test_two_that_fail_do_not_take_turns_for_ever(
    device: Device, file: Callable[..., Path]
) -> None:
    device.office.trial = "no"
    both = (Candidate(file("1.1.0")), Candidate(file("1.2.0"), 1))
    assert [device.round(*both) for _ in range(3)] == [UpdateState.ROLLED_BACK] * 2 + [None]


def test_what_is_not_signed_older_or_for_another_computer_is_left_alone(
    device: Device, file: Callable[..., Path], tmp_path: Path
) -> None:
    assert device.round(Candidate(file("0.9.0"), 1)) is None
    assert heard(device.work) is None

    stranger = file("1.3.0", Ed25519PrivateKey.generate())
    assert device.round(Candidate(stranger, 1)) is None
    told = heard(device.work)
    assert told is not None
    assert (told.state, told.why) == (UpdateState.REFUSED, Why.RELEASE)
    assert device.office.shelf.current == OLD


def test_a_full_disk_is_told_and_the_device_goes_on(
    device: Device, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "ROOM", 2**60)
    assert device.round(Candidate(file(), 1)) is UpdateState.REFUSED
    assert heard(device.work).why is Why.ROOM  # type: ignore[union-attr]
    assert device.office.running == OLD


def test_a_link_on_the_card_is_no_release(tmp_path: Path, file: Callable[..., Path]) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "vuoro-1.1.0-amd64.tar.xz").symlink_to(file())
    assert candidates(None, card) == []
    shutil.copy(file("1.2.0"), card)
    assert [each.file.name for each in candidates(None, card)] == ["vuoro-1.2.0-amd64.tar.xz"]


def test_a_release_that_ends_the_device_while_it_is_tried_is_given_up(
    device: Device, file: Callable[..., Path]
) -> None:
    waiting = Candidate(file(), 1)

    def dies(release: Path) -> str:
        raise PowerCut

    device.office.try_out = dies  # type: ignore[method-assign]
    for _ in range(MOST_TRIES):
        with pytest.raises(PowerCut):
            device.round(waiting)
        device.boots()

    assert device.round(waiting) is UpdateState.REFUSED
    assert heard(device.work).why is Why.BROKEN_OFF  # type: ignore[union-attr]
    assert device.round(waiting) is None
    assert device.office.running == OLD


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packed") / f"vuoro-{NEW}-amd64.tar.xz"


@settings(max_examples=25)
@given(cuts=st.lists(st.integers(0, 14), max_size=4), bad=st.booleans())
@example([12], False)
@example([13], True)
@example([2, 3, 1], False)
def test_wherever_the_power_is_cut_rounds_come_to_the_same_end(
    packed: Path, cuts: list[int], bad: bool
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(bundles, "ROOM", 0)
        _pack_once(packed, Path(folder))
        device = Device(Path(folder), bad=frozenset({NEW} if bad else ()))
        waiting = Candidate(packed, 1)
        for cut in cuts:
            device.power.left = cut
            try:
                device.round(waiting)
            except PowerCut:
                device.power.left = None
                device.boots()
            device.power.left = None
        for _ in range(2):
            device.round(waiting)
            device.boots()

        told = heard(device.work)
        assert told is not None
        assert told.is_final
        given_up = told.why is Why.BROKEN_OFF
        assert device.office.running == device.office.shelf.current
        assert device.office.running == (OLD if bad or given_up else NEW)
        assert not given_up or len(cuts) >= MOST_TRIES
        assert device.office.data == ("ticket 1",)
        assert device.round(waiting) is None


def _pack_once(packed: Path, folder: Path) -> None:
    if not packed.exists():
        from vuoro.core.release.manifest import MANIFEST, SIGNATURE, described, sealed

        made = folder / "made"
        made.mkdir()
        (made / "word").write_text("good", encoding="ascii")
        text, signature = sealed(described(made, NEW, "amd64", "3.13"), KEY)
        (made / MANIFEST).write_bytes(text)
        (made / SIGNATURE).write_bytes(signature)
        pack(made, packed, preset=0)
        shutil.rmtree(made)
