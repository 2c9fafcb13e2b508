"""How often a decoder is right, and what a picture costs it."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from vuoro.hardware.scanners.measure_readers import Reader
from vuoro.hardware.scanners.measure_sample import Sample
from vuoro.hardware.scanners.payload import Flaw, Payload


@dataclass(frozen=True, slots=True)
class Count:
    """Pictures with codes: ``correct`` if each of their codes was read and nothing else."""

    correct: int
    wrong: int
    """Some text that is not in the picture."""
    none: int
    """Nothing wrong, and not all."""

    @property
    def of(self) -> int:
        return self.correct + self.wrong + self.none


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """CPU time a picture: half take at most ``median``, 19 of 20 at most ``p95``."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reader made of one picture. Where there is no code, only ``false`` may be."""

    sample: Sample
    correct: bool
    wrong: bool
    milliseconds: float


def look(reader: Reader, sample: Sample, rounds: int) -> Outcome:
    """The best time of some rounds: what it costs without the neighbours of this computer."""
    best = float("inf")
    said: tuple[Payload, ...] = ()
    for _ in range(rounds):
        began = time.process_time_ns()
        said = reader(sample.grey)
        best = min(best, (time.process_time_ns() - began) / 1e6)
    wrong = any(not any(_same(code, text) for text in sample.texts) for code in said)
    complete = all(any(_same(code, text) for code in said) for text in sample.texts)
    return Outcome(sample, bool(sample.texts) and complete and not wrong, wrong, best)


def count(outcomes: Iterable[Outcome]) -> Count:
    known = [outcome for outcome in outcomes if outcome.sample.texts]
    correct = sum(outcome.correct for outcome in known)
    wrong = sum(outcome.wrong for outcome in known)
    return Count(correct, wrong, len(known) - correct - wrong)


def false_texts(outcomes: Iterable[Outcome]) -> int:
    """Pictures without a code in which one was read."""
    return sum(outcome.wrong for outcome in outcomes if not outcome.sample.texts)


def times(outcomes: Iterable[Outcome]) -> Milliseconds:
    ordered = sorted(outcome.milliseconds for outcome in outcomes)
    if not ordered:
        return Milliseconds(0.0, 0.0)
    return Milliseconds(ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100])


def as_json(value: Count | Milliseconds) -> dict[str, float]:
    return asdict(value)


def _same(code: Payload, expected: str) -> bool:
    """A text too long for us was read all the same, if it is as long as the expected one."""
    wanted = _plain(expected)
    if code.flaw is Flaw.TOO_LONG:
        return code.length == len(wanted)
    return _plain(code.text) == wanted


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
