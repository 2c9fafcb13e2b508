"""The hands of the test image: what they type and touch is what the kiosk's own drivers read."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.raspberrypi.emulator.faults.reading import read_seen
from deploy.raspberrypi.emulator.guest.codes import next_code
from deploy.raspberrypi.emulator.guest.inputs import answered
from deploy.raspberrypi.emulator.guest.panel import Panel, down, up
from deploy.raspberrypi.emulator.guest.uinput import EV_ABS, EV_KEY, Event
from deploy.raspberrypi.emulator.guest.visitor import Wish, next_wish, place, remember
from deploy.raspberrypi.emulator.guest.wedge import PAUSE_SECONDS, Wedge
from vuoro.hardware.evdev import InputEvent
from vuoro.hardware.scanners.profile import profile_named
from vuoro.hardware.scanners.wedge_layout import key_map
from vuoro.hardware.scanners.wedge_typing import Typist

PASS = "VU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 4 + "ABCDEFGHIJKLMNOPQRST"
TYPED = st.text("ABCXYZ0189abcxyz-_./?=&:+~|", min_size=6, max_size=80)


class Wire:
    """Takes a device's events, with the time that passes between them."""

    def __init__(self) -> None:
        self.events: list[InputEvent] = []
        self.now = 10.0

    def send(self, *events: Event) -> None:
        report: Sequence[Event] = (*events, (0, 0, 0))
        self.events += [InputEvent(self.now, *event) for event in report]

    def rest(self, seconds: float) -> None:
        self.now += seconds


def scanned(text: str) -> list[str]:
    """What the kiosk's driver reads of a scan."""
    wire = Wire()
    Wedge(wire, wire.rest).scan(text)
    profile = profile_named("generic")
    typist = Typist(key_map(profile.layout), profile.gap_ms / 1000)
    codes = [typist.feed(event) for event in wire.events]
    return [code.text for code in codes if code is not None]


def test_a_pass_is_scanned_as_it_is() -> None:
    assert scanned(PASS) == [PASS]


@given(text=TYPED)
def test_whatever_is_typed_arrives(text: str) -> None:
    assert scanned(text) == [text]


def test_the_scanner_leaves_room_for_a_busy_reader() -> None:
    profile = profile_named("generic")
    assert profile.gap_ms / 1000 / 2 > PAUSE_SECONDS


def test_what_a_scanner_cannot_type_is_told() -> None:
    wire = Wire()
    assert answered("scan häkä", Panel(wire), Wedge(wire, wire.rest)) == (
        "no: this scanner can't type ä"
    )
    assert wire.events == []


def test_a_finger_comes_down_and_is_lifted() -> None:
    wire = Wire()
    assert answered("touch 0.5 0.25 0.1", Panel(wire, wire.rest), Wedge(wire)) == "ok"
    taps = [(event.at, event.value) for event in wire.events if event[1:3] == (EV_KEY, 0x14A)]
    assert [value for _, value in taps] == [1, 0]
    assert taps[1][0] - taps[0][0] == pytest.approx(0.1)


def test_each_touch_has_an_id_of_its_own() -> None:
    wire = Wire()
    panel = Panel(wire, wire.rest)
    panel.touch(0.1, 0.1, 0.1)
    panel.touch(0.2, 0.2, 0.1)
    ids = [event.value for event in wire.events if event[1:3] == (EV_ABS, 0x39)]
    assert ids == [1, -1, 2, -1]


def test_the_corners_of_the_panel_are_its_edges() -> None:
    assert (EV_ABS, 0x35, 0) in down(0, 0, 1)
    assert (EV_ABS, 0x35, 32767) in down(1, 1, 1)
    assert (EV_KEY, 0x14A, 0) in up()


@pytest.mark.parametrize(
    "order", ["", "dance", "touch 0.5", "touch 2 0.5 0.1", "touch a b c", "scan "]
)
def test_an_order_that_makes_no_sense_moves_nothing(order: str) -> None:
    wire = Wire()
    assert answered(order, Panel(wire), Wedge(wire)).startswith("no: ")
    assert wire.events == []


def shown(screen: str, *names: str, texts: tuple[str, ...] = (), off: str = "") -> dict[str, Any]:
    targets = [
        {"name": name, "x": 100, "y": 50, "w": 200, "h": 100, "text": "", "enabled": name != off}
        for name in names
    ]
    return {"screen": screen, "language": "fi", "targets": targets, "texts": list(texts)}


@pytest.mark.parametrize(
    ("glass", "wish"),
    [
        ({}, Wish()),
        (shown("home", "number", "appointment"), Wish("number")),
        (shown("home", "number", off="number"), Wish()),
        (shown("services", "service-neuvonta"), Wish("service-neuvonta")),
        (shown("closed", "language-fi"), Wish()),
        (shown("how-called", "silent", "start-again"), Wish("start-again")),
        (shown("idle-warning", "more-time", "idle-start-again"), Wish("idle-start-again")),
        (shown("number-issued-coming", "done", texts=("A012",)), Wish()),
        (shown("number-issued-out", "done", texts=("Kiitos", "A012")), Wish("done", "A012")),
        (shown("number-issued-unsure", texts=("A012",)), Wish("", "A012")),
    ],
)
def test_a_visitor_touches_what_leads_to_a_number(glass: dict[str, Any], wish: Wish) -> None:
    assert next_wish(glass) == wish


def test_a_button_is_touched_in_its_middle() -> None:
    assert place(shown("home", "number"), "number", (1000, 500)) == (0.2, 0.2)
    with pytest.raises(KeyError):
        place(shown("home"), "number", (1000, 500))


def test_a_code_is_of_a_booking_that_begins_soon_and_was_not_given() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    booked = [(now + timedelta(minutes=minutes), f"code{minutes}") for minutes in (-15, 15, 30, 90)]
    assert next_code(booked, set(), now) == "code15"
    assert next_code(booked, {"code15"}, now) == "code30"
    assert next_code(booked, {"code15", "code30"}, now) is None


def test_a_visitor_remembers_each_number_in_room_that_was_taken_before(tmp_path: Path) -> None:
    file = tmp_path / "seen"
    remember("A001", file)
    taken = file.stat().st_blocks
    remember("A002", file)
    assert list(read_seen(file.read_bytes())) == ["A001", "A002"]
    assert file.stat().st_blocks == taken > 0


def test_the_torn_last_line_of_a_power_cut_is_no_number() -> None:
    assert list(read_seen(b"A001\nA0\0\0")) == ["A001"]
    assert list(read_seen(b"")) == []
