"""The walk through the kiosk: one process for each core draws its part of the screens."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import EASY_FINNISH, FINNISH, Language
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.lobby.a11y.filming import Film
from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.kiosk import time_outs
from vuoro.lobby.a11y.kiosk.combinations import LARGEST, Job, jobs
from vuoro.lobby.a11y.kiosk.happenings import unknown_events
from vuoro.lobby.a11y.kiosk.reachable import Reached, pictures, reachable
from vuoro.lobby.a11y.reading_level import hard, of_visitors
from vuoro.lobby.a11y.scene import Rect

CHUNK = 40
EASY = ("vuoro.kiosk", "vuoro.display", "vuoro.printer", "vuoro.core.phone")
"""What a visitor reads in easy Finnish."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Walked:
    """What there is to draw and how much of it was drawn."""

    states: int
    pictures: tuple[Reached, ...]
    languages: tuple[Language, ...]
    drawn: int


def walk(
    languages: Sequence[Language], folder: Path, say: Say, *, quick: bool = False
) -> tuple[Walked, Notebook]:
    """Find every state, draw and measure it. Pictures of faults go to the folder."""
    say("kiosk: finding every state that can be reached …")
    found = reachable(Wishes())
    shown = pictures(found)
    every = list(jobs(len(shown), languages, quick))
    say(f"kiosk: {len(found)} states, {len(shown)} screens, {len(every)} pictures to draw")
    book = Notebook()
    _without_drawing(shown, languages, book)
    film = Film("kiosk")
    chunks = [every[at : at + CHUNK] for at in range(0, len(every), CHUNK)]
    done = 0
    for notes, count in _in_parallel(chunks, shown, folder):
        for key, fault in notes.faults.items():
            if key not in book.faults:
                say(f"WRONG  {fault.measurement}: {fault.what} ({fault.where[0]})")
        book.add(notes)
        done += count
        say(f"kiosk: {done} of {len(every)} drawn, {len(book.faults)} kinds of fault")
    film.judge(book)
    return Walked(len(found), tuple(shown), tuple(languages), done), book


def _without_drawing(
    shown: Sequence[Reached], languages: Sequence[Language], book: Notebook
) -> None:
    """What needs no picture: events, time-outs, how hard easy Finnish is, gaps in catalogues."""
    book.check("kiosk.events-walked")
    for name in unknown_events():
        book.fault("kiosk.events-walked", name, f"{name} is tried nowhere", "happenings.py")
    for played in time_outs.play(shown):
        book.check("kiosk.time-outs")
        if played.warned is not None:
            book.value("kiosk.time-outs", played.warned, "seconds of warning", played.name)
            if played.warned < time_outs.WARNED_SECONDS:
                what = f"warned only {played.warned:.0f} s before the end"
                book.fault("kiosk.time-outs", "short warning", what, played.name)
        if played.stayed < time_outs.EXTENSIONS:
            what = f"one touch keeps it only {played.stayed} times"
            book.fault("kiosk.time-outs", "ends all the same", what, played.name)
    for package in EASY:
        texts = of_visitors(catalogue(package, EASY_FINNISH).words)
        book.check("kiosk.reading-level", len(texts))
        for each in hard(texts):
            book.fault("kiosk.reading-level", f"{package}: {each.rule}", each.what, each.key)
    for package, language in product(EASY, languages):
        words = catalogue(package, language)
        book.check("kiosk.languages", len(words.words) + len(words.plurals))
        for key in words.missing:
            book.fault("kiosk.languages", f"{package}, {language}", f"{key} has no words", key)


def _in_parallel(
    chunks: Sequence[Sequence[Job]], shown: Sequence[Reached], folder: Path
) -> Iterator[tuple[Notebook, int]]:
    workers = os.cpu_count() or 1
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _open_studio, (tuple(shown), folder)) as pool:
        waiting = [pool.submit(_draw, number, tuple(part)) for number, part in enumerate(chunks)]
        for one in as_completed(waiting):
            yield one.result()


HANDLED = FINNISH
"""Keys and fingers do the same in every language; they are tried on every screen in one."""
_KNOWN: dict[str, set[str]] = {}
"""Kinds of targets whose focus was looked at, by scheme and shape of the screen."""
_PLACES: dict[object, Rect] = {}
"""Where help and tools are, by language and way."""
_STUDIO: list[object] = []
"""Of a process: its windows, the screens, the folder."""


def _open_studio(shown: tuple[Reached, ...], folder: Path) -> None:
    # The visits by ear go on beside us and need their time to the tenth of a second.
    os.nice(10)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    from vuoro.lobby.a11y.kiosk.studio import Studio

    _STUDIO[:] = [Studio(), shown, folder]


def _draw(number: int, part: tuple[Job, ...]) -> tuple[Notebook, int]:
    from vuoro.lobby.a11y.kiosk.measuring import Measuring
    from vuoro.lobby.a11y.kiosk.studio import Studio

    studio, shown, folder = _STUDIO
    assert isinstance(studio, Studio)
    assert isinstance(shown, tuple)
    assert isinstance(folder, Path)
    book = Notebook()
    measuring = Measuring(book, folder, f"{number}-", _PLACES)
    for job in part:
        drawn = studio.draw(shown[job.picture], job)
        measuring.measure(drawn)
        if job.language == HANDLED and job.way.text_size != LARGEST:
            known = _KNOWN.setdefault(f"{job.way.contrast} {job.way.portrait}", set())
            measuring.handle(drawn, studio.easels[job.way.portrait], known)
        book.check("kiosk.qml")
    for easel in studio.easels.values():
        for message in easel.complaints:
            book.fault("kiosk.qml", message, message, "")
        easel.complaints.clear()
    return book, len(part)
