"""How long it takes: an interval that half and nine tenths of people fall under.

The wait of somebody with ``ahead`` people before them and ``servers`` counters is the time until enough of those
counters have come free. Service times have a mean and a spread, both uncertain until enough have been measured; the
sum is fitted by a gamma distribution (Wilson & Hilferty 1931 for its quantiles).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from vuoro.core.wire.common import WaitInterval

PRIOR_WEIGHT = 6
"""The office's own guess counts as much as so many measured services."""
PRIOR_SPREAD = 0.75
"""Standard deviation over mean of service times, before any were measured (advice services: 0.6–0.9)."""
LONGEST = 240
SAMPLES = 50
_STANDARD_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a service takes, minutes: mean, standard deviation, and the standard error of the mean."""

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


def wait(ahead: int, free: int, servers: int, speed: Pace) -> WaitInterval:
    """The interval for somebody with ``ahead`` people before them.

    ``free`` counters stand idle now, out of ``servers`` that are open (at least one is assumed).
    """
    servers = max(servers, 1)
    departures = ahead + 1 - min(free, servers)
    if departures <= 0:
        return WaitInterval(0, 5)
    mean = departures * speed.mean / servers
    variance = (
        departures * (speed.deviation / servers) ** 2 + (departures * speed.error / servers) ** 2
    )
    likely, at_most = (_gamma_quantile(mean, variance, share) for share in (0.5, 0.9))
    return WaitInterval(_rounded(likely), max(_rounded(at_most), _rounded(likely) + 5))


def _gamma_quantile(mean: float, variance: float, share: float) -> float:
    shape = mean * mean / max(variance, 1e-9)
    z = _STANDARD_NORMAL.inv_cdf(share)
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    return mean * max(root, 0.0) ** 3


def _rounded(minutes: float) -> int:
    """Up to the next five minutes: people plan by these, and nobody is told a false precise minute."""
    return min(math.ceil(minutes / 5) * 5, LONGEST)
