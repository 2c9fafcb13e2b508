"""How long it takes: an interval that half and nine tenths of people fall under.

The wait of somebody with ``ahead`` people before them and ``servers`` counters is the time until
enough of those counters have come free. Service times have a mean and a spread, both uncertain
until enough have been measured; the sum is fitted by a gamma distribution (its quantiles by Wilson
& Hilferty 1931). The constants were found by playing days of an office
(tests/queue/domain/test_waiting_quality.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist

from vuoro.core.wire.common import WaitInterval

PRIOR_WEIGHT = 3
"""The office's own guess counts as much as so many measured services."""
PRIOR_SPREAD = 0.85
"""Standard deviation over mean of a service time before any was measured (advice: 0.6–0.9)."""
BETWEEN = 1.15
"""A counter takes this much longer than its services last: goodbyes, notes, breaks."""
UNFORESEEN = 0.35
"""Relative standard error of what nobody measures: breaks, who is served first, who comes yet."""
STEP = 5
"""Minutes: people plan by these, and nobody is told a false precise minute."""
LONGEST = 240
SAMPLES = 50
_STANDARD_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a service takes, minutes: mean, standard deviation, standard error of the mean."""

    mean: float
    deviation: float
    error: float


def pace(measured: Sequence[float], expected_minutes: float) -> Pace:
    """The pace from the newest measured service times (minutes) and the office's own guess."""
    newest = measured[-SAMPLES:]
    weight = PRIOR_WEIGHT + len(newest)
    total = sum(newest)
    mean = (PRIOR_WEIGHT * expected_minutes + total) / weight
    average = total / len(newest) if newest else 0.0
    scatter = sum((minutes - average) ** 2 for minutes in newest)
    prior_variance = (PRIOR_SPREAD * expected_minutes) ** 2
    variance = (PRIOR_WEIGHT * prior_variance + scatter) / weight
    return Pace(mean, math.sqrt(variance), math.sqrt(variance / weight))


def mixed(paces: Mapping[str, Pace], people: Mapping[str, int]) -> Pace:
    """The pace of a line of people with different services: ``people`` says how many of each."""
    total = sum(people.values())
    shares = [(paces[key], count / total) for key, count in people.items()]
    mean = sum(share * each.mean for each, share in shares)
    square = sum(share * (each.deviation**2 + each.mean**2) for each, share in shares)
    error = sum(share * each.error for each, share in shares)
    return Pace(mean, math.sqrt(max(square - mean**2, 0.0)), error)


def wait(ahead: int, free: int, servers: int, speed: Pace) -> WaitInterval:
    """The interval for somebody with ``ahead`` people before them.

    ``free`` counters stand idle now, out of ``servers`` that are open (at least one is assumed).
    """
    servers = max(servers, 1)
    departures = ahead + 1 - min(free, servers)
    if departures <= 0:
        return WaitInterval(0, STEP)
    mean = departures * speed.mean / servers * BETWEEN
    variance = (
        departures * (speed.deviation / servers) ** 2
        + (departures * speed.error / servers) ** 2
        + (UNFORESEEN * mean) ** 2
    )
    likely, at_most = (_gamma_quantile(mean, variance, share) for share in (0.5, 0.9))
    half = min(round(likely / STEP) * STEP, LONGEST)
    return WaitInterval(half, max(min(math.ceil(at_most / STEP) * STEP, LONGEST), half + STEP))


def not_before(told: WaitInterval, ahead: timedelta) -> WaitInterval:
    """The interval of somebody who is not due for a while yet: never less than that while."""
    least = math.ceil(max(ahead.total_seconds(), 0) / 60 / STEP) * STEP
    likely = max(told.likely, least)
    return WaitInterval(likely, max(told.at_most, likely + STEP))


def _gamma_quantile(mean: float, variance: float, share: float) -> float:
    shape = mean * mean / max(variance, 1e-9)
    z = _STANDARD_NORMAL.inv_cdf(share)
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    return mean * max(root, 0.0) ** 3
