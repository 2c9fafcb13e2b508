"""The television by way of cec-ctl: one that obeys, one that is deaf, and none."""

import random
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.settings.schema import TvSettings
from vuoro.hardware.tv import TvState, open_tv
from vuoro.hardware.tv.cec import CecTv, place_in, power_in
from vuoro.hardware.tv.stand_in import COMMAND, Set, read, write

SAID = """
	Physical Address           : 1.0.0.0
Transmit from Playback Device 1 to TV (4 to 0):
GIVE_DEVICE_POWER_STATUS (0x8f)
    Received from TV (0):
    REPORT_POWER_STATUS (0x90):
	pwr-state: on (0x00)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the television is; there is none yet."""
    return tmp_path / "cec0"


@pytest.fixture
def tv(file: Path) -> CecTv:
    """The driver of a set that is there, in standby."""
    write(file, Set())
    return CecTv(file, COMMAND)


def test_a_set_is_switched_on_and_shows_our_picture(tv: CecTv, file: Path) -> None:
    tv.switch(on=True)

    assert (read(file).power, read(file).source) == ("on", "1.0.0.0")
    assert tv.look() is TvState.ON


def test_a_set_is_switched_off(tv: CecTv, file: Path) -> None:
    write(file, Set(power="on"))

    tv.switch(on=False)

    assert read(file).heard == ("--standby",)
    assert tv.look() is TvState.STANDBY


@pytest.mark.parametrize(
    ("there", "state"),
    [
        (Set(power="on"), TvState.ON),
        (Set(power="standby"), TvState.STANDBY),
        (Set(power="to-on", left=3), TvState.ON),
        (Set(power="to-standby", left=3), TvState.STANDBY),
        (Set(tells=False), TvState.UNKNOWN),
        (Set(there=False), TvState.UNKNOWN),
        (Set(obeys=False), TvState.STANDBY),
    ],
)
def test_a_set_is_seen_as_it_says(tv: CecTv, file: Path, there: Set, state: TvState) -> None:
    write(file, there)

    assert tv.look() is state


def test_a_set_that_ignores_us_stays_as_it_is(tv: CecTv, file: Path) -> None:
    write(file, Set(obeys=False))

    tv.switch(on=True)

    assert tv.look() is TvState.STANDBY


def test_without_an_adapter_the_set_is_offline_and_told_of_once(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tv = CecTv(file, COMMAND)

    assert [tv.look() for _ in range(3)] == [TvState.OFFLINE] * 3
    tv.switch(on=True)

    assert [record.getMessage() for record in caplog.records] == [
        f"the television can't be reached: Failed to open {file}: No such file or directory"
    ]


def test_an_adapter_that_comes_back_is_found(tv: CecTv, file: Path) -> None:
    file.rename(file.with_name("unplugged"))
    assert tv.look() is TvState.OFFLINE

    file.with_name("unplugged").rename(file)

    assert tv.look() is TvState.STANDBY


def test_without_the_program_the_set_is_offline(file: Path) -> None:
    assert CecTv(file, ("no-such-cec-ctl",)).look() is TvState.OFFLINE


def test_an_adapter_that_hangs_is_given_up(file: Path) -> None:
    write(file, Set(hangs=60))
    tv = CecTv(file, COMMAND, timeout=0.5)

    assert tv.look() is TvState.OFFLINE


def test_closing_ends_what_hangs(tv: CecTv, file: Path) -> None:
    write(file, replace(read(file), hangs=60))
    seen: list[TvState] = []
    thread = threading.Thread(target=lambda: seen.append(tv.look()))
    thread.start()
    while tv._process is None:
        threading.Event().wait(0.005)

    tv.close()
    thread.join(10)

    assert seen == [TvState.OFFLINE]
    assert tv.look() is TvState.OFFLINE


@pytest.mark.parametrize(
    "said",
    ["", "pwr-state:", "pwr-state: purple (0x07)", "Physical Address : x", "\udcff\x00" * 50],
)
def test_rubbish_from_the_program_is_no_answer(tmp_path: Path, said: str) -> None:
    script = tmp_path / "cec-ctl.py"
    code = f"import sys; sys.stdout.buffer.write({said.encode('utf-8', 'surrogateescape')!r})"
    script.write_text(code, encoding="utf-8")
    tv = CecTv(tmp_path / "cec0", (sys.executable, str(script)))

    assert tv.look() is TvState.UNKNOWN
    tv.switch(on=True)


def test_whatever_the_program_writes_is_a_state_and_a_place() -> None:
    chance = random.Random(5)
    for _ in range(10_000):
        letters = list(SAID)
        for _ in range(chance.randrange(12)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.randrange(9)] = chr(chance.randrange(0x300))
        said = "".join(letters)

        assert power_in(said) in TvState
        assert place_in(said) == "" or len(place_in(said)) == len("1.0.0.0")


@given(st.text(), st.sampled_from(("on", "standby", "to-on", "to-standby")), st.text())
def test_the_state_is_found_among_whatever_else_is_told(
    before: str, power: str, after: str
) -> None:
    assert power_in(f"{before}\n\tpwr-state: {power} (0x00)\n{after}") in (
        TvState.ON, TvState.STANDBY, power_in(before),
    )  # fmt: skip


def test_the_settings_choose_the_set(file: Path) -> None:
    assert open_tv(TvSettings()).look() is TvState.NONE
    assert isinstance(open_tv(TvSettings(kind="cec", device=file)), CecTv)
