"""How fast a key may ask: a bucket of tokens that refills steadily."""

import math
import threading
from dataclasses import dataclass

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """``tokens`` as they were at ``at`` (seconds of the monotonic clock)."""

    tokens: float
    at: float


def take(bucket: Bucket, now: float, burst: int, per_second: float) -> tuple[Bucket, int]:
    """The bucket after a request, and 0; or after none and the seconds to wait."""
    now = max(now, bucket.at)
    tokens = min(burst, bucket.tokens + (now - bucket.at) * per_second)
    if tokens >= 1:
        return Bucket(tokens - 1, now), 0
    return Bucket(tokens, now), math.ceil((1 - tokens) / per_second)


class Pace:
    """The buckets of all keys, in this process."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def wait_for(self, key: str, now: float) -> int:
        """0 where the key may go on, else the seconds after which it may."""
        with self._lock:
            bucket = self._buckets.pop(key, Bucket(self._burst, now))
            if len(self._buckets) >= _MOST:
                del self._buckets[next(iter(self._buckets))]
            self._buckets[key], seconds = take(bucket, now, self._burst, self._per_second)
        return seconds
