"""Figures: medians beside their limits, and the table they make."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing; ``limit`` is what the machine itself needs, in the same unit and run.

    ``value`` is None where it could not be measured; the name then says why. ``target`` is what was
    asked for, in words; ``met`` is None where nothing was asked.
    """

    name: str
    value: float | None
    p95: float | None = None
    unit: str = "ms"
    limit: float | None = None
    target: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return None if not self.limit or self.value is None else self.value / self.limit


def spread(seconds: Iterable[float]) -> tuple[float, float]:
    """Median and 95th percentile of seconds, in milliseconds."""
    ordered = sorted(seconds)
    return median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def table(figures: Sequence[Figure]) -> str:
    """The figures as people read them."""
    head = ("what", "median", "p95", "unit", "limit", "× limit", "target", "")
    rows: list[tuple[str, ...]] = [head]
    rows += [_row(figure) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def as_json(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """The figures for ``build/bench.json``."""
    return [{**asdict(figure), "ratio": figure.ratio} for figure in figures]


def _row(figure: Figure) -> tuple[str, ...]:
    met = {None: "", True: "met", False: "MISSED"}[figure.met]
    return (
        figure.name,
        _number(figure.value),
        _number(figure.p95),
        figure.unit,
        _number(figure.limit),
        _number(figure.ratio),
        figure.target,
        met,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
