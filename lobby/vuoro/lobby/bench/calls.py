"""Calls aloud: from the clerk's press to the first sample of the chime, and of the voice."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import numpy as np

from vuoro.display.announce import STILL_NEWS
from vuoro.hardware.sound import chime
from vuoro.hardware.sound.folder import PLAYED
from vuoro.hardware.sound.wav import read_wav, seconds
from vuoro.lobby.bench import session
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.process import program, service

COLD_STARTS = 3
WARM_CALLS = 8
CHIME_MS, SPEECH_MS = 150, 600
_COUNTER = "palvelupiste-1"
_PATIENCE = 30.0
_VISIBLE_SECONDS = 10.5
_NO_NEWS_SECONDS = STILL_NEWS.total_seconds()
"""A display that starts announces what was called within the last seconds."""
_SPEAKS_DBFS = -45.0


@dataclass(frozen=True, slots=True)
class Sounded:
    """Seconds from the press until the chime began, and until the voice did."""

    chime: float
    speech: float


def measure() -> list[Figure]:
    """The first call after the display's start, and those that follow it."""
    cold: list[Sounded] = []
    warm: list[Sounded] = []
    with service("vuoro.lobby.bench.server", "200", "200") as port:
        for start in range(COLD_STARTS):
            sleep(_NO_NEWS_SECONDS if start else 0)
            calls = WARM_CALLS if start == COLD_STARTS - 1 else 0
            first, *others = _one_display(port, calls)
            cold.append(first)
            warm += others
    return [
        _figure("call → chime, warm", warm, lambda sounded: sounded.chime, CHIME_MS),
        _figure("call → speech, warm", warm, lambda sounded: sounded.speech, SPEECH_MS),
        _figure("call → chime, first call after the start", cold, lambda sounded: sounded.chime),
        _figure("call → speech, first call after the start", cold, lambda sounded: sounded.speech),
    ]


def _one_display(port: int, calls: int) -> list[Sounded]:
    """A display started, and so many calls after the first."""
    token = str(session.prepared(port)["display"])
    clerk = session.clerk(port, 0, _COUNTER)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "token").write_text(token, "ascii")
        environment = {
            "QT_QPA_PLATFORM": "offscreen",
            "VUORO_DISPLAY_LOBBY_URL": f"http://127.0.0.1:{port}",
            "VUORO_DISPLAY_TOKEN_FILE": str(folder / "token"),
            "VUORO_DISPLAY_SOUND": "folder",
            "VUORO_DISPLAY_SOUND_FOLDER": str(folder / "sound"),
            "VUORO_SCREEN_MAP": str(folder / "map.json"),
        }
        with program(["-m", "vuoro.lobby", "display"], environment):
            _wait(lambda: _connected(folder / "map.json"))
            sleep(2)
            return [_call(clerk, folder / "sound") for _ in range(1 + calls)]


def _call(clerk: session.Clerk, sounds: Path) -> Sounded:
    before = len(_played(sounds))
    began = monotonic()
    ticket, _ = clerk.next()
    assert ticket is not None
    _wait(lambda: len(_played(sounds)) > before)
    sleep(_VISIBLE_SECONDS)
    clerk.done(ticket)
    first, *others = _played(sounds)[before:]
    if others:
        return Sounded(first.mono - began, others[0].mono + _onset(others[0].file, 0) - began)
    voice = _onset(first.file, seconds(chime()))
    return Sounded(first.mono - began, first.mono + voice - began)


@dataclass(frozen=True, slots=True)
class _Played:
    file: Path
    mono: float


def _played(sounds: Path) -> list[_Played]:
    try:
        lines = (sounds / PLAYED).read_text("utf-8").splitlines()
    except OSError:
        return []
    told = [json.loads(line) for line in lines]
    return [_Played(sounds / line["file"], line["mono"]) for line in told]


def _onset(file: Path, after: float) -> float:
    """The second of a sound at which it is heard again after that second."""
    sound = read_wav(file.read_bytes())
    begin = round(after * sound.rate)
    loud = np.flatnonzero(np.abs(sound.samples[begin:, 0]) > 10 ** (_SPEAKS_DBFS / 20))
    return float(begin + loud[0]) / sound.rate


def _connected(file: Path) -> bool:
    try:
        return int(json.loads(file.read_bytes())["painted_version"]) > 0
    except (OSError, ValueError, KeyError):
        return False


def _wait(there: Callable[[], bool]) -> None:
    until = monotonic() + _PATIENCE
    while not there():
        if monotonic() > until:
            raise RuntimeError("the display did not answer")
        sleep(0.002)


def _figure(
    name: str, sounded: list[Sounded], which: Callable[[Sounded], float], most: int | None = None
) -> Figure:
    value, p95 = spread(which(each) for each in sounded)
    target, met = (f"≤ {most} ms", value <= most) if most else ("", None)
    return Figure(name, value, p95, "ms", None, target, met)
