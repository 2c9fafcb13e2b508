"""A booking is found by its code, and nobody finds others' by guessing."""

from datetime import timedelta

import pytest

from tests.booking.web.conftest import Arrive
from tests.booking.web.visitor import Visitor, booked
from vuoro.booking.backend import Backend
from vuoro.booking.service import reading
from vuoro.core.clock import SteppingClock


@pytest.fixture
def link(visitor: Visitor) -> str:
    return booked(visitor).path


@pytest.fixture
def code(link: str, sqlite_backend: Backend) -> str:
    return reading.by_token(sqlite_backend, link.split("/")[2]).code


def test_a_code_leads_to_its_booking_however_it_is_written(
    visitor: Visitor, link: str, code: str
) -> None:
    for typed in (code, f" {code[:4].lower()} – {code[4:].lower()} ", f"{code[:4]}-{code[4:]}"):
        assert visitor.send("/find", code=typed).path == link


def test_every_code_that_is_none_gets_the_same_words(visitor: Visitor, code: str) -> None:
    wrong = "0" + code[1:] if code[0] != "0" else "1" + code[1:]

    pages = [visitor.send("/find", code=typed) for typed in (wrong, "ZZZZZZZZ")]

    assert {page.status for page in pages} == {404}
    told = {page.words.replace(page.values["code"], "") for page in pages}
    assert len(told) == 1
    assert "Emme löytäneet aikaa tällä koodilla." in told.pop()
    assert "tel:+35830000000" in pages[0].links


@pytest.mark.parametrize("typed", ["", "7K4M", "7K4M-Q2XB-1", "U" * 8, "x" * 4000])
def test_what_can_be_no_code_is_told_and_costs_no_try(visitor: Visitor, typed: str) -> None:
    for _ in range(7):
        page = visitor.send("/find", code=typed)

    assert page.status == 422
    assert "8 kirjainta ja numeroa" in page.words


def test_whoever_guesses_has_to_wait_longer_and_longer(
    visitor: Visitor, arrive: Arrive, clock: SteppingClock, code: str, link: str
) -> None:
    guesses = [visitor.send("/find", code=f"0000000{n}") for n in range(6)]
    assert [page.status for page in guesses] == [404] * 5 + [429]
    assert "Voit yrittää uudelleen minuutin kuluttua." in guesses[-1].words
    assert visitor.send("/find", code=code).status == 429, "the right one doesn't help now"
    assert arrive().send("/find", code=code).path == link, "others aren't kept waiting"

    clock.advance(timedelta(minutes=1))
    assert visitor.send("/find", code="00000006").status == 404
    assert visitor.send("/find", code=code).answer.headers["retry-after"] == "120"


def test_one_code_tried_from_many_addresses_has_to_wait_too(
    arrive: Arrive, code: str, link: str
) -> None:
    wrong = "0" + code[1:] if code[0] != "0" else "1" + code[1:]
    statuses = [arrive(f"127.0.0.{n}").send("/find", code=wrong).status for n in range(2, 9)]

    assert statuses == [404] * 5 + [429] * 2
    assert arrive("127.0.0.2").send("/find", code=code).path == link


def test_knowing_a_code_gives_no_tries_for_others(visitor: Visitor, code: str) -> None:
    statuses = []
    for n in range(7):
        statuses.append(visitor.send("/find", code=f"0000000{n}").status)
        visitor.send("/find", code=code)

    assert statuses == [404] * 5 + [429] * 2
    assert all(visitor.send("/find", code=code).status == 429 for _ in range(2))
