"""What was measured: how often, what is wrong, and what came nearest to the limit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

EXAMPLES = 3
"""Of one fault that is seen in many places, so many are kept; the others are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, seen ``times`` times.

    ``subject`` names the fault without its figures; ``where`` are the first places it was seen.
    ``picture`` is a file beside the report.
    """

    measurement: str
    subject: str
    what: str
    where: tuple[str, ...]
    times: int = 1
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Extreme:
    """What came nearest to a limit, or furthest beyond it."""

    value: float
    what: str
    where: str
    job: object = None
    """How to draw it once more."""


@dataclass(frozen=True, slots=True)
class Result:
    """A measurement with all it found. ``checked`` counts the things that were measured."""

    measurement: str
    checked: int
    findings: tuple[Finding, ...] = ()
    least: Extreme | None = None

    @property
    def ok(self) -> bool:
        """Whether it was measured at all and nothing was found."""
        return self.checked > 0 and not self.findings


@dataclass(slots=True)
class Notebook:
    """Where a walk writes down what it measures."""

    checked: dict[str, int] = field(default_factory=dict)
    faults: dict[tuple[str, str], Finding] = field(default_factory=dict)
    least: dict[str, Extreme] = field(default_factory=dict)

    def check(self, measurement: str, times: int = 1) -> None:
        """So many things were measured."""
        self.checked[measurement] = self.checked.get(measurement, 0) + times

    def fault(
        self,
        measurement: str,
        subject: str,
        what: str,
        where: str,
        picture: Callable[[], str] | None = None,
    ) -> None:
        """Something is wrong. The picture is only made for the first of its kind."""
        known = self.faults.get((measurement, subject))
        if known is None:
            shot = picture() if picture else ""
            known = Finding(measurement, subject, what, (), 0, shot)
        places = known.where if len(known.where) >= EXAMPLES else (*known.where, where)
        self.faults[measurement, subject] = Finding(
            measurement, subject, known.what, places, known.times + 1, known.picture
        )

    def value(
        self, measurement: str, value: float, what: str, where: str, job: object = None
    ) -> None:
        """A figure of something measured; the smallest is kept."""
        known = self.least.get(measurement)
        if known is None or value < known.value:
            self.least[measurement] = Extreme(value, what, where, job)

    def add(self, other: "Notebook") -> None:
        """What another walk wrote down."""
        for measurement, times in other.checked.items():
            self.check(measurement, times)
        for key, finding in other.faults.items():
            known = self.faults.get(key)
            self.faults[key] = finding if known is None else _both(known, finding)
        for measurement, extreme in other.least.items():
            self.value(measurement, extreme.value, extreme.what, extreme.where, extreme.job)

    def results(self, measurements: Iterable[str]) -> tuple[Result, ...]:
        """What was found by these, whether or not they have anything written down."""
        return tuple(self._result(measurement) for measurement in measurements)

    def _result(self, measurement: str) -> Result:
        found = (item for (name, _), item in sorted(self.faults.items()) if name == measurement)
        checked = self.checked.get(measurement, 0)
        return Result(measurement, checked, tuple(found), self.least.get(measurement))


def _both(one: Finding, other: Finding) -> Finding:
    return Finding(
        one.measurement,
        one.subject,
        one.what,
        (*one.where, *other.where)[:EXAMPLES],
        one.times + other.times,
        one.picture or other.picture,
    )
