"""The clauses, and how each comes out: worked out from what was measured, never written down."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from vuoro.lobby.a11y.finding import Result

_TABLE = Path(__file__).with_name("clauses.toml")


class Verdict(enum.StrEnum):
    """How a clause comes out."""

    PASS = "pass"
    FAIL = "fail"
    NOT_MEASURED = "not measured"
    NOT_APPLICABLE = "not applicable"
    INSTALLATION = "at the place"
    PERSON = "needs a person"


@dataclass(frozen=True, slots=True)
class Clause:
    """A row of the table. ``tests`` are pytest's names, ``files`` must be in the repository."""

    id: str
    title: str
    decides: Literal["software", "installation", "person", "none"]
    measurements: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    why: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause with its verdict and what it rests on. ``tests``: whether each of them passed."""

    clause: Clause
    verdict: Verdict
    results: tuple[Result, ...]
    tests: tuple[tuple[str, bool | None], ...]


@cache
def clauses() -> tuple[Clause, ...]:
    """The table."""
    return msgspec.toml.decode(_TABLE.read_bytes(), type=dict[str, tuple[Clause, ...]])["clause"]


def judge(
    clause: Clause, results: Mapping[str, Result], tests: Mapping[str, bool], root: Path
) -> Judged:
    """A clause in the light of what was found. A test that did not run is not measured."""
    known = tuple(results.get(name, Result(name, 0)) for name in clause.measurements)
    ran = tuple((name, tests.get(name)) for name in clause.tests)
    return Judged(clause, _verdict(clause, known, ran, root), known, ran)


def _verdict(
    clause: Clause,
    results: tuple[Result, ...],
    tests: tuple[tuple[str, bool | None], ...],
    root: Path,
) -> Verdict:
    match clause.decides:
        case "none":
            return Verdict.NOT_APPLICABLE
        case "installation":
            return Verdict.INSTALLATION
        case "person":
            return Verdict.PERSON
    files = [(root / file).is_file() for file in clause.files]
    if any(result.findings for result in results) or False in files:
        return Verdict.FAIL
    if any(passed is False for _, passed in tests):
        return Verdict.FAIL
    unmeasured = [result for result in results if result.checked == 0]
    unrun = [name for name, passed in tests if passed is None]
    nothing = not (results or tests or files)
    return Verdict.NOT_MEASURED if unmeasured or unrun or nothing else Verdict.PASS
