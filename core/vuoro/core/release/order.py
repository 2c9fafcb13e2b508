"""Which of two versions is the newer one."""

import re

_NUMBERS = re.compile(r"[0-9]+")


def order(version: str) -> tuple[int, ...]:
    """What versions are sorted by: their first three numbers."""
    return tuple(int(number) for number in _NUMBERS.findall(version)[:3])


def is_newer(version: str, than: str) -> bool:
    """Whether a device that runs ``than`` would go forward with it."""
    return order(version) > order(than)
