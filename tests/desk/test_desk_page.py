"""A clerk's work with clients at the desk, in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Route, expect

from tests.desk.hands import number, press, state

if TYPE_CHECKING:
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_day_at_the_counter_by_keyboard_only(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in("neuvonta")
    page = visitor.page(staff="minna")
    expect(page.get_by_role("heading", name="Valitse palvelupiste")).to_be_visible()

    press(page, "k")
    press(page, "1")
    expect(page.locator("#client .why")).to_contain_text(f"Seuraavana {slip.number}")
    press(page, "n")
    expect(page.locator("#client h2.number")).to_have_text(slip.number)
    assert state(house, slip.ticket) == "called"
    press(page, "s")
    expect(page.locator("#client .state")).to_have_text("Palvelussa")
    press(page, "d")
    expect(page.get_by_role("dialog")).to_contain_text(f"Miten {slip.number} päättyi?")
    press(page, "Enter")
    expect(page.locator("#toast")).to_contain_text(f"{slip.number} valmis.")
    assert state(house, slip.ticket) == "over"
    press(page, "u")
    expect(page.locator("#client .state")).to_have_text("Palvelussa")

    assert state(house, slip.ticket) == "serving"
    assert number(page) == slip.number


def test_two_counters_pressing_next_at_once_get_two_clients_and_both_pages_follow(
    visitor: Visitor,
) -> None:
    house = visitor.house
    numbers = {house.walk_in("neuvonta").number for _ in range(2)}
    house.sit("minna", "palvelupiste-1")
    house.sit("juha", "palvelupiste-2")
    minna, juha = visitor.page(staff="minna"), visitor.page(staff="juha")
    for page in (minna, juha):
        expect(page.locator("[data-action=next]")).to_be_enabled()

    # Both presses are on their way before either page is asked for its answer.
    for page in (minna, juha):
        page.evaluate("() => void document.querySelector('[data-action=next]').click()")

    expect(minna.locator("#client h2.number")).to_be_visible()
    expect(juha.locator("#client h2.number")).to_be_visible()
    assert {number(minna), number(juha)} == numbers
    for page in (minna, juha):
        for called in numbers:
            expect(page.locator("#colleagues")).to_contain_text(f"{called} kutsuttu")


def test_a_called_client_can_be_called_again_up_to_the_limit_then_marked_missed(
    visitor: Visitor,
) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    press(page, "n")
    expect(page.locator("#client .state")).to_contain_text("kutsu 1/3")

    for n in (2, 3):
        press(page, "a")
        expect(page.locator("#client .state")).to_contain_text(f"kutsu {n}/3")

    expect(page.locator("[data-action=again]")).to_be_disabled()
    expect(page.locator("#client .hint")).to_contain_text("Viimeinen kutsu")
    press(page, "m")
    expect(page.locator("#tab-missed .count")).to_have_text("1")
    page.click("#tab-missed")
    page.get_by_role("tabpanel").get_by_role("button").click()
    press(page, "b")
    expect(page.locator("#line")).to_contain_text(slip.number)
    assert state(house, slip.ticket) == "waiting"


def test_a_parked_client_is_resumed_and_transferred_with_the_same_number(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in("tyonhaun-aloitus")
    house.sit("minna", "palvelupiste-2")
    page = visitor.page(staff="minna")
    press(page, "n")
    expect(page.locator("#client h2.number")).to_have_text(slip.number)

    press(page, "p")
    page.click("#tab-parked")
    page.get_by_role("tabpanel").get_by_role("button").click()
    page.get_by_role("button", name="Jatka palvelua").click()
    expect(page.locator("#client h2.number")).to_have_text(slip.number)
    press(page, "t")
    page.get_by_role("button", name="Palvelupiste 4").click()

    expect(page.locator("#toast")).to_contain_text(f"{slip.number} ohjattu: Palvelupiste 4.")
    expect(page.locator("#line .others")).to_contain_text(slip.number)
    press(page, "u")
    expect(page.locator("#client h2.number")).to_have_text(slip.number)


def test_the_number_of_the_same_client_is_joined_to_the_one_who_is_here(visitor: Visitor) -> None:
    house = visitor.house
    first, second = house.walk_in(), house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    press(page, "n")
    expect(page.locator("#client h2.number")).to_have_text(first.number)

    page.locator("#line button.row").click()
    page.get_by_role("button", name=f"Sama asiakas kuin {first.number}").click()
    expect(page.get_by_role("dialog")).to_contain_text("Tätä ei voi perua.")
    assert state(house, second.ticket) == "waiting"
    page.get_by_role("button", name="Sama asiakas", exact=True).click()

    expect(page.locator("#client h2.number")).to_have_text(f"{first.number} / {second.number}")
    expect(page.locator("#toast")).to_contain_text(f"{second.number} yhdistetty: {first.number}.")
    expect(page.locator("#line button.row")).to_have_count(0)
    assert state(house, second.ticket) == "over"


def test_a_row_is_reached_by_arrow_keys_and_called_with_a_letter(visitor: Visitor) -> None:
    house = visitor.house
    house.walk_in()
    house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("#line button.row")).to_have_count(2)
    second = page.locator("#line button.row .number").nth(1).inner_text()
    page.locator("#line button.row").first.focus()

    press(page, "ArrowDown")
    press(page, "c")

    expect(page.locator("#client h2.number")).to_have_text(second)


def test_staff_give_a_number_and_see_it_large(visitor: Visitor) -> None:
    visitor.house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("[data-action=next]")).to_be_visible()

    press(page, "w")
    page.get_by_label("Kotoutuminen").check()
    page.get_by_label("Svenska").check()
    page.get_by_label("Kiireellinen").check()
    press(page, "Enter")

    given = page.locator(".given-number")
    expect(given).to_have_text(re.compile(r"A\d{3}"))
    row = page.locator("#line button.row", has_text=given.inner_text())
    expect(row).to_contain_text("Kiireellinen")
    expect(row).to_contain_text("Svenska")


def test_who_was_slower_is_told_that_the_line_has_changed(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    house.sit("juha", "palvelupiste-2")
    page = visitor.page(staff="minna")
    page.locator("#line button.row", has_text=slip.number).click()
    house.call_next("juha", "palvelupiste-2")

    press(page, "c")

    expect(page.locator("#toast")).to_contain_text("Joku ehti ensin")


def test_answers_and_note_are_only_on_the_page_of_the_one_who_serves(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.check_in("AAAA2222")
    house.sit("minna", "palvelupiste-4")
    minna, juha = visitor.page(staff="minna"), visitor.page(staff="juha")
    minna.locator("#line button.row", has_text=slip.number).click()
    expect(minna.get_by_role("dialog")).to_contain_text("Varattu klo 10.10")
    assert "kipsaajasta" not in minna.content()

    press(minna, "c")

    expect(minna.locator("#client .details")).to_contain_text("Ammatinvaihto kipsaajasta")
    expect(minna.locator("#client .details")).to_contain_text("Toivoo rauhallista huonetta")
    expect(minna.locator("#client .details")).to_contain_text("12.30")
    expect(juha.locator("#colleagues")).to_contain_text(slip.number)
    assert "kipsaajasta" not in juha.content()
    press(minna, "d")
    press(minna, "Enter")
    expect(minna.locator("[data-action=next]")).to_be_visible()
    assert "kipsaajasta" not in minna.content()


def test_a_press_without_an_answer_is_sent_again_with_the_same_key(visitor: Visitor) -> None:
    house = visitor.house
    house.walk_in()
    house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/desk/next", lose_the_first_answer)
    expect(page.locator("#line button.row")).to_have_count(2)
    press(page, "n")

    expect(page.locator("#client h2.number")).to_be_visible()
    expect(page.locator("#toast")).to_contain_text("kutsuttu")
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert house.desk("minna").line().lobby.waiting == 1  # type: ignore[union-attr]


def test_a_double_click_on_next_does_not_start_the_service_too(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("#line")).to_contain_text(slip.number)

    page.locator("[data-action=next]").dblclick()

    expect(page.locator("#client .state")).to_contain_text("Kutsuttu")
    assert state(house, slip.ticket) == "called"


@pytest.mark.long
def test_a_thousand_waiting_are_shown_within_ten_milliseconds_of_a_frame(visitor: Visitor) -> None:
    house = visitor.house
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("[data-action=next]")).to_be_visible()
    frame = house.desk("minna").line()
    milliseconds = page.evaluate(MEASURE, frame.series)

    assert sorted(milliseconds)[len(milliseconds) // 2] <= 10


MEASURE = """async (series) => {
  const base = document.querySelector('script[type=module]').src.replace('main.js', '');
  const { Desk } = await import(base + 'desk.js');
  const rows = await import(base + 'rows.js');
  const session = await (await fetch('/v1/session')).json();
  const desk = new Desk(session, 3);
  const line = await (await fetch('/v1/desk/line')).json();
  const due = (n) => new Date(Date.parse(line.now) + n * 1000).toISOString();
  const ticket = (n) => ({
    id: 'x' + n, number: 'A' + n, state: 'waiting', kind: 'walk_in', service: 'neuvonta',
    language: 'fi', arrived_at: line.now, due_at: due(n),
    not_before: line.now, urgent: false, counter: null, specialist: null, stand_in: null,
    booking: null, booked_start: null, calls: 0, called_at: null, receipt: '', notes: [],
    outcome: '', can_undo: false, version: n, also: [],
  });
  const tickets = Array.from({ length: 1000 }, (_, n) => ticket(n));
  desk.addEventListener('change', ({ detail }) => detail.has('tickets') && rows.renderRows());
  rows.startRows(desk, () => null);
  desk.take({ ...line, series, full: true, tickets });
  for (const more of document.querySelectorAll('#line button.more:not([hidden])')) more.click();
  const nothing = { counters: [], bookings: [], services: [], devices: [] };
  const little = { ...line, ...nothing, series, full: false };
  const taken = [];
  for (let n = 0; n < 21; n += 1) {
    const changed = { ...tickets[n * 40], urgent: true, version: 2000 + n };
    const from = performance.now();
    desk.take({ ...little, tickets: [changed] });
    document.body.offsetHeight;
    taken.push(performance.now() - from);
  }
  return taken;
}"""
