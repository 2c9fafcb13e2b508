"""A client books on the web without an account: the pages as a browser without script gets them."""

import threading
from datetime import timedelta

from sqlalchemy import select

from tests.booking.web.conftest import Arrive
from tests.booking.web.visitor import MATTER, Visitor, app_over, form_opened, review_opened
from tests.served import served
from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import bookings, calendar
from vuoro.core.clock import SteppingClock


def test_one_area_needs_no_choice(visitor: Visitor) -> None:
    page = visitor.open("/")

    assert page.path == "/pirkanmaa"
    assert "Työnhakukeskustelu" in page.words
    assert "Alkuhaastattelu" not in page.words, "only staff book it"


def test_of_several_areas_one_is_chosen(visitor: Visitor, sqlite_backend: Backend) -> None:
    other = {"id": "other", "slug": "uusimaa", "name": {"fi": "Uudenmaan työllisyysalue"}}
    with sqlite_backend.begin() as work:
        work.sql.execute(calendar.tenant.insert(), other)

    page = visitor.open("/")

    assert {"/pirkanmaa", "/uusimaa"} <= set(page.links)


def test_where_there_is_one_way_nothing_is_asked(visitor: Visitor, sqlite_backend: Backend) -> None:
    link = calendar.office_service
    with sqlite_backend.begin() as work:
        keskusta = select(calendar.office.c.id).where(calendar.office.c.slug == "keskusta")
        work.sql.execute(link.update().values(channels=["in_person"]))
        work.sql.execute(link.delete().where(link.c.office != keskusta.scalar_subquery()))

    page = visitor.open("/pirkanmaa/neuvonta")

    assert page.path.endswith("/times")
    assert "Keskustan työllisyyspalvelut" in page.words


def test_the_whole_way_to_a_booking(visitor: Visitor, sqlite_backend: Backend) -> None:
    details = form_opened(visitor)
    assert "Maanantai 23.11.2026" in details.words
    assert "Pidämme tämän ajan sinulle kello\u00a08.20 asti." in details.words

    review = visitor.send(
        details.path,
        **{"name": "Testi Henkilö", "phone": "040 123 4567", "answers.tulkki": "no"},
    )
    assert review.path.endswith("/review")
    assert "Testi Henkilö" in review.words

    booked = visitor.send(f"{details.path}/confirm")
    assert booked.path.startswith("/b/")
    assert "Aikasi on varattu" in booked.title
    assert "Näytä QR-koodi aulan lukijalle" in booked.words
    with sqlite_backend.read() as sql:
        (row,) = sql.execute(select(bookings.booking)).mappings()
    assert (row["status"], row["channel"], row["made_by"]) == ("booked", "in_person", "client:")


def test_pressing_confirm_again_gives_the_same_booking(
    visitor: Visitor, sqlite_backend: Backend
) -> None:
    review = review_opened(visitor)
    confirm = review.path.replace("/review", "/confirm")

    first, second = visitor.send(confirm), visitor.send(confirm)

    assert first.path == second.path
    assert visitor.open(review.path).path == first.path, "going back leads to it, too"
    with sqlite_backend.read() as sql:
        assert len(sql.execute(select(bookings.booking)).all()) == 1


def test_many_presses_at_once_are_one_booking(backend: Backend) -> None:
    reached: list[str] = []
    with served(app_over(backend)) as site:
        visitor = Visitor(site)
        confirm = review_opened(visitor).path.replace("/review", "/confirm")

        def press() -> None:
            reached.append(visitor.send(confirm).path)

        presses = [threading.Thread(target=press) for _ in range(6)]
        for each in presses:
            each.start()
        for each in presses:
            each.join()
        visitor.close()

    assert len(set(reached)) == 1
    assert reached[0].startswith("/b/")
    with backend.read() as sql:
        assert len(sql.execute(select(bookings.booking)).all()) == 1


def test_of_two_who_want_the_last_of_a_time_one_is_told_and_sees_others_near(
    visitor: Visitor, arrive: Arrive
) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    time = page.times()[1]
    assert visitor.choose(page, time).path.startswith("/v/")

    late = arrive().choose(page, time)

    assert late.path.endswith("/times")
    assert "Tämä aika ehti mennä" in late.words
    assert "Lähimmät vapaat ajat" in late.words
    assert time not in late.times()
    near = [int(each.partition(".")[0]) - int(time.partition(".")[0]) for each in late.times()[:6]]
    assert all(abs(away) <= 4 * 3_600_000 for away in near)


def test_a_time_that_two_specialists_have_serves_two(visitor: Visitor) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta")
    nine = page.times()[0]

    first = visitor.choose(page, nine)
    second = visitor.choose(page, nine)
    third = visitor.choose(page, nine)

    assert first.path != second.path
    assert second.path.startswith("/v/")
    assert "Tämä aika ehti mennä" in third.words


def test_another_time_matter_or_place_keeps_what_was_typed(visitor: Visitor) -> None:
    review = review_opened(visitor, email="testi@example.fi")
    draft = review.path.split("/")[2]
    times = visitor.open(f"{MATTER}/times", channel="phone", draft=draft)
    assert "Pidämme sinulle nyt tätä aikaa: Maanantai 23.11.2026 klo 9.00" in times.words
    assert f"/v/{draft}" in times.links

    other = visitor.choose(times, times.times()[-1])

    assert other.path == f"/v/{draft}"
    assert other.values["email"] == "testi@example.fi"
    assert "Puhelu" in other.words
    freed = visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta")
    assert freed.times()[0] == form_time(visitor), "the time held before is free again"


def form_time(visitor: Visitor) -> str:
    """Nine o'clock on Monday in the centre, as a button sends it."""
    page = visitor.open(
        f"{MATTER}/times", channel="in_person", office="keskusta", week="2026-11-23"
    )
    return page.times()[0]


def test_more_time_is_given_twelve_times_but_not_for_ever(
    visitor: Visitor, clock: SteppingClock
) -> None:
    details = form_opened(visitor)

    for _ in range(12):
        clock.advance(timedelta(minutes=19))
        details = visitor.send(details.path, name="Testi", more_time="yes")
        assert "Sait lisää aikaa." in details.words
        assert details.values["name"] == "Testi"

    clock.advance(timedelta(minutes=19))
    assert "Sait lisää aikaa." not in visitor.send(details.path, more_time="yes").words


def test_whoever_comes_too_late_finds_times_near_and_what_was_typed(
    visitor: Visitor, clock: SteppingClock
) -> None:
    review = review_opened(visitor, email="testi@example.fi")
    clock.advance(timedelta(minutes=21))

    over = visitor.open(review.path)

    assert over.status == 410
    assert "Kirjoittamasi tiedot ovat tallessa" in over.words
    again = visitor.choose(over, over.times()[0])
    assert again.path == review.path.replace("/review", "")
    assert again.values["email"] == "testi@example.fi"


def test_whoever_confirms_a_little_late_still_gets_the_time_if_nobody_took_it(
    visitor: Visitor, clock: SteppingClock
) -> None:
    tuesday = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    review = review_opened(visitor, tuesday)
    clock.advance(timedelta(minutes=25))

    assert visitor.send(review.path.replace("/review", "/confirm")).path.startswith("/b/")


def test_a_time_taken_meanwhile_is_told_at_the_end(
    visitor: Visitor, arrive: Arrive, clock: SteppingClock
) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    slow = review_opened(visitor, page=page)
    clock.advance(timedelta(minutes=25))
    quick = review_opened(arrive(), page=page)
    assert arrive().send(quick.path.replace("/review", "/confirm")).path[:3] == "/b/"

    lost = visitor.send(slow.path.replace("/review", "/confirm"))

    assert lost.status == 410
    assert "Aika ehti vapautua" in lost.title
    assert lost.times()


def test_a_form_is_forgotten_after_two_hours(visitor: Visitor, clock: SteppingClock) -> None:
    details = form_opened(visitor)
    clock.advance(timedelta(hours=2))

    gone = visitor.open(details.path)

    assert gone.status == 410
    assert "Aloita varaus alusta" in gone.words


def test_who_gives_up_a_time_lets_others_have_it(visitor: Visitor) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    details = visitor.choose(page, page.times()[0])

    left = visitor.send(f"{details.path}/leave")

    again = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    assert left.path == "/pirkanmaa"
    assert again.times() == page.times()


def test_empty_weeks_say_when_the_next_time_is_and_nothing_at_all_what_to_do(
    visitor: Visitor, sqlite_backend: Backend
) -> None:
    asked = {"channel": "in_person", "office": "hervanta"}
    off_week = visitor.open(f"{MATTER}/times", week="2026-11-30", **asked)
    none = visitor.open(f"{MATTER}/times", speak="sv", **asked)

    assert "Tällä viikolla ei ole vapaita aikoja." in off_week.words
    assert "Seuraava vapaa aika on tiistai 8.12.2026 klo 10.00." in off_week.words
    assert any("week=2026-12-07" in link for link in off_week.links)
    assert "Vapaita aikoja ei ole juuri nyt" in none.words
    for way in ("speak=any", "office=any", "channel=phone", "channel=video", "tel:+35830000000"):
        assert any(way in link for link in none.links), way


def test_the_language_of_the_meeting_is_that_of_the_page_unless_chosen(visitor: Visitor) -> None:
    asked = {"channel": "in_person", "office": "keskusta", "week": "2026-11-23"}
    finnish = visitor.open(f"{MATTER}/times", **asked)
    swedish = visitor.open(f"{MATTER}/times", lang="sv", **asked)
    any_language = visitor.open(f"{MATTER}/times", speak="any", **asked)

    assert set(swedish.times()) < set(finnish.times())
    assert any_language.times() == finnish.times(), "both specialists speak Finnish"
