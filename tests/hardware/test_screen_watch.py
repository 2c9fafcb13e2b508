"""The watch of a session: when it goes on, when it is started anew, and what it leaves behind."""

import json
import socket
import stat
import sys
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.service_manager import ServiceManager
from vuoro.hardware.screen import compositor
from vuoro.hardware.screen.compositor import NoAnswer, lit, lit_outputs
from vuoro.hardware.screen.connectors import Connector, connectors
from vuoro.hardware.screen.session import SessionWatch
from vuoro.hardware.screen.watching import PATIENCE, Look, Watch, after_restart, judge

ONE, TWO = "HDMI-A-1", "HDMI-A-2"
BOOT = uuid.UUID(int=7)
RANDR = [
    {"name": ONE, "enabled": True, "modes": [{"width": 1280, "height": 720, "current": True}]},
    {"name": TWO, "enabled": False, "modes": []},
]


def plug(name: str, *, connected: bool = True, modes: bool = True) -> Connector:
    return Connector(name, connected, modes)


def looked(watch: Watch, look: Look, *seconds: float) -> tuple[Watch, list[bool]]:
    told = []
    for mono in seconds:
        watch, verdict = judge(watch, look, mono)
        told.append(verdict.well)
    return watch, told


BOTH = (plug(ONE), plug(TWO))
LONG = (0.0, PATIENCE - 0.1, PATIENCE, PATIENCE + 60)


@pytest.mark.parametrize(
    ("case", "plugs", "lit_now", "well"),
    [
        ("both lit", BOTH, {ONE, TWO}, [True] * 4),
        ("no screen plugged", (plug(ONE, connected=False),), set(), [True] * 4),
        ("no graphics card", (), {"HEADLESS-1"}, [True] * 4),
        ("plugged, EDID not read", (plug(ONE, modes=False),), set(), [True] * 4),
        ("plugged and dark", (plug(ONE),), set(), [True, True, False, False]),
        ("one of two dark", BOTH, {TWO}, [True, True, False, False]),
        ("lit though unplugged", (plug(ONE, connected=False),), {ONE}, [True] * 4),
        ("no answer", BOTH, None, [True, True, False, False]),
        ("no answer, no screen", (), None, [True, True, False, False]),
    ],
)
def test_a_session_that_shows_nothing_where_it_could_is_started_anew_after_a_while(
    case: str, plugs: tuple[Connector, ...], lit_now: set[str] | None, well: list[bool]
) -> None:
    look = Look(plugs, None if lit_now is None else frozenset(lit_now))

    assert looked(Watch(), look, *LONG)[1] == well, case


def test_a_screen_that_lights_in_time_restarts_nothing() -> None:
    dark, bright = Look((plug(ONE),), frozenset()), Look((plug(ONE),), frozenset({ONE}))

    watch, _ = looked(Watch(), dark, 0, 20)
    watch, _ = looked(watch, bright, 29)
    _, told = looked(watch, dark, 30, 31 + PATIENCE - 2)

    assert told == [True, True]


def test_one_dark_screen_of_two_costs_one_restart_and_one_dark_screen_alone_any_number() -> None:
    half, none = Look(BOTH, frozenset({TWO})), Look(BOTH, frozenset())

    assert looked(after_restart([ONE]), half, *LONG)[1] == [True] * 4
    assert looked(after_restart([TWO]), half, *LONG)[1] == [True, True, False, False]
    assert looked(after_restart([ONE, TWO]), none, *LONG)[1] == [True, True, False, False]


def test_a_screen_that_was_given_up_has_another_chance_after_it_was_unplugged() -> None:
    half = Look(BOTH, frozenset({TWO}))
    watch, _ = looked(after_restart([ONE]), half, 0)

    watch, _ = looked(watch, Look((plug(ONE, connected=False), plug(TWO)), frozenset({TWO})), 1)

    assert looked(watch, half, 2, 2 + PATIENCE)[1] == [True, False]


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=6),
    st.lists(st.floats(0, 20), max_size=6),
)
def test_a_session_that_lights_what_it_can_is_never_started_anew(
    plugs: list[tuple[bool, bool, bool]], steps: list[float]
) -> None:
    watch, mono = Watch(), 0.0
    there = tuple(plug(f"DP-{at}", connected=c, modes=m) for at, (c, m, _) in enumerate(plugs))
    usable = {each.name for each in there if each.usable}
    more = {f"DP-{at}" for at, (_, _, also) in enumerate(plugs) if also}
    for step in steps:
        mono += step
        watch, verdict = judge(watch, Look(there, frozenset(usable | more)), mono)
        assert verdict.well
        assert not verdict.dark


def test_the_kernel_tells_what_is_plugged_and_what_has_not_told_its_modes(tmp_path: Path) -> None:
    for name, status, modes in (
        ("card1-HDMI-A-1", "connected", "1920x1080\n1280x720\n"),
        ("card1-HDMI-A-2", "connected", ""),
        ("card1-Writeback-1", "unknown", ""),
        ("card0-DSI-1", "disconnected", ""),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "status").write_text(f"{status}\n")
        (tmp_path / name / "modes").write_text(modes)
    (tmp_path / "card1").mkdir()
    (tmp_path / "card2-DP-1").mkdir()

    there = {each.name: (each.connected, each.usable) for each in connectors(tmp_path)}

    assert there == {
        "DP-1": (False, False),
        "DSI-1": (False, False),
        "HDMI-A-1": (True, True),
        "HDMI-A-2": (True, False),
        "Writeback-1": (False, False),
    }


def test_the_compositor_names_what_is_lit() -> None:
    assert lit(json.dumps(RANDR)) == {ONE}
    assert lit("[]") == frozenset()
    for nonsense in ('{"name": 1}', "HDMI-A-1", ""):
        with pytest.raises(ValueError, match=r".*"):
            lit(nonsense)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo failed to connect to display >&2; exit 1", "failed to connect to display"),
        ("echo nonsense", "Expecting value"),
        ("exec sleep 60", "no answer within"),
    ],
)
def test_a_compositor_that_fails_or_hangs_gives_no_answer(
    script: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sleep" in script:
        monkeypatch.setattr(compositor, "ANSWER_SECONDS", 0.3)
    program = tmp_path / "wlr-randr"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)

    with pytest.raises(NoAnswer, match=reason):
        lit_outputs((str(program),))
    with pytest.raises(NoAnswer):
        lit_outputs((str(tmp_path / "missing"),))


def test_a_compositor_that_answers_is_heard() -> None:
    told = f"print({json.dumps(json.dumps(RANDR))})"

    assert lit_outputs((sys.executable, "-c", told)) == {ONE}


@pytest.fixture
def line(tmp_path: Path) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.bind(str(tmp_path / "notify"))
    made.setblocking(False)
    return made


def test_a_session_tells_systemd_and_leaves_word_to_the_next(
    tmp_path: Path, line: socket.socket
) -> None:
    note, half = tmp_path / "dark.json", Look(BOTH, frozenset({TWO}))
    manager = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "notify")})

    def session(boot: uuid.UUID) -> SessionWatch:
        made = SessionWatch(manager, note, boot, lambda: half)
        made.begin()
        return made

    with line:
        first = session(BOOT)
        first.step(0.0)
        first.step(PATIENCE)
        heard = [line.recv(200).decode() for _ in range(3)]
        session(BOOT).step(PATIENCE * 3)
        second = [line.recv(200).decode() for _ in range(2)]
        silent = session(BOOT)
        silent.step(0.0)
        later = silent.step(PATIENCE).well
        other_boot = session(uuid.UUID(int=8))
        other_boot.step(0.0)
        anew = other_boot.step(PATIENCE).well

    assert heard == ["WATCHDOG=1", f"STATUS={ONE} dark", "WATCHDOG=trigger"]
    assert second == ["WATCHDOG=1", f"STATUS={ONE} dark"]
    assert (later, anew) == (True, False)


@pytest.mark.parametrize("left", ["", "{", "[]", '{"boot": "7"}', '{"boot": 7, "dark": 3}', "7"])
def test_a_spoilt_word_from_the_last_session_gives_every_screen_its_chance(
    left: str, tmp_path: Path
) -> None:
    note = tmp_path / "dark.json"
    note.write_text(left)
    session = SessionWatch(ServiceManager({}), note, BOOT, lambda: Look((), frozenset()))

    session.begin()

    assert session.step(0.0).well
