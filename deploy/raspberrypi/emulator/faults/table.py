"""What was broken, how long it took to come back, and what was lost: as a table."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

_HEAD = ("", "fault", "back after", "next number", "tickets", "slips", "unsure", "what went wrong")


@dataclass(frozen=True, slots=True)
class Row:
    """A fault that was lived through. Times in seconds since it struck; None: not in time.

    ``back`` is when all programs were ready again, ``served`` when the next visitor had a number.
    """

    fault: str
    back: float | None = None
    served: float | None = None
    limit: float = 0.0
    tickets: int = 0
    slips: int = 0
    unsure: int = 0
    wrong: tuple[str, ...] = field(default=())
    disk_only: bool = False
    """Only what the disk held was looked at; nobody waited for the device."""

    @property
    def good(self) -> bool:
        """Whether it came back in time, and nothing was lost or doubled."""
        in_time = self.back is not None and self.back <= self.limit and self.served is not None
        return (in_time or self.disk_only) and not self.wrong


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each with its judgement."""
    return [{**asdict(row), "good": row.good} for row in rows]


def as_text(rows: Iterable[Row]) -> str:
    """For a terminal, with columns as wide as they need."""
    lines = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD) - 1)]
    return "\n".join(
        "  ".join((*map(str.ljust, line[:-1], widths), line[-1])).rstrip() for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    counts = (str(row.tickets), str(row.slips), str(row.unsure))
    times = ("–", "–") if row.disk_only else (_seconds(row.back), _seconds(row.served))
    return ("ok" if row.good else "FAIL", row.fault, *times, *counts, "; ".join(row.wrong))


def _seconds(value: float | None) -> str:
    return "never" if value is None else f"{value:.1f} s"
