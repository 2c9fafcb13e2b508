"""Which messages a booking event asks for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.messages.given import CONTACT, a_view, at
from vuoro.booking.domain.values import BookingStatus, Contact
from vuoro.booking.messages.planning import Happened, plan
from vuoro.booking.messages.values import By, Kind, Planned

START = at("2026-11-24 09:00")
LONG_BEFORE = at("2026-11-20 12:00")
ONLY_PHONE, ONLY_EMAIL = replace(CONTACT, email=""), replace(CONTACT, phone="")


def planned(happened: Happened, now: datetime = LONG_BEFORE, **changes: Any) -> list[str]:
    """Each message as ``kind by time``."""
    return [told(each) for each in plan(happened, a_view(**changes), now)]


def told(message: Planned) -> str:
    due = message.due.astimezone(START.tzinfo)
    return f"{message.kind} {message.by} {due - START}"


def made(by_client: bool = True) -> Happened:
    return Happened(1, "made", by_client)


def test_a_booking_is_confirmed_and_reminded_of_as_its_service_says() -> None:
    assert planned(made()) == [
        "confirmation email -4 days, 3:00:00",
        "reminder email -1 day, 0:00:00",
        "reminder sms -1 day, 0:00:00",
        "reminder sms -1 day, 23:00:00",
    ]


def test_who_has_no_e_mail_is_confirmed_by_text_and_who_has_no_phone_gets_no_texts() -> None:
    assert planned(made(), contact=ONLY_PHONE)[0].startswith("confirmation sms")
    assert [line.split()[1] for line in planned(made(), contact=ONLY_EMAIL)] == ["email", "email"]
    assert planned(made(), contact=Contact("Nobody")) == []


def test_a_booking_made_half_an_hour_before_its_start_is_confirmed_only() -> None:
    now = START - timedelta(minutes=30)

    assert planned(made(), now) == ["confirmation email -1 day, 23:30:00"]


def test_a_reminder_right_after_the_confirmation_is_left_out() -> None:
    now = START - timedelta(minutes=85)

    assert not any("reminder" in line for line in planned(made(), now))


def test_a_booking_in_the_past_is_told_to_nobody() -> None:
    assert planned(made(), START) == []


def test_what_staff_move_is_told_every_way_and_what_the_client_moves_one_way() -> None:
    moved = Happened(2, "moved", before_start=at("2026-11-23 09:00"))
    news = [line for line in planned(moved) if line.startswith("change")]
    own = [line for line in planned(replace(moved, by_client=True)) if line.startswith("change")]

    assert [line.split()[1] for line in news] == ["email", "sms"]
    assert [line.split()[1] for line in own] == ["email"]


def test_a_move_brings_new_reminders_with_keys_of_their_own() -> None:
    first = {each.key for each in plan(made(), a_view(), LONG_BEFORE)}
    second = {each.key for each in plan(Happened(2, "moved"), a_view(), LONG_BEFORE)}

    assert len(second) == 5
    assert first & second == set()


def test_a_cancellation_by_staff_at_night_is_texted_in_the_morning_and_mailed_at_once() -> None:
    night = at("2026-11-23 23:00")

    lines = planned(Happened(2, "cancelled"), night, status=BookingStatus.CANCELLED)

    assert lines == ["cancellation email -1 day, 14:00:00", "cancellation sms -1 day, 23:00:00"]


def test_who_books_at_night_by_phone_number_only_gets_the_answer_at_once() -> None:
    night = at("2026-11-20 23:00")

    assert planned(made(), night, contact=ONLY_PHONE)[0] == "confirmation sms -4 days, 14:00:00"


def test_a_cancellation_is_still_told_after_the_start() -> None:
    late = START + timedelta(minutes=1)

    messages = plan(Happened(2, "cancelled"), a_view(status=BookingStatus.CANCELLED), late)

    assert {each.kind for each in messages} == {Kind.CANCELLATION}
    assert all(each.expires == late + timedelta(hours=24) for each in messages)


def test_a_colleague_taking_over_is_told_only_if_the_place_or_channel_is_another() -> None:
    assert planned(Happened(2, "handed_over")) == []
    assert planned(Happened(2, "handed_over", elsewhere=True)) == [
        "change email -4 days, 3:00:00",
        "change sms -4 days, 3:00:00",
    ]


def test_a_time_given_to_somebody_else_is_withdrawn_from_whose_it_was() -> None:
    event = Happened(3, "reassigned", before_client="old", before_contact=ONLY_PHONE)

    messages = plan(event, a_view(), LONG_BEFORE)

    assert [(m.kind, m.by) for m in messages if m.client == "old"] == [(Kind.CANCELLATION, By.SMS)]
    assert messages[1].kind is Kind.CONFIRMATION


@pytest.mark.parametrize("kind", ["made", "moved", "cancelled", "reassigned"])
def test_what_staff_tell_themselves_is_not_told_by_message(kind: str) -> None:
    silent = Happened(2, kind, silent=True)

    assert planned(silent) == planned(silent, status=BookingStatus.CANCELLED) == []


@pytest.mark.parametrize("kind", ["arrived", "absent", "done", "noted", "reopened", "erased"])
def test_what_is_not_news_for_the_client_brings_no_message(kind: str) -> None:
    assert planned(Happened(4, kind)) == []


@given(
    kind=st.sampled_from(["made", "moved", "cancelled", "handed_over", "reassigned", "arrived"]),
    status=st.sampled_from(BookingStatus),
    ahead=st.integers(-60 * 24, 60 * 24 * 40),
    by_client=st.booleans(),
    email=st.booleans(),
    phone=st.booleans(),
)
def test_every_message_can_reach_somebody_and_falls_due_between_now_and_its_end(
    kind: str, status: BookingStatus, ahead: int, by_client: bool, email: bool, phone: bool
) -> None:
    now = START - timedelta(minutes=ahead)
    contact = Contact("Nobody", CONTACT.email if email else "", CONTACT.phone if phone else "")

    messages = plan(Happened(1, kind, by_client), a_view(status=status, contact=contact), now)

    assert len({each.key for each in messages}) == len(messages)
    for each in messages:
        assert now <= each.due <= each.expires
        assert contact.email if each.by is By.EMAIL else contact.phone
