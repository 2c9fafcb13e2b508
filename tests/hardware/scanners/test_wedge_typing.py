"""A scanner that types is understood by the places of its keys, whatever its keyboard."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.evdev import (
    EV_KEY,
    EV_SYN,
    PRESSED,
    RELEASED,
    REPEATED,
    SYN_DROPPED,
    SYN_REPORT,
    InputEvent,
)
from vuoro.hardware.scanners.payload import Flaw, Payload
from vuoro.hardware.scanners.profile import Layout
from vuoro.hardware.scanners.simulated_wedge import chords
from vuoro.hardware.scanners.wedge_layout import Level, key_map
from vuoro.hardware.scanners.wedge_typing import (
    ALTGR,
    CAPS_LOCK,
    ENTER,
    LEFT_ALT,
    LEFT_CTRL,
    LEFT_SHIFT,
    TAB,
    Typist,
)

GAP = 0.05
FAST, SLOW = 0.003, 0.2
LAYOUTS: list[Layout] = ["us", "fi", "de", "fr"]
PRINTABLE = string.digits + string.ascii_letters + string.punctuation + " "
A, M, Q, Z, F5, NUM_LOCK = 30, 50, 16, 44, 63, 69

Stroke = tuple[int, int]


class Desk:
    """A typist, and hands that press keys at a pace."""

    def __init__(self, layout: Layout = "us") -> None:
        self.layout = layout
        self.typist = Typist(key_map(layout), GAP)
        self.now = 100.0
        self.codes: list[Payload] = []

    def feed(self, kind: int, code: int, value: int) -> None:
        payload = self.typist.feed(InputEvent(self.now, kind, code, value))
        self.codes += [payload] if payload else []

    def stroke(self, code: int, value: int, pace: float = FAST) -> None:
        self.now += pace
        self.feed(EV_KEY, code, value)
        self.feed(EV_SYN, SYN_REPORT, 0)

    def tap(self, code: int, *held: int, pace: float = FAST) -> None:
        for key in held:
            self.stroke(key, PRESSED, pace)
        self.stroke(code, PRESSED, pace)
        self.stroke(code, RELEASED, 0)
        for key in held:
            self.stroke(key, RELEASED, 0)

    def type(self, text: str, pace: float = FAST) -> None:
        holds: dict[Level, tuple[int, ...]] = {
            "plain": (),
            "shift": (LEFT_SHIFT,),
            "altgr": (ALTGR,),
        }
        for level, code in chords(key_map(self.layout), text):
            self.tap(code, *holds[level], pace=pace)

    def scan(self, text: str, end: int = ENTER) -> list[Payload]:
        self.type(text)
        self.tap(end)
        return self.codes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_character_of_ascii_comes_through_every_keyboard(layout: Layout) -> None:
    text = "".join(PRINTABLE[i : i + 8] for i in range(0, len(PRINTABLE), 8)).strip()

    assert Desk(layout).scan(text) == [Payload(text, len(text))]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(text=st.text(PRINTABLE, min_size=6, max_size=60).filter(lambda text: text == text.strip()))
def test_any_pass_comes_through_every_keyboard(layout: Layout, text: str) -> None:
    assert Desk(layout).scan(text) == [Payload(text, len(text))]


def test_a_scanner_with_our_letters_types_them_on_a_finnish_keyboard() -> None:
    (code,) = Desk("fi").scan("Hyvää päivää, Åsa Öström: café ~ ñ")

    assert code.text == "Hyvää päivää, Åsa Öström: café ~ ñ"


@pytest.mark.parametrize(
    ("layout", "code", "held", "character"),
    [
        ("us", 13, (), "="),
        ("fi", 53, (LEFT_SHIFT,), "_"),
        ("fi", 8, (LEFT_SHIFT,), "/"),
        ("fi", 3, (ALTGR,), "@"),
        ("fi", 86, (ALTGR,), "|"),
        ("de", 21, (), "z"),
        ("de", 16, (ALTGR,), "@"),
        ("de", 16, (LEFT_CTRL, LEFT_ALT), "@"),
        ("fr", 16, (), "a"),
        ("fr", 2, (LEFT_SHIFT,), "1"),
        ("fr", 11, (ALTGR,), "@"),
        ("us", 71, (), "7"),
        ("us", 98, (), "/"),
    ],
)
def test_keys_type_what_is_printed_on_them(
    layout: Layout, code: int, held: tuple[int, ...], character: str
) -> None:
    desk = Desk(layout)
    desk.type("ABCDE")
    desk.tap(code, *held)
    desk.tap(ENTER)

    assert [payload.text for payload in desk.codes] == [f"ABCDE{character}"]


@pytest.mark.parametrize("end", [ENTER, TAB, 96])
def test_enter_tab_and_the_enter_of_the_number_pad_end_a_code(end: int) -> None:
    assert [code.text for code in Desk().scan("VU1ABCDEF", end)] == ["VU1ABCDEF"]


def test_a_carriage_return_typed_as_ctrl_m_ends_a_code() -> None:
    desk = Desk()
    desk.type("VU1ABCDEF")
    desk.tap(M, LEFT_CTRL)

    assert [code.text for code in desk.codes] == ["VU1ABCDEF"]


def test_a_control_character_within_a_code_makes_it_no_text() -> None:
    desk = Desk()
    desk.type("VU1ABC")
    desk.tap(27, LEFT_CTRL)
    desk.type("DEF")
    desk.tap(ENTER)

    assert [code.flaw for code in desk.codes] == [Flaw.BINARY]


@pytest.mark.parametrize("key", [F5, 240, 0x2FF])
def test_a_key_that_types_nothing_leaves_a_hole_and_no_wrong_text(key: int) -> None:
    desk = Desk()
    desk.type("VU1ABC")
    desk.tap(key)
    desk.type("DEF")
    desk.tap(ENTER)

    assert desk.codes == [Payload("", 10, Flaw.BINARY)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_scanner_that_types_alt_codes_needs_no_layout(layout: Layout) -> None:
    pad = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
    desk = Desk(layout)
    for number in (*"VU1:/_-", "0228", "132"):
        desk.stroke(LEFT_ALT, PRESSED)
        for digit in number if len(number) > 1 else f"0{ord(number)}":
            desk.tap(pad[digit], pace=0.02)
        desk.stroke(LEFT_ALT, RELEASED)
    desk.tap(ENTER)

    assert [code.text for code in desk.codes] == ["VU1:/_-ää"]


@pytest.mark.parametrize("number", ["0129", "999", "0" * 5000, "1" * 5000])
def test_an_alt_code_of_no_character_makes_the_code_unreadable(number: str) -> None:
    pad = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
    desk = Desk()
    desk.type("VU1ABC")
    desk.stroke(LEFT_ALT, PRESSED)
    for digit in number:
        desk.tap(pad[digit])
    desk.stroke(LEFT_ALT, RELEASED)
    desk.tap(ENTER)

    assert [code.flaw for code in desk.codes] == [Flaw.BINARY]


@given(st.lists(st.tuples(st.floats(0.0505, 0.5), st.floats(0.01, 0.4)), min_size=12, max_size=12))
def test_no_speed_of_a_person_makes_a_code_however_the_keys_overlap(
    keys: list[tuple[float, float]],
) -> None:
    desk = Desk()
    strokes: list[tuple[float, int, int]] = []
    at = 100.0
    for code, (gap, held) in zip([*range(30, 40), A, ENTER], keys, strict=True):
        at += gap
        strokes += [(at, code, PRESSED), (at + held, code, RELEASED)]
    for desk.now, code, value in sorted(strokes):
        desk.stroke(code, value, pace=0)

    assert desk.codes == []


def test_a_slow_scanner_is_known_by_its_shift_keys_too() -> None:
    desk = Desk()
    desk.type("VU1ABCDEF", pace=0.03)
    desk.tap(ENTER, pace=0.03)

    assert [code.text for code in desk.codes] == ["VU1ABCDEF"]


def test_letters_typed_with_caps_lock_are_capitals_and_with_shift_too_small() -> None:
    desk = Desk()
    desk.tap(CAPS_LOCK)
    desk.type("vu1abcXY")
    desk.tap(CAPS_LOCK)
    desk.type("def")
    desk.tap(ENTER)

    assert [code.text for code in desk.codes] == ["VU1ABCxydef"]


def test_the_other_locks_change_nothing() -> None:
    desk = Desk()
    desk.type("VU1ABC")
    desk.tap(NUM_LOCK)
    desk.type("DEF")
    desk.tap(ENTER)

    assert [code.text for code in desk.codes] == ["VU1ABCDEF"]


def test_a_key_that_the_kernel_repeats_counts_once() -> None:
    desk = Desk()
    desk.type("VU1ABC")
    desk.stroke(A, PRESSED)
    desk.stroke(A, REPEATED)
    desk.stroke(A, REPEATED)
    desk.stroke(A, RELEASED)
    desk.tap(ENTER)

    assert [code.text for code in desk.codes] == ["VU1ABCa"]


def test_a_person_at_a_keyboard_is_no_scanner() -> None:
    desk = Desk()
    desk.type("131052-903J", pace=SLOW)
    desk.tap(ENTER, pace=SLOW)

    assert desk.codes == []


def test_a_person_who_typed_before_leaves_nothing_in_the_code() -> None:
    desk = Desk()
    desk.type("VU1ABC", pace=SLOW)
    desk.now += SLOW
    desk.scan("DEFGHI")

    assert [code.text for code in desk.codes] == ["DEFGHI"]


def test_keys_that_the_kernel_threw_away_spoil_the_code_they_belong_to() -> None:
    desk = Desk()
    desk.type("VU1ABC")
    desk.feed(EV_SYN, SYN_DROPPED, 0)
    desk.feed(EV_KEY, A, PRESSED)
    desk.feed(EV_SYN, SYN_REPORT, 0)
    desk.type("DEF")
    desk.tap(ENTER)

    assert [code.flaw for code in desk.codes] == [Flaw.BINARY]

    desk.now += 1
    desk.scan("VU1NEXT")
    assert desk.codes[1:] == [Payload("VU1NEXT", 7)]


def test_a_shift_whose_release_was_thrown_away_is_not_held_for_ever() -> None:
    desk = Desk()
    desk.stroke(LEFT_SHIFT, PRESSED)
    desk.feed(EV_SYN, SYN_DROPPED, 0)
    desk.feed(EV_SYN, SYN_REPORT, 0)
    desk.now += 1
    desk.scan("vu1next")

    assert [code.text for code in desk.codes] == ["vu1next"]


def test_an_enter_that_was_thrown_away_glues_no_two_codes_together() -> None:
    desk = Desk()
    desk.type("VU1FIRST")
    desk.now += 1
    desk.scan("VU1SECOND")

    assert [code.text for code in desk.codes] == ["VU1SECOND"]


def test_an_endless_code_is_too_long_and_is_not_kept() -> None:
    desk = Desk()
    for _ in range(5000):
        desk.tap(A)
    desk.tap(ENTER)

    assert desk.codes == [Payload("", 5000, Flaw.TOO_LONG)]


def test_a_keyboard_that_lacks_a_character_says_so() -> None:
    with pytest.raises(ValueError, match="can't type"):
        chords(key_map("us"), "ä")
