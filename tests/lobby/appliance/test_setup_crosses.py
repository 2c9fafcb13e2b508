"""Touching crosses tells which screen is the kiosk's, and turns a touchscreen the right way."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vuoro.core.catalogue import catalogue
from vuoro.hardware.evdev import EVENT, EVIOCGNAME_256, InputEvent
from vuoro.lobby.appliance.setup import PACKAGE
from vuoro.lobby.appliance.setup import orientation as turns
from vuoro.lobby.appliance.setup.crosses import Crosses
from vuoro.lobby.appliance.setup.orientation import IDENTITY, ORIENTATIONS, Matrix, Point, applied
from vuoro.lobby.appliance.setup.shown import Pressed, Shown
from vuoro.lobby.appliance.setup.stations import stations, touched
from vuoro.lobby.appliance.setup.touch_map import TouchMap
from vuoro.lobby.appliance.setup.touchscreens import Touch, next_touch, open_screen

OUTPUTS = ("HDMI-A-1", "HDMI-A-2")
WAYS = some.sampled_from(ORIENTATIONS)
SLIPS = some.floats(-0.05, 0.05)


def slipped(point: Point, x: float, y: float) -> Point:
    return point[0] + x, point[1] + y


@given(WAYS, some.sampled_from(["A", "B", "C"]), SLIPS, SLIPS)
def test_whatever_way_a_touchscreen_is_mounted_its_screen_is_found(
    way: Matrix, output: str, x: float, y: float
) -> None:
    crosses = stations(("A", "B", "C"))

    assert touched(slipped(applied(way, crosses[output]), x, y), crosses) == output


def test_a_touch_beside_the_crosses_means_none_of_them() -> None:
    assert touched((0.3, 0.42), stations(OUTPUTS)) is None


@given(WAYS)
def test_three_crosses_tell_every_way_to_mount_a_touchscreen_apart(way: Matrix) -> None:
    back = turns.solved([(applied(way, cross), cross) for cross in turns.CROSSES])

    assert back is not None
    for cross in turns.CROSSES:
        assert applied(back, applied(way, cross)) == pytest.approx(cross)
    fitting = [
        each for each in ORIENTATIONS
        if all(turns.near(applied(each, applied(way, at)), at) for at in turns.CROSSES)
    ]  # fmt: skip
    assert fitting == [back]


@given(WAYS, WAYS, some.tuples(some.floats(0, 1), some.floats(0, 1)))
def test_two_turns_are_one(first: Matrix, second: Matrix, point: Point) -> None:
    both = applied(turns.after(second, first), point)

    assert both == pytest.approx(applied(second, applied(first, point)))


@given(WAYS)
def test_a_turn_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, way: Matrix
) -> None:
    file = tmp_path_factory.mktemp("turn") / "touch.env"
    file.write_text(turns.env_text(way), encoding="ascii")

    assert turns.read_env(file) == way
    assert turns.read_env(file.with_name("none")) == IDENTITY


@dataclass
class Person:
    """Two screens and a finger. The touchscreen lies on ``output`` some ``way``; the compositor
    lets its touches go by the map and matrix that it was given last."""

    output: str = "HDMI-A-1"
    way: Matrix = IDENTITY
    misses: int = 0
    here: bool = True
    shown: Shown = field(default_factory=Shown)
    map: TouchMap | None = None
    matrix: Matrix = IDENTITY

    def show(self, shown: Shown) -> None:
        self.shown = shown

    def close(self) -> None: ...

    def next_touch(self, seconds: float) -> Touch | None:
        if not self.here:
            return None
        return Touch("ILITEK", applied(self.way, self._finger()))

    def pressed(self, seconds: float) -> Pressed | None:
        if not self.here or self.map is None:
            return None
        at = applied(self.matrix, applied(self.way, self._finger()))
        return Pressed(self.map.output, at)

    def bind(self, touch: TouchMap, matrix: Matrix) -> None:
        self.map, self.matrix = touch, matrix

    def _finger(self) -> Point:
        assert self.shown.crosses is not None
        x, y = self.shown.crosses[self.output]
        if self.misses:
            self.misses -= 1
            return x - 0.2, y + 0.13
        return x, y


def crosses(person: Person) -> Crosses:
    return Crosses(person, catalogue(PACKAGE, "en"), person.next_touch, person.bind)


@given(WAYS, some.sampled_from(OUTPUTS))
def test_any_touchscreen_works_where_its_picture_is(way: Matrix, output: str) -> None:
    person = Person(output, way)

    found = crosses(person).find(OUTPUTS)
    assert found == TouchMap("ILITEK", output)
    person.bind(found, IDENTITY)

    assert crosses(person).straighten(found, IDENTITY)
    assert turns.near(applied(person.matrix, applied(way, (0.3, 0.7))), (0.3, 0.7))


def test_a_finger_beside_the_cross_is_asked_again() -> None:
    person = Person(misses=2)

    assert crosses(person).find(OUTPUTS) == TouchMap("ILITEK", "HDMI-A-1")
    assert "That was beside the cross. Touch its middle again." in person.shown.lines


def test_without_anybody_at_the_screens_setup_goes_on() -> None:
    person = Person(here=False)

    assert crosses(person).find(OUTPUTS) is None
    assert not crosses(person).straighten(TouchMap("ILITEK", "HDMI-A-1"), IDENTITY)


def test_touches_that_make_no_sense_turn_nothing() -> None:
    person = Person(misses=9)
    person.bind(TouchMap("ILITEK", "HDMI-A-1"), IDENTITY)

    assert not crosses(person).straighten(TouchMap("ILITEK", "HDMI-A-1"), IDENTITY)
    assert person.matrix == IDENTITY


def events(*told: tuple[int, int, int]) -> bytes:
    return b"".join(EVENT.pack(0, 0, kind, code, value) for kind, code, value in told)


def control(descriptor: int, request: int, argument: int | bytes) -> bytes:
    """A touchscreen of 4096 by 2048 that is called Panel."""
    if request == EVIOCGNAME_256:
        return b"Panel\0".ljust(256, b"\0")
    axis = request & 0xFF
    if axis in (0x75, 0x76):
        return struct.pack("6i", 0, 0, 4095 if axis == 0x75 else 2047, 0, 0, 0)
    raise OSError


def test_a_touch_ends_when_the_finger_is_lifted_and_has_the_panels_own_place() -> None:
    screen = open_screen(0, "event3", control)
    told = ((3, 0x35, 2047), (3, 0x36, 512), (1, 0x14A, 1), (3, 0x35, 2050), (1, 0x14A, 0))

    touches = [screen.take(InputEvent(0.0, *each)) for each in told]

    (touch,) = filter(None, touches)
    assert touch.device == "Panel"
    assert touch.at == pytest.approx((0.5, 0.25), abs=0.01)


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Path]:
    """A computer with a touchscreen, whose device file is a pipe."""
    device = tmp_path / "sys/class/input/event3/device"
    device.mkdir(parents=True)
    (device / "name").write_text("Panel\n")
    (device / "properties").write_text("2\n")
    node = tmp_path / "dev/input/event3"
    node.parent.mkdir(parents=True)
    os.mkfifo(node)
    keep = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    os.write(keep, events((3, 0x35, 1), (1, 0x14A, 1), (1, 0x14A, 0)))
    yield tmp_path
    os.close(keep)


def test_what_is_no_touchscreen_never_touches(panel: Path) -> None:
    """A pipe tells no axes; its events are read and mean nothing."""
    ticks = iter(range(100))

    assert next_touch(panel, 0.01, lambda: next(ticks) * 0.004) is None
