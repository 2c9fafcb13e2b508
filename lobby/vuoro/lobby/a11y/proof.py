"""The proof as it runs: each part in turn, then the tests that hold clauses, then the report."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.clock import Clock, local
from vuoro.core.languages import ENDONYMS
from vuoro.lobby.a11y import held_tests
from vuoro.lobby.a11y.blind_reading import Visits
from vuoro.lobby.a11y.clauses import Clause, Judged, clauses, judge
from vuoro.lobby.a11y.finding import Notebook, Result
from vuoro.lobby.a11y.measurements import ALL
from vuoro.lobby.a11y.report.writing import Hard, Report, Visit, failing, write

KEPT = "blind"
VERSION = "0.1.0"
Mono = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Options:
    """What to prove. ``root`` is the repository."""

    parts: tuple[str, ...]
    quick: bool
    folder: Path
    root: Path


def prove(options: Options, clock: Clock, mono: Mono) -> int:
    """Measure, judge and write; 1 where a clause that software decides doesn't pass."""
    began = mono()
    _clear(options.folder)
    book, walked = Notebook(), ""
    hardest: tuple[Hard, ...] = ()
    blind: tuple[Visit, ...] = ()

    def say(line: str) -> None:
        minutes, seconds = divmod(round(mono() - began), 60)
        print(f"{minutes}:{seconds:02}  {line}", flush=True)

    visiting = _begin_visits(options, say)
    if "kiosk" in options.parts:
        walked, hardest = _kiosk(options, book, say)
    if "board" in options.parts:
        from vuoro.lobby.a11y.board import walk as board

        book.add(board.walk(options.folder, say, quick=options.quick))
    if "web" in options.parts:
        from vuoro.lobby.a11y.web import walk as web

        book.add(web.walk(options.folder, say, clock, quick=options.quick))
    if visiting is not None:
        say("waiting for the visits by keys and speech alone")
        blind = visiting.results(book)
    rows = _judged(options, book, say)
    report = Report(
        VERSION,
        f"{local(clock.now()):%d.%m.%Y %H:%M}",
        f"{(mono() - began) / 60:.1f}",
        os.cpu_count() or 1,
        options.parts[0] if len(options.parts) == 1 else "",
        options.quick,
        walked,
        rows,
        {result.measurement: result for result in _results(options, book)},
        hardest,
        blind,
        Path(os.path.relpath(options.root, options.folder)).as_posix(),
    )
    write(report, options.folder)
    return _told(report, options, say)


def _kiosk(
    options: Options, book: Notebook, say: Callable[[str], None]
) -> tuple[str, tuple[Hard, ...]]:
    from vuoro.lobby.a11y.kiosk import walk
    from vuoro.lobby.a11y.kiosk.hardest import draw_hardest

    walked, notes = walk.walk(tuple(ENDONYMS), options.folder, say, quick=options.quick)
    book.add(notes)
    say("kiosk: drawing the hardest once more")
    hardest = draw_hardest(notes, walked.pictures, options.folder)
    told = (
        f"The kiosk has {walked.states:,} states that can be reached, on {len(walked.pictures)} "
        f"screens; {walked.drawn:,} pictures of them were drawn and measured, in "
        f"{len(walked.languages)} languages."
    )
    return told, hardest


def _begin_visits(options: Options, say: Callable[[str], None]) -> Visits | None:
    """They take minutes of real time, most of them listening; the rest goes on beside them."""
    if options.quick or "kiosk" not in options.parts:
        return None
    say("kiosk: visits by keys and speech alone have begun")
    return Visits(options.folder / KEPT)


def _judged(options: Options, book: Notebook, say: Callable[[str], None]) -> tuple[Judged, ...]:
    rows = _rows(options)
    say("running the tests that hold a clause")
    tests = held_tests.run([name for row in rows for name in row.tests], options.root)
    results = {result.measurement: result for result in _results(options, book)}
    return tuple(judge(row, results, tests, options.root) for row in rows)


def _rows(options: Options) -> tuple[Clause, ...]:
    """Every clause; of a part, those that this part alone can decide."""
    if len(options.parts) > 1 and not options.quick:
        return clauses()
    away = "" if not options.quick else "blind"
    mine = {*options.parts, "blind" if "kiosk" in options.parts else ""} - {away}
    every = (row for row in clauses() if row.decides == "software")
    return tuple(
        row
        for row in every
        if all(name.partition(".")[0] in mine for name in row.measurements)
        and (row.measurements or "kiosk" in mine)
    )


def _results(options: Options, book: Notebook) -> tuple[Result, ...]:
    parts = {*options.parts, "blind"} if "kiosk" in options.parts else set(options.parts)
    return book.results(each.name for each in ALL if each.part in parts)


def _told(report: Report, options: Options, say: Callable[[str], None]) -> int:
    bad = failing(report.rows)
    for row in bad:
        say(f"{row.verdict.value.upper()}  {row.clause.id}  {row.clause.title}")
    found = [each for result in report.results.values() for each in result.findings]
    for each in found:
        say(f"WRONG  {each.measurement}: {each.what} ({each.where[0]}; {each.times} times)")
    passed = sum(row.verdict.value == "pass" for row in report.rows)
    say(f"{passed} clauses pass, {len(bad)} do not: {options.folder / 'report.html'}")
    # Also what no clause rests on is wrong: a complaint of Qt, an event that nobody tries.
    return 1 if bad or found else 0


def _clear(folder: Path) -> None:
    """What an earlier run left, but for the recordings of the blind visit."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and path.name != KEPT:
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()
