"""A code held in view is told of once in a while."""

from vuoro.hardware.scanners.payload import Payload, payload_of_text
from vuoro.hardware.scanners.repeats import RepeatGuard

MINE, YOURS = payload_of_text("VU1MINE"), payload_of_text("VU1YOURS")


def told(guard: RepeatGuard, *looks: tuple[float, tuple[Payload, ...]]) -> list[bool]:
    return [guard.is_news(view, at) for at, view in looks]


def test_a_code_held_still_is_told_once_in_three_seconds() -> None:
    looks = [(at / 10, (MINE,)) for at in range(61)]

    news = [
        at for at, is_news in zip(range(61), told(RepeatGuard(3), *looks), strict=True) if is_news
    ]

    assert news == [0, 30, 60]


def test_the_next_visitor_is_told_at_once() -> None:
    assert told(RepeatGuard(3), (0, (MINE,)), (0.1, (YOURS,)), (0.2, (MINE,))) == [
        True,
        True,
        False,
    ]


def test_of_two_passes_held_up_together_neither_slips_in_when_the_other_is_covered() -> None:
    looks = ((0, (MINE, YOURS)), (0.1, (MINE,)), (0.2, (YOURS,)), (3.0, (YOURS,)))

    assert told(RepeatGuard(3), *looks) == [True, False, False, True]


def test_a_second_code_beside_a_known_one_is_news() -> None:
    assert told(RepeatGuard(3), (0, (MINE,)), (0.1, (MINE, YOURS))) == [True, True]


def test_codes_are_not_remembered_longer_than_needed() -> None:
    guard = RepeatGuard(3)

    for number in range(1000):
        guard.is_news((payload_of_text(f"VU1{number}"),), float(number))

    assert len(guard._told) == 3
    assert "VU1" not in repr(guard)
