"""A device and its backend: a release comes block by block over a bad network, support is answered.

Both sides are real but for root's helpers, whose files the tests write.
"""

import asyncio
import base64
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.booking.fleet.test_fleet_releases import bundle, taken
from tests.sync.pair import ADMIN, Killed, Pair
from vuoro.booking.fleet import commands, rollouts, support
from vuoro.booking.fleet.rollouts import DeviceProgress, RolloutState
from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import MediaType, SupportAnswer, UpdateState, Why, Word
from vuoro.lobby.appliance import asked
from vuoro.lobby.appliance.answers import bring
from vuoro.lobby.appliance.permission import is_permitted, this_boot
from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.update_told import Told, tell
from vuoro.lobby.appliance.upkeep import Places, ThisAppliance
from vuoro.lobby.appliance.waiting_release import Waiting
from vuoro.sync.faulty import Fault
from vuoro.sync.upkeep import ANSWER_SECONDS, ASK_SECONDS, LOOK_SECONDS, SLOWLY_SECONDS, Upkeep

PYTHON_OF_THIS_TEST = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass
class Device:
    """A device in folders of a test. ``quiet``: seconds for which nobody needs it."""

    pair: Pair
    folder: Path
    quiet: float = 3600.0

    def __post_init__(self) -> None:
        names = ("root", "run", "answers", "told")
        self.places = Places(*(self.folder / name for name in names))
        for name in names:
            (self.folder / name).mkdir()
        shelf = Shelf(self.places.root)
        shelf.folder("1.0.0").mkdir(parents=True)
        shelf.use("1.0.0")
        assert self.places.is_device
        self.waiting = Waiting(self.folder / "data/release")
        self.start()

    def start(self) -> None:
        """The service begins anew."""
        appliance = ThisAppliance(self.folder / "data", self.places)
        contact = self.pair.link.contact
        transport = self.pair.link.transport
        self.upkeep = Upkeep(contact, transport, appliance, lambda: self.quiet)
        contact.support = self.upkeep.ask_support

    def go(self, times: int = 1) -> float:
        wait = 0.0
        for _ in range(times):
            wait = asyncio.run(self.upkeep.go())
        return wait

    def runs(self, version: str) -> None:
        """Root's updater has brought it into use."""
        shelf = Shelf(self.places.root)
        shelf.folder(version).mkdir(parents=True)
        shelf.use(version)

    @property
    def progress(self) -> DeviceProgress:
        (view,) = rollouts.views(self.pair.backend, self.pair.enrolled.tenant)
        (device,) = view.devices
        return device


@pytest.fixture
def device(pair: Pair, tmp_path: Path) -> Device:
    return Device(pair, tmp_path)


@pytest.fixture(scope="module")
def file() -> bytes:
    return bundle(arch="amd64", python=PYTHON_OF_THIS_TEST)


def rolled_out(pair: Pair, file: bytes) -> str:
    taken(pair.backend, file)
    tenant = pair.enrolled.tenant
    return rollouts.start(pair.backend, ADMIN, tenant, "1.1.0", [pair.enrolled.office], 0)


def test_a_release_comes_whole_over_a_bad_network(device: Device, file: bytes) -> None:
    pair = device.pair
    rolled_out(pair, file)
    faults = (Fault.LOST_REPLY, Fault.PORTAL, Fault.CUT, Fault.BROKEN, Fault.LOST_REQUEST)
    pair.spoil(Fault.NONE, Fault.NONE, *faults)

    for _ in range(12):
        device.go()
    assert device.waiting.whole is not None
    assert device.waiting.whole.read_bytes() == file
    assert is_permitted(device.places.run, this_boot())
    assert device.progress.state == "waiting"

    device.runs("1.1.0")
    tell(device.places.told, Told("1.1.0", 1, UpdateState.GOOD))
    device.go()

    assert device.progress.state == "good"
    assert device.waiting.size == 0


def test_a_service_that_is_killed_goes_on_where_it_was(device: Device, file: bytes) -> None:
    pair = device.pair
    rolled_out(pair, file)
    device.go()
    half = device.waiting.size
    assert 0 < half < len(file)
    pair.restart()
    device.start()

    device.go(3)

    assert device.waiting.whole is not None
    blocks = [each for each in pair.network.happened if "/release/" in each[1].path]
    assert len(blocks) == 2


def test_while_the_office_is_open_blocks_come_slowly_and_nothing_is_permitted(
    device: Device, file: bytes
) -> None:
    rolled_out(device.pair, file)
    device.quiet = 0.0
    assert device.go() == SLOWLY_SECONDS
    device.go(2)
    assert device.waiting.whole is not None
    assert not is_permitted(device.places.run, this_boot())
    device.quiet = 60.0
    assert device.go() == LOOK_SECONDS
    assert is_permitted(device.places.run, this_boot())


def test_a_paused_rollout_takes_the_file_and_the_permission_back(
    device: Device, file: bytes
) -> None:
    pair = device.pair
    rollout = rolled_out(pair, file)
    device.go(3)
    rollouts.set_state(pair.backend, ADMIN, pair.enrolled.tenant, rollout, RolloutState.PAUSED)
    pair.wait(ASK_SECONDS)
    device.go()
    assert device.waiting.whole is None


def test_a_failure_is_told_and_not_fetched_again_until_somebody_says_so(
    device: Device, file: bytes
) -> None:
    pair = device.pair
    rollout = rolled_out(pair, file)
    device.go(3)
    tell(device.places.told, Told("1.1.0", 1, UpdateState.ROLLED_BACK, Why.TRIAL))
    device.go()
    assert (device.progress.state, device.progress.why) == (UpdateState.ROLLED_BACK, "trial")
    assert device.waiting.size == 0

    tenant = pair.enrolled.tenant
    rollouts.try_again(pair.backend, ADMIN, tenant, rollout, pair.enrolled.device)
    rollouts.set_state(pair.backend, ADMIN, tenant, rollout, RolloutState.RUNNING)
    pair.wait(ASK_SECONDS)
    device.go(4)
    assert device.waiting.offer is not None
    assert device.waiting.offer.attempt == 2
    assert device.progress.state is UpdateState.WAITING


def asks(pair: Pair, kind: CommandKind) -> str:
    device = pair.enrolled.device
    command = commands.command(pair.backend, ADMIN, device, kind)
    pair.settle()
    return command


def test_support_asks_the_helper_answers_and_the_answer_is_handed_over(device: Device) -> None:
    pair = device.pair
    command = asks(pair, CommandKind.SCREENSHOT)
    (wanted,) = asked.take(device.places.run)
    assert (wanted.command, wanted.verb) == (command, CommandKind.SCREENSHOT)
    device.go()
    assert support.answers(pair.backend, pair.enrolled.tenant, pair.enrolled.device) == []

    data = base64.b64encode(b"a picture").decode()
    bring(device.places.answers, SupportAnswer(command, MediaType.PNG, "screens.png", data))
    device.go()
    pair.settle()

    (kept,) = support.answers(pair.backend, pair.enrolled.tenant, pair.enrolled.device)
    assert (kept.command, kept.size) == (command, 9)
    assert commands_open(pair) == 0


def test_a_kill_between_an_answer_and_its_result_hands_it_over_again(device: Device) -> None:
    pair = device.pair
    command = asks(pair, CommandKind.DOCTOR)
    answer = SupportAnswer(command, MediaType.JSON, "doctor.json", "W10=")
    bring(device.places.answers, answer)
    pair.fatal = "support.after_answer"
    with pytest.raises(Killed):
        device.go()
    pair.restart()
    device.start()
    pair.settle()

    device.go()
    pair.settle()

    assert commands_open(pair) == 0
    known = support.answers(pair.backend, pair.enrolled.tenant, pair.enrolled.device)
    assert len(known) == 1


def test_a_helper_that_never_answers_is_told_of(device: Device) -> None:
    pair = device.pair
    asks(pair, CommandKind.SUPPORT)
    device.go()
    pair.wait(ANSWER_SECONDS)
    device.go()
    pair.settle()
    (kept,) = support.answers(pair.backend, pair.enrolled.tenant, pair.enrolled.device)
    assert (kept.words, kept.size) == (Word.FAILED, 0)
    assert commands_open(pair) == 0


def test_a_computer_that_is_no_device_says_that_it_can_not(pair: Pair) -> None:
    asks(pair, CommandKind.SUPPORT)
    assert commands_open(pair) == 0


def commands_open(pair: Pair) -> int:
    from vuoro.booking.fleet.overview import overview

    (site,) = overview(pair.backend, pair.enrolled.tenant)
    return sum(len(each.open_commands) for each in site.devices)
