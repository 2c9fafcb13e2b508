"""The code of the lobby's phone door works for its minute and the next, and can't be made up."""

from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.booking_code import ALPHABET
from vuoro.queue.domain.phone_door import (
    SLOT,
    VISIT,
    Visit,
    door_token,
    left,
    new_name,
    page_token,
    slot_at,
    slot_of,
    visit_of,
)

SECRET, OTHER = b"a secret of the lobby".ljust(32), b"of another lobby".ljust(32)
MOMENTS = st.floats(0, 1e9, allow_nan=False)


@given(MOMENTS, st.floats(0, 4 * SLOT))
def test_a_code_works_in_its_own_minute_and_the_next(shown: float, later: float) -> None:
    token = door_token(SECRET, slot_at(shown))
    minutes = slot_at(shown + later) - slot_at(shown)
    assert (slot_of(SECRET, token, shown + later) is not None) is (minutes in (0, 1))


@given(MOMENTS)
def test_the_next_code_comes_within_a_minute(mono: float) -> None:
    assert 0 < left(mono) <= SLOT


@given(st.integers(0, 10**9))
def test_a_code_can_be_typed_as_people_write(slot: int) -> None:
    token = door_token(SECRET, slot)
    assert set(token) <= set(ALPHABET)
    assert len(token) == 8
    spoken = f"{token[:4]} {token[4:]}".lower().replace("0", "o").replace("1", "l")
    assert slot_of(SECRET, spoken, slot * SLOT) == slot


@given(st.text(max_size=80), MOMENTS)
def test_nothing_else_opens_the_door(typed: str, mono: float) -> None:
    if typed.strip().upper() != door_token(SECRET, slot_at(mono)):
        assert slot_of(OTHER, typed, mono) is None or slot_of(SECRET, typed, mono) is None
    assert slot_of(OTHER, door_token(SECRET, slot_at(mono)), mono) is None


@given(st.binary(min_size=8, max_size=8), MOMENTS, st.floats(0, 2 * VISIT))
def test_a_page_works_until_its_time_is_over(random: bytes, mono: float, later: float) -> None:
    page = page_token(SECRET, Visit(new_name(random), mono + VISIT))
    found = visit_of(SECRET, page, mono + later)
    assert (found is not None) is (mono + later < -(-(mono + VISIT) // 1))
    assert visit_of(OTHER, page, mono) is None


@given(st.text(max_size=80))
def test_no_page_token_can_be_made_up(text: str) -> None:
    assert visit_of(SECRET, text, 0.0) is None


def test_a_page_token_can_not_be_made_to_last_longer() -> None:
    page = page_token(SECRET, Visit(new_name(bytes(8)), 300.0))
    name, until, mac = page.split("-")
    assert visit_of(SECRET, f"{name}-{int(until) + 60}-{mac}", 10.0) is None
