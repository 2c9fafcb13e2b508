"""Worn keys, held keys, lines that are none, and the profiles of keypads."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hardware.keypads.test_keypad_contract import LineBench, UsbBench
from tests.hardware.scanners.plugs import until
from vuoro.core.settings.schema import SpeechSettings
from vuoro.hardware.evdev import PRESSED, RELEASED, REPEATED
from vuoro.hardware.keypads import NavKey
from vuoro.hardware.keypads.evdev_keypad import EvdevKeypad
from vuoro.hardware.keypads.line_keypad import LineKeypad
from vuoro.hardware.keypads.opening import NoKeypad, open_keypad
from vuoro.hardware.keypads.pressing import Pressing, after_key
from vuoro.hardware.keypads.profile import KeypadProfileError, profile_named, shipped
from vuoro.hardware.part_state import PartState

LOUDER_CODE, NEXT_CODE = 115, 106
KEYS = profile_named("generic").by_code


@pytest.fixture
def usb(tmp_path: Path) -> Iterator[UsbBench]:
    bench = UsbBench(tmp_path)
    yield bench
    bench.keypad.close()
    if bench.pad is not None:
        bench.pad.unplug()


def test_a_worn_key_counts_once(usb: UsbBench) -> None:
    usb.start()
    assert usb.pad is not None

    usb.pad.bounce(NavKey.NEXT, 5)
    usb.pad.press(NavKey.CHOOSE)

    assert [usb.told(), usb.told()] == [NavKey.NEXT, NavKey.CHOOSE]


def test_two_quick_presses_are_two(usb: UsbBench) -> None:
    usb.start()
    assert usb.pad is not None

    usb.pad.press(NavKey.NEXT, every=0.15)
    usb.pad.press(NavKey.NEXT, every=0.15)
    usb.pad.press(NavKey.BACK)

    assert [usb.told() for _ in range(3)] == [NavKey.NEXT, NavKey.NEXT, NavKey.BACK]


def test_louder_goes_on_while_it_is_held_and_choose_does_not(usb: UsbBench) -> None:
    usb.start()
    assert usb.pad is not None

    usb.pad.hold(NavKey.LOUDER, repeats=30)
    usb.pad.hold(NavKey.CHOOSE, repeats=30)
    usb.pad.press(NavKey.HELP)

    told = [usb.told()]
    while told[-1] is not NavKey.HELP:
        told.append(usb.told())
    assert told == [*[NavKey.LOUDER] * 3, NavKey.CHOOSE, NavKey.HELP]


def test_no_window_gets_the_keys(usb: UsbBench) -> None:
    usb.start()
    assert usb.pad is not None

    usb.pad.press(NavKey.DIGIT_7)

    assert usb.told() is NavKey.DIGIT_7
    assert usb.pad.window == []


def test_keys_that_mean_nothing_are_passed_over(usb: UsbBench) -> None:
    usb.start()
    assert usb.pad is not None

    usb.pad.tap("plain", 200)
    usb.pad.overflow()
    usb.pad.press(NavKey.NEXT)

    assert usb.told() is NavKey.NEXT


MOVES = st.lists(
    st.tuples(
        st.sampled_from([LOUDER_CODE, NEXT_CODE, 999]),
        st.sampled_from([PRESSED, RELEASED, REPEATED]),
        st.floats(0.001, 0.5),
    )
)


@given(MOVES)
def test_no_key_counts_twice_within_a_bounce(moves: list[tuple[int, int, float]]) -> None:
    pressing, at = Pressing(), 0.0
    counted: dict[int, float] = {}
    for code, value, pause in moves:
        at += pause
        pressing, key = after_key(pressing, code, value, at, KEYS)
        if key is not None:
            assert code in KEYS
            assert value != RELEASED
            assert at - counted.get(code, -1.0) >= 0.06
            counted[code] = at


def test_lines_that_name_no_key_are_passed_over_and_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench = LineBench(tmp_path)
    typer = bench.plug()
    bench.keypad.start(bench.keys.put)
    until(lambda: bench.keypad.state is PartState.OK)

    typer.write(b'{"key": "nothing"}\n\xff\xfe\n[]\n\n' + b"x" * 1000)
    typer.write(b'\n{"key": "ne')
    typer.write(b'xt"}\n')

    assert bench.told() is NavKey.NEXT
    bench.keypad.close()
    assert caplog.text.count("names no key") == 1


def test_a_file_in_the_way_of_the_pipe_is_told_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys").write_text("mine")
    bench = LineBench(tmp_path)

    bench.keypad.start(bench.keys.put)
    until(lambda: "no named pipe" in caplog.text)
    bench.keypad.close()

    assert (tmp_path / "keys").read_text() == "mine"


def test_a_pipe_is_for_its_owner_only(tmp_path: Path) -> None:
    bench = LineBench(tmp_path)
    bench.start()
    bench.keypad.close()

    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", shipped())
def test_each_profile_can_do_what_a_blind_visitor_needs(name: str) -> None:
    profile = profile_named(name)

    assert profile.source
    assert {NavKey.NEXT, NavKey.BACK, NavKey.CHOOSE} <= set(profile.keys.values())


def test_only_what_we_have_pressed_is_called_verified() -> None:
    assert [name for name in shipped() if profile_named(name).verified] == ["generic"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "source"),
        ('source = "x"\n[keys]\n', "keys"),
        ('source = "x"\n[keys]\nKEY_NONE = "next"\n', "KEY_NONE"),
        ('source = "x"\n[keys]\nKEY_F13 = "dance"\n', "dance"),
        ('source = "x"\nkyes = 1\n[keys]\nKEY_F13 = "next"\n', "kyes"),
        ("[", "keypad_profile"),
    ],
)
def test_a_profile_that_can_not_be_used_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "pad.toml"
    file.write_text(text)

    with pytest.raises(KeypadProfileError, match=complaint):
        profile_named(str(file))


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    with pytest.raises(KeypadProfileError, match="generic"):
        profile_named("no-such-keypad")


def test_a_profile_may_name_keys_by_their_numbers(tmp_path: Path) -> None:
    file = tmp_path / "pad.toml"
    file.write_text('source = "measured with evtest"\n[keys]\n583 = "next"\n')

    assert profile_named(str(file)).by_code == {583: NavKey.NEXT}


def test_the_settings_choose_the_keypad(tmp_path: Path) -> None:
    chosen = [
        open_keypad(SpeechSettings(keypad=keypad))
        for keypad in ("", "usb:2047:0ad1", "/dev/input/event5", str(tmp_path / "keys"))
    ]

    assert [type(keypad) for keypad in chosen] == [NoKeypad, EvdevKeypad, EvdevKeypad, LineKeypad]
    assert chosen[0].state is PartState.NONE
    keys: queue.SimpleQueue[NavKey] = queue.SimpleQueue()
    chosen[0].start(keys.put)
    chosen[0].close()
