"""The digest: the same on both sides, whatever the order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.digest import DigestRow, digest_day, digest_lines

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["booking", "visit"]), st.sampled_from(["2026-11-23", ""]), st.text(),
        st.integers(0, 9),
    ),
    unique_by=lambda row: (row[0], row[2]),
)  # fmt: skip


def test_one_row() -> None:
    (line,) = digest_lines([("booking", "2026-11-23", "a", 7)])
    assert (line.kind, line.day, line.count) == ("booking", "2026-11-23", 1)
    assert line.xor == "8cb6ee7a35dc7a51b87df5ff3305476773ba2e1949e784fe1bd2da1eeb9fafc5"


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(rows: list[DigestRow], random: random.Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert digest_lines(shuffled) == digest_lines(rows)


@given(ROWS.filter(bool))
def test_a_row_that_is_missing_or_newer_shows(rows: list[DigestRow]) -> None:
    kind, day, key, rev = rows[0]
    assert digest_lines(rows[1:]) != digest_lines(rows)
    assert digest_lines([(kind, day, key, rev + 1), *rows[1:]]) != digest_lines(rows)


def test_days_are_local_days() -> None:
    """01:30 in Finland is the day before in UTC."""
    assert digest_day("booking", {"start": "2026-11-23T22:30:00Z"}) == "2026-11-24"
    assert digest_day("lease", {"start_ms": 1_795_473_000_000}) == "2026-11-24"
    assert digest_day("visit", {"day": "2026-11-20"}) == "2026-11-20"
    assert digest_day("keys", {"document": "…"}) == ""
    assert digest_day("booking", None) == ""
