"""What becomes of people who arrive: every outcome a kiosk can be told, through the service."""

from datetime import timedelta

import pytest

from tests.queue.world import (
    KIOSK,
    REVOKED_KEY,
    START,
    THREE,
    World,
    a_pass,
    code,
    index,
    office,
)
from vuoro.core.passes import SigningKey
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import ArrivalResult, Outcome, Slip
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import managing
from vuoro.queue.service.lobby import Press

SOON = START + timedelta(minutes=30)
CODE = "010190-999W"
OTHER_CODE = "131052-9982"


@pytest.fixture
def world() -> World:
    return World()


def slip_of(result: ArrivalResult) -> Slip:
    assert result.slip is not None, result.outcome
    return result.slip


def test_a_walk_in_takes_the_first_number(world: World) -> None:
    result = world.take()
    slip = slip_of(result)
    assert result.outcome is Outcome.ISSUED
    assert (slip.number, slip.copy, slip.language) == ("A001", 0, "fi")
    assert slip.follow_url.startswith("http://vuoro.test/t/")


def test_services_that_share_a_letter_share_their_numbers(world: World) -> None:
    assert [world.number("aloitus").number, world.number("aloitus").number] == ["B001", "B002"]
    world.booking("b1", SOON)
    assert slip_of(world.show_pass(a_pass("b1", SOON))).number == "B003"


def test_a_client_in_time_is_admitted(world: World) -> None:
    world.booking("b1", SOON)
    result = world.show_pass(a_pass("b1", SOON))
    assert (result.outcome, result.start) == (Outcome.ADMITTED, SOON)
    assert world.ticket(slip_of(result).ticket)["specialist"] == "staff3"


def test_an_early_client_gets_a_number_and_is_told(world: World) -> None:
    start = START + timedelta(minutes=90)
    world.booking("b1", start)
    result = world.show_pass(a_pass("b1", start))
    assert result.outcome is Outcome.EARLY
    assert world.ticket(slip_of(result).ticket)["notes"] == "early"


def test_a_late_client_gets_a_number_and_staff_see_it(world: World) -> None:
    start = START - timedelta(minutes=21)
    world.booking("b1", start)
    result = world.show_pass(a_pass("b1", start))
    assert result.outcome is Outcome.LATE
    assert world.ticket(slip_of(result).ticket)["notes"] == "late"


def test_who_is_here_already_gets_the_same_number_and_a_copy_is_offered(world: World) -> None:
    world.booking("b1", SOON)
    first = slip_of(world.show_pass(a_pass("b1", SOON)))
    again = world.show_pass(a_pass("b1", SOON))
    assert again.outcome is Outcome.ALREADY_HERE
    assert (slip_of(again).number, slip_of(again).copy) == (first.number, 1)
    assert world.store.read("SELECT count(*) FROM print_job") == [(1,)]


def test_an_old_pass_of_a_client_with_a_new_time_today_is_admitted_to_that(world: World) -> None:
    world.booking("b1", SOON, rev=2)
    result = world.show_pass(a_pass("b1", START + timedelta(hours=1), revision=1))
    assert (result.outcome, result.start) == (Outcome.RESCHEDULED, SOON)


def test_a_pass_newer_than_the_mirror_is_believed_and_flagged(world: World) -> None:
    world.booking("b1", SOON, rev=1)
    result = world.show_pass(a_pass("b1", SOON, revision=2))
    assert result.outcome is Outcome.ADMITTED
    assert "stale_booking" in world.ticket(slip_of(result).ticket)["notes"]


def test_a_pass_of_another_day_is_told_its_day(world: World) -> None:
    tomorrow = SOON + timedelta(days=1)
    world.booking("b1", tomorrow)
    result = world.show_pass(a_pass("b1", tomorrow))
    assert (result.outcome, result.start, result.slip) == (Outcome.WRONG_DAY, tomorrow, None)


def test_a_pass_of_another_office_is_told_so(world: World) -> None:
    assert world.show_pass(a_pass("b1", SOON, site=18)).outcome is Outcome.WRONG_OFFICE


def test_a_cancelled_booking_is_told_so(world: World) -> None:
    world.booking("b1", SOON, status="cancelled")
    assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.CANCELLED


def test_a_pass_that_the_backend_took_away_is_no_new_booking(world: World) -> None:
    world.booking("b1", SOON)
    world.mirror(world.gone("b1"))
    assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.SUPERSEDED


def test_a_fresh_mirror_that_does_not_know_a_pass_sends_its_holder_to_staff(world: World) -> None:
    world.booking("b1", SOON)
    assert world.show_pass(a_pass("unknown", SOON)).outcome is Outcome.SEE_STAFF


def test_a_mirror_is_fresh_by_the_clock_that_nobody_sets(world: World) -> None:
    world.booking("b1", SOON)
    world.clock.jump(START - timedelta(minutes=5))
    world.clock.elapsed += 61
    assert world.show_pass(a_pass("unknown", SOON)).outcome is Outcome.ADMITTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/",
        "HC1:6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTYRMM5PWJSGN3",
        "VU1",
        "VU1" + "A" * 148,
        "VU9" + "A" * 148,
        "\x00\udcff\U0001f600" * 40,
        "9" * 16_000,
    ],
)
def test_what_is_no_pass_of_ours_is_told_so(world: World, text: str) -> None:
    assert world.show_pass(text).outcome is Outcome.BAD_PASS


def test_a_pass_of_another_area_or_a_forged_one_is_no_pass(world: World) -> None:
    world.booking("b1", SOON)
    forged = a_pass("b1", SOON, key=SigningKey(bytes(32)))
    assert world.show_pass(forged).outcome is Outcome.BAD_PASS


def test_a_pass_of_a_revoked_key_still_finds_the_booking_in_the_mirror(world: World) -> None:
    world.booking("b1", SOON)
    assert world.show_pass(a_pass("b1", SOON, key=REVOKED_KEY)).outcome is Outcome.ADMITTED
    assert world.show_pass(a_pass("b2", SOON, key=REVOKED_KEY)).outcome is Outcome.BAD_PASS


def test_a_lobby_without_keys_sends_pass_holders_to_staff_but_not_strangers(world: World) -> None:
    world.lobby.keys = None
    assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.SEE_STAFF
    assert world.show_pass("https://example.org/").outcome is Outcome.BAD_PASS


def test_a_pass_may_come_in_lower_case_and_with_a_line_end(world: World) -> None:
    world.booking("b1", SOON)
    assert world.show_pass(f"  {a_pass('b1', SOON).lower()}\r\n").outcome is Outcome.ADMITTED


def test_a_pass_before_its_row_gets_a_number_of_the_info_counter(world: World) -> None:
    result = world.show_pass(a_pass("b1", SOON))
    row = world.ticket(slip_of(result).ticket)
    assert result.outcome is Outcome.ADMITTED
    assert (row["service"], row["notes"], row["booking"]) == ("neuvonta", "not_in_mirror", None)


def test_a_pass_before_its_row_is_the_same_person_when_the_row_comes(world: World) -> None:
    first = slip_of(world.show_pass(a_pass("b1", SOON)))
    world.booking("b1", SOON)
    row = world.ticket(first.ticket)
    assert (row["booking"], row["service"], row["specialist"]) == ("b1", "keskustelu", "staff3")
    assert (row["kind"], row["notes"], row["number"]) == ("booked", "", first.number)
    again = world.show_pass(a_pass("b1", SOON))
    assert (again.outcome, slip_of(again).ticket) == (Outcome.ALREADY_HERE, first.ticket)
    assert world.store.read("SELECT booking FROM arrival") == [("b1",)]


def test_an_identity_code_looks_the_same_whether_or_not_it_matches(world: World) -> None:
    world.booking("b1", SOON, identity_index=index(CODE), code=code("7K4MQ2XB"))
    matched, unmatched = world.type_identity_code(CODE), world.type_identity_code(OTHER_CODE)
    for result, number in ((matched, "A001"), (unmatched, "A002")):
        slip = slip_of(result)
        assert (result.outcome, result.start, result.retry_after) == (Outcome.RECEIVED, None, None)
        assert (slip.number, slip.ahead, slip.wait, slip.copy) == (number, None, None, 0)
    assert world.ticket(slip_of(matched).ticket)["specialist"] == "staff3"
    assert world.ticket(slip_of(unmatched).ticket)["notes"] == "no_match"


@pytest.mark.parametrize("is_booked", [True, False])
def test_the_same_identity_code_twice_gives_the_same_number_and_look(
    world: World, is_booked: bool
) -> None:
    if is_booked:
        world.booking("b1", SOON, identity_index=index(CODE))
        world.booking("b2", SOON + timedelta(minutes=30), identity_index=index(CODE))
    first, again = world.type_identity_code(CODE), world.type_identity_code(CODE.lower())
    assert first.outcome is again.outcome is Outcome.RECEIVED
    assert slip_of(again).ticket == slip_of(first).ticket
    assert (slip_of(again).copy, slip_of(again).ahead, slip_of(again).wait) == (1, None, None)


def test_an_identity_code_finds_its_number_also_where_no_day_key_came(world: World) -> None:
    world.lobby.day_keys = {}
    first, again = world.type_identity_code(CODE), world.type_identity_code(CODE)
    assert slip_of(again).ticket == slip_of(first).ticket


def test_an_identity_code_typed_before_its_booking_came_keeps_its_number(world: World) -> None:
    first = slip_of(world.type_identity_code(CODE))
    world.booking("b1", SOON, identity_index=index(CODE))
    again = world.type_identity_code(CODE)
    assert slip_of(again).ticket == first.ticket
    row = world.ticket(first.ticket)
    assert (row["booking"], row["specialist"], row["notes"]) == ("b1", "staff3", "")


def test_a_code_of_somebody_who_came_by_pass_tells_neither_time_nor_wait(world: World) -> None:
    world.booking("b1", SOON, identity_index=index(CODE))
    ticket = slip_of(world.show_pass(a_pass("b1", SOON))).ticket
    result = world.type_identity_code(CODE)
    slip = slip_of(result)
    assert (result.outcome, result.start, slip.ticket) == (Outcome.RECEIVED, None, ticket)
    assert (slip.ahead, slip.wait) == (None, None)


def test_who_was_served_and_types_the_code_again_gets_a_new_number(world: World) -> None:
    world.sit("staff1", "p1")
    first = slip_of(world.type_identity_code(CODE))
    world.called("staff1", "p1")
    world.moved(Move.DONE, first.ticket, "staff1")
    again = world.type_identity_code(CODE)
    assert (again.outcome, slip_of(again).number) == (Outcome.RECEIVED, "A002")


def test_with_two_bookings_today_the_next_one_is_checked_in_and_staff_know(world: World) -> None:
    later = SOON + timedelta(hours=2)
    world.booking("later", later, identity_index=index(CODE), specialist="staff4")
    world.booking("sooner", SOON, identity_index=index(CODE))
    row = world.ticket(slip_of(world.type_identity_code(CODE)).ticket)
    assert (row["booking"], row["notes"]) == ("sooner", "another_booking")


def test_a_mistyped_identity_code_is_no_match(world: World) -> None:
    assert world.type_identity_code("010190-999A").outcome is Outcome.NO_MATCH


def test_a_booking_code_checks_in_as_people_type_it(world: World) -> None:
    world.booking("b1", SOON, code=code("7K4MQ2XB"))
    assert world.type_booking_code("7k4m-q2xb").outcome is Outcome.ADMITTED
    assert world.type_booking_code("7K4MQ2XC").outcome is Outcome.NO_MATCH
    assert world.type_booking_code("?").outcome is Outcome.NO_MATCH


def test_after_five_tries_a_kiosk_pauses_and_others_do_not(world: World) -> None:
    for _ in range(5):
        assert world.type_booking_code("7K4MQ2XC").outcome is Outcome.NO_MATCH
    refused = world.type_booking_code("7K4MQ2XC")
    assert (refused.outcome, refused.retry_after) == (Outcome.TOO_MANY_TRIES, 30)
    other = world.type_booking_code("7K4MQ2XC", world.press("kiosk-2"))
    assert other.outcome is Outcome.NO_MATCH
    assert world.take().outcome is Outcome.ISSUED


def test_a_press_that_was_answered_is_answered_also_in_the_pause(world: World) -> None:
    world.booking("b1", SOON, identity_index=index(CODE))
    press = world.press()
    first = world.type_identity_code(CODE, press)
    for _ in range(5):
        world.type_identity_code(OTHER_CODE)
    assert world.type_identity_code(CODE, press) == first


def test_before_opening_and_after_closing_nobody_gets_a_number(world: World) -> None:
    for hour in (-2, 8):
        world.clock.jump(START + timedelta(hours=hour))
        assert world.take().outcome is Outcome.CLOSED
        assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.CLOSED


def test_a_service_has_hours_of_its_own(world: World) -> None:
    assert world.take("yritys").outcome is Outcome.CLOSED
    world.wait(60)
    assert world.take("yritys").outcome is Outcome.ISSUED


@pytest.mark.parametrize("service", ["keskustelu", "no-such-service", ""])
def test_a_kiosk_gives_no_number_for_what_it_does_not_offer(world: World, service: str) -> None:
    assert world.take(service).outcome is Outcome.CLOSED


def test_a_lock_takes_effect_at_once_and_ends_at_once(world: World) -> None:
    for service, outcome in (("aloitus", Outcome.LOCKED), (None, Outcome.LOCKED)):
        lock = DeskCommand(service=service, locked=True, message={"fi": "Palaamme pian."})
        managing.lock(world.lobby, lock, world.press("boss"))
        assert world.take("aloitus").outcome is outcome
        managing.lock(world.lobby, DeskCommand(service=service, locked=False), world.press("boss"))
        assert world.take("aloitus").outcome is Outcome.ISSUED


def test_the_daily_contingent_counts_walk_ins_of_that_service_only(world: World) -> None:
    world.booking("b1", SOON, service="aloitus")
    world.show_pass(a_pass("b1", SOON))
    for _ in range(6):
        assert world.take("aloitus").outcome is Outcome.ISSUED
    assert world.take("aloitus").outcome is Outcome.FULL
    world.restart()
    assert world.take("aloitus").outcome is Outcome.FULL


def test_the_contingent_of_a_kiosk_button_counts_at_that_kiosk(world: World) -> None:
    world.lobby.kiosk_names["kiosk-2"] = "Aula 2"
    for _ in range(2):
        assert world.take("aloitus", world.press("kiosk-2")).outcome is Outcome.ISSUED
    assert world.take("aloitus", world.press("kiosk-2")).outcome is Outcome.FULL
    assert world.take("aloitus").outcome is Outcome.ISSUED


def test_a_transfer_gives_the_contingent_nothing_back(world: World) -> None:
    world.sit("staff1", "p1")
    tickets = [world.number("aloitus").ticket for _ in range(6)]
    world.moved(Move.TRANSFER, tickets[0], "staff1", service="neuvonta")
    for _ in range(2):
        assert world.take("aloitus").outcome is Outcome.FULL
        world.restart()


def test_one_press_makes_one_ticket_however_often_it_arrives(world: World) -> None:
    press = world.press()
    first = world.take(press=press)
    assert world.take(press=press) == first
    world.restart()
    assert world.take(press=press) == first
    assert world.number().number == "A002"


def test_the_same_key_at_another_kiosk_or_for_another_deed_is_another_press(world: World) -> None:
    one, other = Press("the-same-key", KIOSK), Press("the-same-key", "kiosk-2")
    world.booking("b1", SOON)
    numbers = [slip_of(world.take(press=one)).number, slip_of(world.take(press=other)).number]
    assert numbers == ["A001", "A002"]
    assert world.show_pass(a_pass("b1", SOON), one).outcome is Outcome.ADMITTED


def test_a_language_that_the_office_does_not_speak_becomes_its_first(world: World) -> None:
    world.settings = office(languages=["sv", "fi"])
    world.restart()
    world.booking("b1", SOON)
    assert slip_of(world.show_pass(a_pass("b1", SOON))).language == "sv"
    world.settings = office(languages=["en", "fi"])
    world.restart()
    assert slip_of(world.show_pass(a_pass("b1", SOON))).language == "sv"
    assert world.type_identity_code(CODE).slip is not None
    assert slip_of(world.type_identity_code(OTHER_CODE)).language == "en"


def test_who_was_absent_and_comes_late_is_absent_no_more(world: World) -> None:
    from vuoro.queue.service.days import mark_absent

    world.booking("b1", START - timedelta(minutes=25))
    assert mark_absent(world.lobby) == 1
    assert world.show_pass(a_pass("b1", START - timedelta(minutes=25))).outcome is Outcome.LATE
    assert world.lobby.line.marks == {}
    kinds = [kind for (kind,) in world.store.read("SELECT type FROM event ORDER BY n")]
    assert kinds[-2:] == ["ticket.issued", "booking.came"]


def test_a_specialist_calls_the_booked_client_and_a_counter_does_not(world: World) -> None:
    world.booking("b1", START)
    world.show_pass(a_pass("b1", START))
    world.sit("staff1", "p1")
    world.sit("staff3", THREE)
    answer = world.next("staff1", "p1")
    assert getattr(answer, "ticket", "refused") is None
    assert world.called("staff3", THREE).booking == "b1"
