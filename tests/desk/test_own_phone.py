"""Check-in on one's own phone, as a browser without script or cookies sees it."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
import urllib3

from tests.desk.house import House
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest
from vuoro.queue.service.own_phone import MOST_BY_ONE_CODE, TOGETHER

ONE, ANOTHER = "131052-308T", "010594Y9032"
PAGE = re.compile(r"^/k/in/[0-9A-Z]{12}-\d+-[0-9a-f]{22}$")


class Phone:
    """A browser that keeps nothing and runs nothing."""

    def __init__(self, house: House, language: str = "fi") -> None:
        self.house, self.language = house, language
        self.status, self.text, self.path = 0, "", ""

    def get(self, path: str) -> "Phone":
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> "Phone":
        return self._ask("POST", path, fields)

    def enter(self) -> "Phone":
        """Scan the kiosk's screen."""
        return self.get(urlsplit(self.house.kiosk.own_phone().url).path)

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> "Phone":
        headers = {"Accept-Language": self.language}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = urllib3.request(
            method, self.house.url + path, headers=headers, redirect=False,
            body=urlencode(fields) if fields is not None else None,
        )  # fmt: skip
        assert "set-cookie" not in answer.headers
        if answer.status == 303:
            return self.get(answer.headers["location"])
        self.status, self.text, self.path = answer.status, answer.data.decode(), path
        return self

    @property
    def page(self) -> str:
        return self.path.partition("?")[0]

    def check_in(self, **fields: str) -> "Phone":
        form = self.get(f"{self.page}/appointment")
        press = re.findall(r'name="press" value="([^"]+)"', form.text)[0]
        return self.post(form.page, press=press, **fields)


@pytest.fixture(autouse=True)
def a_quarter_of_an_hour_later(house: House) -> None:
    """Tries and codes of the test before are forgotten."""
    house.clock.elapsed += 3600.0


@pytest.fixture
def phone(house: House) -> Phone:
    return Phone(house)


def test_a_walk_in_takes_a_number_and_follows_it(phone: Phone) -> None:
    doors = phone.enter()
    assert (doors.status, bool(PAGE.match(doors.page))) == (200, True)
    assert "Sivu on voimassa 5 minuuttia." in doors.text

    turn = phone.post(f"{doors.page}/number", press="press-one", service="neuvonta")

    assert turn.page.startswith("/t/")
    assert "Numerosi" in turn.text


def test_a_booked_client_checks_in_by_the_booking_code_in_swedish(house: House) -> None:
    phone = Phone(house, "sv").enter()
    turn = phone.check_in(booking_code="bbbb 3333", identity_code="")
    assert turn.page.startswith("/t/")
    assert 'lang="sv"' in turn.text
    for secret in ("Juha", "Virtanen", "Työnhakukeskustelu", "tyonhakukeskustelu", "BBBB3333"):
        assert secret not in turn.text


def test_an_identity_code_is_answered_alike_whether_or_not_its_owner_is_here_already(
    house: House,
) -> None:
    texts = []
    for code in (ONE, ANOTHER, ONE):
        turn = Phone(house).enter().check_in(booking_code="", identity_code=code)
        assert turn.page.startswith("/t/")
        assert code not in turn.text
        same = re.sub(r"A\d{3}|/t/[\w-]+|value=\"[\w-]+\"|follow/[\w-]+", "", turn.text)
        texts.append(same)
    assert texts[0] == texts[1] == texts[2]
    assert "Edelläsi" not in texts[0]


def test_one_phone_has_one_number_however_often_it_asks(phone: Phone, house: House) -> None:
    page = phone.enter().page
    first = phone.post(f"{page}/number", press="press-one", service="neuvonta").page
    before = house.desk("minna").line().tickets
    assert phone.post(f"{page}/number", press="press-two", service="neuvonta").page == first
    assert phone.get(page).page == first
    assert len(house.desk("minna").line().tickets) == len(before)


def test_the_same_press_sent_twice_checks_in_once(phone: Phone, house: House) -> None:
    page = phone.enter().page
    before = len(house.desk("minna").line().tickets)
    for _ in range(2):
        phone.post(f"{page}/appointment", press="a-press", identity_code=ANOTHER)
    assert len(house.desk("minna").line().tickets) - before <= 1


def test_a_code_works_until_the_minute_after_it_is_over(phone: Phone, house: House) -> None:
    door = house.kiosk.own_phone()
    path = urlsplit(door.url).path
    house.clock.elapsed += door.seconds + 59.0
    assert phone.get(path).status == 200
    house.clock.elapsed += 2.0

    old = phone.get(path)

    assert old.status == 410
    assert "Katso kioskin näyttöä" in old.text
    assert house.kiosk.own_phone().url != door.url


def test_the_page_ends_after_five_minutes_and_sends_back_to_the_kiosk(
    phone: Phone, house: House
) -> None:
    page = phone.enter().page
    house.clock.elapsed += 301.0
    over = phone.post(f"{page}/number", press="press-one", service="neuvonta")
    assert (over.status, "Katso kioskin näyttöä" in over.text) == (410, True)


@pytest.mark.parametrize(
    "path",
    ["/k/AAAAAAAA", "/k/%00", "/k/in/x", "/k/in/AAAAAAAAAAAA-9999999999-0123456789abcdef012345"],
)
def test_an_address_that_was_made_up_opens_nothing(phone: Phone, path: str) -> None:
    assert phone.get(path).status == 410


def test_only_so_many_come_in_by_one_code(phone: Phone, house: House) -> None:
    path = urlsplit(house.kiosk.own_phone().url).path
    assert {phone.get(path).status for _ in range(MOST_BY_ONE_CODE)} == {200}
    assert phone.get(path).status == 429


def test_nobody_comes_in_while_the_lobby_is_locked(phone: Phone, house: House) -> None:
    house.desk("minna").press("lock", DeskCommand(locked=True))
    try:
        assert phone.enter().status == 409
        assert "Emme anna numeroita juuri nyt" in phone.text
    finally:
        house.desk("minna").press("lock", DeskCommand(locked=False))


def test_a_mistyped_code_is_told_beside_its_field_and_counts_as_no_try(phone: Phone) -> None:
    page = phone.enter().page
    for _ in range(8):
        wrong = phone.get(page).check_in(booking_code="", identity_code="131052-308A")
        assert wrong.status == 422
    assert "131052-308A" not in wrong.text
    assert 'aria-describedby="identity-hint problem" aria-invalid="true"' in wrong.text
    assert "<title>Tarkista tämä" in wrong.text
    assert phone.get(page).check_in(booking_code="", identity_code="").status == 422


def test_a_phone_may_try_five_codes_a_minute(phone: Phone) -> None:
    page = phone.enter().page
    tries = [phone.get(page).check_in(booking_code=f"ZZZZ999{n}").status for n in range(7)]
    assert tries == [409] * 5 + [429] * 2
    assert "sekunnin kuluttua" in phone.text


def test_all_phones_together_are_held_back_too_and_the_kiosk_goes_on(house: House) -> None:
    statuses = []
    for n in range(TOGETHER * 5 // 4 + 1):
        page = Phone(house).enter().page
        for code in range(4):
            tried = Phone(house).get(page).check_in(booking_code=f"ZZZ{n:02}99{code}")
            statuses.append(tried.status)
    assert statuses.index(429) == TOGETHER * 5
    request = CheckInRequest(CheckInBy.BOOKING_CODE, "ZZZZ9999")
    assert house.kiosk.check_in(request, uuid.uuid4()).outcome == "no_match"


@pytest.mark.parametrize(("code", "words"), [("EEEE6666", "peruttu"), ("ZZZZ9999", "löytäneet")])
def test_a_refusal_says_what_happened_and_leads_on(phone: Phone, code: str, words: str) -> None:
    refused = phone.enter().check_in(booking_code=code)
    assert refused.status == 409
    assert words in refused.text
    assert f"{refused.page.rpartition('/')[0]}/number" in refused.text


def test_a_service_that_gives_no_numbers_says_so(phone: Phone, house: House) -> None:
    house.desk("minna").press("lock", DeskCommand(service="neuvonta", locked=True))
    try:
        services = phone.get(f"{phone.enter().page}/number")
        assert "Ei numeroita juuri nyt" in services.text
        assert 'value="neuvonta"' not in services.text
    finally:
        house.desk("minna").press("lock", DeskCommand(service="neuvonta", locked=False))


def test_a_visitor_wishes_a_quiet_call_without_script(phone: Phone, house: House) -> None:
    slip = house.walk_in()
    path = urlsplit(slip.follow_url).path
    assert "Kutsumme sinut aulan näytöllä" in phone.get(path).text

    phone.post(path, press="quiet-one", silent="yes")

    assert "Kutsumme sinut hiljaa" in phone.text
    (row,) = [row for row in house.desk("minna").line().tickets if row.id == slip.ticket]
    assert row.silent
    assert "Kutsumme sinut aulan näytöllä" in phone.post(path, press="q2", silent="no").text


def test_a_wish_that_comes_too_late_says_whom_to_ask(phone: Phone, house: House) -> None:
    slip = house.walk_in()
    house.press("minna", "leave", slip.ticket)
    late = phone.post(urlsplit(slip.follow_url).path, press="quiet-one", silent="yes")
    assert "Kysy henkilökunnalta" in late.text
    house.clock.advance(timedelta(seconds=1))
