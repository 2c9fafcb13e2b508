"""How long to wait before a lost device is tried again."""

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 8.0


def retry_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row, at least one: doubling, then constant."""
    return float(min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures - 1, 10)))
