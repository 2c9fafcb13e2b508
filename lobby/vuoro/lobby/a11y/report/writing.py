"""Writes the report: ``report.html`` with its pictures beside it, and ``report.json``."""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vuoro.lobby.a11y.clauses import Judged, Verdict
from vuoro.lobby.a11y.finding import Result
from vuoro.lobby.a11y.measurements import NAMED

_HERE = Path(__file__).parent
_MARKS = {
    Verdict.PASS: "good",
    Verdict.FAIL: "bad",
    Verdict.NOT_MEASURED: "bad",
    Verdict.NOT_APPLICABLE: "none",
}
HOW = (
    "The kiosk's flow is a state machine. Every class of event is tried in every state until "
    "nothing new comes: on a good day every answer, code and key; with one thing amiss (printer, "
    "scanner, link, doors, hours) one of each kind. States that look alike are one screen. Every "
    "screen is drawn in every language with the largest letters, and in every third language with "
    "others; contrast, reach side, shape of the screen and simple mode go round in rows in which "
    "every value of one meets every value of each other (pairwise), begun one row later with each "
    "screen and language. Keys and fingers are tried on every screen in Finnish. Board: every "
    "state of its gallery in every language and size of screen. Web: every kind of page that links "
    "and a booking lead to, with the data of the demo's office."
)


@dataclass(frozen=True, slots=True)
class Hard:
    """A picture of what came nearest to a limit."""

    title: str
    value: str
    what: str
    where: str
    picture: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that was said."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit by keys and speech: what was said, the recording beside the report, how it ended."""

    title: str
    result: str
    sound: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told. ``sources``: the way from the report's folder to the repository."""

    version: str
    when: str
    minutes: str
    cores: int
    only: str
    quick: bool
    walked: str
    rows: tuple[Judged, ...]
    results: Mapping[str, Result]
    hardest: tuple[Hard, ...] = ()
    blind: tuple[Visit, ...] = ()
    sources: str = "../.."


def write(report: Report, folder: Path) -> None:
    """Write both files; pictures and sounds are there already."""
    shutil.copy(_HERE / "report.css", folder / "report.css")
    (folder / "report.html").write_text(page(report), encoding="utf-8")
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(_told(report))))


def page(report: Report) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["mark"] = lambda verdict: _MARKS.get(verdict, "warn")
    environment.filters["anchor"] = lambda name: name.replace(".", "-")
    environment.filters["figure"] = lambda value: f"{abs(value):.2f}".rstrip("0").rstrip(".")
    counts = Counter(row.verdict for row in report.rows)
    return environment.get_template("page.html").render(
        **{name: getattr(report, name) for name in Report.__slots__},
        counts=[(verdict, counts[verdict]) for verdict in Verdict if counts[verdict]],
        failures=[each for result in report.results.values() for each in result.findings],
        measured=[(NAMED[name], result) for name, result in report.results.items()],
        how=HOW,
    )


def _told(report: Report) -> dict[str, Any]:
    return {
        "version": report.version,
        "when": report.when,
        "only": report.only,
        "quick": report.quick,
        "walked": report.walked,
        "clauses": [_row(row) for row in report.rows],
        "measurements": [_result(result) for result in report.results.values()],
        "blind": [asdict(visit) for visit in report.blind],
    }


def _row(row: Judged) -> dict[str, Any]:
    clause = row.clause
    return {
        "id": clause.id,
        "title": clause.title,
        "decides": clause.decides,
        "verdict": row.verdict.value,
        "measurements": clause.measurements,
        "tests": dict(row.tests),
    }


def _result(result: Result) -> dict[str, Any]:
    told = asdict(result)
    if told["least"] is not None:
        del told["least"]["job"]
    return told


def failing(rows: Sequence[Judged]) -> list[Judged]:
    """The rows that keep the exit status from being zero."""
    return [row for row in rows if row.verdict in (Verdict.FAIL, Verdict.NOT_MEASURED)]
