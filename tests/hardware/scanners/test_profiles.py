"""What the shipped profiles say, and what is said of a wrong one."""

from pathlib import Path

import pytest

from vuoro.hardware.scanners import ScannerError
from vuoro.hardware.scanners.profile import ScannerProfile, profile_named, raw, shipped


def test_the_profiles_of_the_known_makers_are_shipped() -> None:
    assert set(shipped()) >= {"generic", "honeywell", "zebra-ssi", "datalogic", "newland"}


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_can_be_read_and_says_where_it_is_from(name: str) -> None:
    profile = profile_named(name)

    assert len(profile.source) > 10
    assert not (profile.trigger_seconds and not profile.trigger_on)


@pytest.mark.parametrize("name", ["trigger_on", "trigger_off", "reject", "answers"])
def test_packets_of_the_simple_serial_interface_add_up(name: str) -> None:
    value = getattr(profile_named("zebra-ssi"), name)

    for packet in map(raw, value if isinstance(value, tuple) else (value,)):
        assert packet[0] == len(packet) - 2
        assert (sum(packet[:-2]) + int.from_bytes(packet[-2:])) % 0x10000 == 0


def test_the_trigger_of_a_honeywell_is_syn_t_cr() -> None:
    assert raw(profile_named("honeywell").trigger_on) == b"\x16T\r"


def test_a_file_of_ones_own_is_a_profile_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('source = "the sheet in the drawer"\nend = "lf"\nlayout = "fi"\n')

    assert profile_named(str(file)) == ScannerProfile(
        "the sheet in the drawer", end="lf", layout="fi"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('source = "x"\nbeep = "B"', "beep"),
        ('source = "x"\nend = "tab"', "tab"),
        ('source = "x"\npause_ms = 0', "pause_ms"),
        ('source = "x"\naccept = "€"', "accept"),
        ('end = "cr"', "source"),
        ("source = ", "mine.toml"),
    ],
)
def test_a_wrong_profile_is_told_with_what_is_wrong(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ScannerError, match=rf"kiosk\.scanner\.profile.*{words}"):
        profile_named(str(file))


def test_a_profile_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(ScannerError, match=r"kiosk\.scanner\.profile.*generic, honeywell"):
        profile_named("nonesuch")
