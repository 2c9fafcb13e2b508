"""What systemd says of units, and the table of faults."""

import pytest

from deploy.raspberrypi.emulator.faults.states import State, asking, back, moved, states
from deploy.raspberrypi.emulator.faults.table import Row, as_json, as_text

SAID = """\
MainPID=812
Id=vuoro-lobby.service
ActiveState=active
ActiveEnterTimestampMonotonic=93500000

MainPID=0
Id=vuoro-kiosk.service
ActiveState=activating
ActiveEnterTimestampMonotonic=0
"""
"""As systemd 257 says it."""


def test_states_are_read() -> None:
    assert states(SAID) == {
        "vuoro-lobby": State(active=True, since=93.5, process=812),
        "vuoro-kiosk": State(active=False, since=0.0, process=0),
    }


def test_another_answer_is_no_state() -> None:
    with pytest.raises(ValueError, match="ActiveState"):
        states("Id=vuoro-lobby.service\n")


def test_what_is_asked_names_each_unit() -> None:
    assert asking(["a", "b"]).endswith(" a.service b.service")


@pytest.mark.parametrize(
    ("since", "units", "is_back"),
    [
        (90.0, ["vuoro-lobby"], True),
        (93.5, ["vuoro-lobby"], False),
        (90.0, ["vuoro-lobby", "vuoro-kiosk"], False),
        (90.0, ["vuoro-session"], False),
        (90.0, [], True),
    ],
)
def test_back_means_ready_again_after_the_fault(
    since: float, units: list[str], is_back: bool
) -> None:
    assert back(states(SAID), units, since) is is_back


def test_who_stands_is_the_process_it_was() -> None:
    before = {"a": State(True, 1, 10), "b": State(True, 1, 11)}
    now = {"a": State(True, 1, 10), "b": State(True, 5, 12)}
    assert moved(before, now, ["a", "b"]) == ["b"]


GOOD = Row("kiosk killed", back=9.04, served=21.0, limit=60, tickets=3, slips=3)


@pytest.mark.parametrize(
    "bad",
    [
        Row("not back", served=21.0, limit=60),
        Row("nobody served", back=9.0, limit=60),
        Row("too late", back=61.0, served=70.0, limit=60),
        Row("lost", back=9.0, served=21.0, limit=60, wrong=("A001 is lost",)),
    ],
)
def test_a_row_is_good_only_in_time_and_without_loss(bad: Row) -> None:
    assert GOOD.good
    assert not bad.good


def test_the_table_has_a_line_for_each_fault() -> None:
    lost = Row("disk full", limit=60, wrong=("A001 is lost", "A002 is lost"))
    head, first, second = as_text([GOOD, lost]).splitlines()
    assert "back after" in head
    assert first.split() == ["ok", "kiosk", "killed", "9.0", "s", "21.0", "s", "3", "3", "0"]
    assert second.startswith("FAIL  disk full")
    assert second.endswith("A001 is lost; A002 is lost")
    assert head.index("next number") == first.index("21.0 s")


def test_the_table_as_json_judges_each() -> None:
    (told,) = as_json([GOOD])
    assert told["good"] is True
    assert told["fault"] == "kiosk killed"
