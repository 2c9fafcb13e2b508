"""The door of the staff pages: who gets in, with which rights, with which forms, to which area."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from tests.booking.booking_world import AINO, AREA, CENTRE, MIKAEL, booked
from tests.booking.fleet.lobbies import enrol
from tests.booking.fleet.test_fleet_releases import bundle, taken
from tests.booking.web.staff.staff_world import EVERYTHING, Colleague, Read, StaffSite, staff_site
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.fleet import rollouts
from vuoro.booking.fleet.attention import Item, write
from vuoro.booking.messages.outbox import fill
from vuoro.booking.service import passwords
from vuoro.booking.service.accounts import AccountForm, Role, add_account
from vuoro.booking.service.api_keys import add_key
from vuoro.booking.store.tables import calendar, messages
from vuoro.booking.web.staff.door import COOKIE, StaffOptions
from vuoro.booking.web.staff.form import MOST_BYTES
from vuoro.booking.webhooks.deliveries import deliveries
from vuoro.booking.webhooks.deliveries import fill as fill_deliveries
from vuoro.booking.webhooks.subscriptions import add_webhook
from vuoro.core.clock import SteppingClock

PASSWORD = "metsän reunassa 7"
ELSEWHERE = "5b0b5b1e-0000-4000-8000-0000000000ff"


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real algorithm with the least work."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


def _account(site: StaffSite) -> None:
    form = AccountForm("aino.salo", "Aino Salo", EVERYTHING, AINO, CENTRE)
    add_account(site.backend, SYSTEM, AREA, form, PASSWORD)


@pytest.mark.usefixtures("quick_passwords")
def test_who_signs_in_gets_to_the_page_they_wanted(site: StaffSite) -> None:
    _account(site)
    visitor = site.visitor()

    asked = visitor.open("/staff/calendar", day="2026-11-24")
    assert (asked.status, asked.path) == (200, "/staff/sign-in")
    inside = visitor.send(asked, "/sign-in", username="Aino.Salo", password=PASSWORD)

    assert inside.path == "/staff/calendar"
    assert "Tiistai 24.11.2026" in inside.words
    assert visitor.open("/staff/sign-in").path == "/staff"


@pytest.mark.usefixtures("quick_passwords")
def test_the_cookie_is_for_these_pages_and_no_script(sqlite_backend: Backend) -> None:
    options = StaffOptions(session_hours=2, secure_cookies=True)
    with staff_site(sqlite_backend, options) as site:
        _account(site)
        visitor = site.visitor()
        visitor.browser.follow_redirects = False

        page = visitor.open("/staff/sign-in")
        done = visitor.send(page, "/sign-in", username="aino.salo", password=PASSWORD)

    cookie = next(
        each for each in done.answer.headers.get_list("set-cookie") if each.startswith(COOKIE)
    )
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/staff", "Max-Age=7200"):
        assert part in cookie


@pytest.mark.usefixtures("quick_passwords")
def test_a_wrong_password_says_so_and_after_five_asks_to_wait(site: StaffSite) -> None:
    _account(site)
    visitor = site.visitor()
    page = visitor.open("/staff/sign-in", lang="sv")

    for _ in range(5):
        page = visitor.send(page, "/sign-in", username="aino.salo", password="wrong")
        assert page.status == 401
        assert "Användarnamnet eller lösenordet är fel" in page.words
    page = visitor.send(page, "/sign-in", username="aino.salo", password=PASSWORD)

    assert (page.status, page.answer.headers["retry-after"]) == (429, "60")
    assert PASSWORD not in page.answer.text


@pytest.mark.usefixtures("quick_passwords")
def test_nobody_is_sent_elsewhere_after_signing_in(site: StaffSite) -> None:
    _account(site)
    for back in ("https://evil.example", "//evil.example", "/staffevil", "javascript:1"):
        visitor = site.visitor()
        page = visitor.open("/staff/sign-in", back=back)
        inside = visitor.send(page, "/sign-in", username="aino.salo", password=PASSWORD, back=back)
        assert inside.path == "/staff"


def test_signing_out_ends_the_session(site: StaffSite) -> None:
    colleague = site.colleague()

    out = colleague.send(colleague.open("/staff"), "/sign-out")

    assert out.path == "/staff/sign-in"
    assert colleague.open("/staff").path == "/staff/sign-in"


def test_a_session_ends_by_itself(site: StaffSite, clock: SteppingClock) -> None:
    colleague = site.colleague()
    clock.advance(timedelta(hours=10))

    assert colleague.open("/staff").path == "/staff/sign-in"


def test_every_page_needs_a_session_and_exactly_its_rights(site: StaffSite) -> None:
    """The table of routes and roles: each role alone, and everybody without a session."""
    people = {role: site.colleague(role) for role in Role}
    csrf = {role: colleague.csrf() for role, colleague in people.items()}
    nobody = site.visitor()
    assert len(site.rules) > 40
    for rule in site.rules:
        path = re.sub(r"\{.*?\}", "no-such-id", rule.path)
        assert _ask(nobody, rule.method, path, "").path == "/staff/sign-in", rule
        for role, colleague in people.items():
            if path == "/staff/sign-out":
                continue
            page = _ask(colleague, rule.method, path, csrf[role])
            allowed = not rule.roles or role in rule.roles
            refused = "Sinulla ei ole oikeutta" in page.words
            assert refused != allowed, f"{role} {rule}: {page.status}"
            assert page.status < 500
            if refused:
                assert page.status == 403


def _ask(who: Colleague, method: str, path: str, csrf: str) -> Read:
    return who.open(path) if method == "GET" else who.post(path, [("csrf", csrf)])


def test_no_command_is_taken_without_the_sessions_own_token(site: StaffSite) -> None:
    colleague, other = site.colleague(), site.colleague(name="Mikael Strand")
    tokens = ("", "wrong", other.csrf())
    for rule in site.rules:
        if rule.method != "POST":
            continue
        path = re.sub(r"\{.*?\}", "x", rule.path)
        for token in tokens:
            page = colleague.post(path, [("csrf", token)])
            assert page.status == 403, path
            assert "Avaa se uudelleen" in page.words


def test_a_form_from_another_site_is_refused_even_with_the_token(site: StaffSite) -> None:
    colleague = site.colleague()
    fields = [("csrf", colleague.csrf())]
    for header in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        colleague.browser.headers.update(header)
        assert colleague.post("/staff/sign-out", fields).status == 403
        for name in header:
            del colleague.browser.headers[name]
    assert colleague.open("/staff").status == 200


def test_what_is_no_form_is_refused(site: StaffSite) -> None:
    colleague = site.colleague()
    form = "application/x-www-form-urlencoded"
    for kind, body, status in (
        ("application/json", b"{}", 415),
        (form, b"\xff\xfe=1", 400),
        (form, b"&".join(b"a=1" for _ in range(1200)), 400),
        (form, b"a=" + b"x" * MOST_BYTES, 413),
    ):
        answer = colleague.browser.post(
            "/staff/clients", content=body, headers={"content-type": kind}
        )
        assert answer.status_code == status


def test_pages_are_safe_to_show_and_are_kept_nowhere(site: StaffSite) -> None:
    colleague = site.colleague()
    for page in (colleague.open("/staff"), site.visitor().open("/staff/sign-in")):
        headers = page.answer.headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert " style=" not in page.answer.text
        assert "<script>" not in page.answer.text


def test_nothing_of_another_area_can_be_reached_by_its_id(site: StaffSite) -> None:
    """Every path with an id, with ids of this area, asked from another one."""
    backend = site.backend
    view = booked(backend)
    aino = site.colleague()
    aino_account = next(
        each for each in aino.open("/staff/accounts").links if "/staff/accounts/" in each
    ).rpartition("/")[2]
    with backend.begin() as work:
        area = {"id": ELSEWHERE, "slug": "toinen", "name": {"fi": "Toinen"}}
        work.sql.execute(insert(calendar.tenant), area)
    stranger = site.colleague(name="Vieras", specialist=None, tenant=ELSEWHERE, office=None)
    csrf = stranger.csrf()
    ids = {
        "bookings": view.id, "clients": view.client or "", "accounts": aino_account,
        "devices": enrol(backend).device, "messages": _message(backend),
        "api": add_key(backend, SYSTEM, AREA, "Muu", ["times:read"]).key.id,
        "attention": _item(backend, view.id), **_webhook(backend), **_release(backend),
    }  # fmt: skip
    tried = 0
    for rule in site.rules:
        kind = rule.path.partition("/{id}")[0].rpartition("/")[2] if "{id}" in rule.path else ""
        if kind not in ids:
            continue
        path, tried = rule.path.replace("{id}", ids[kind]), tried + 1
        fields = [
            ("csrf", csrf), ("status", "done"), ("specialist", MIKAEL),
            ("client", view.client or ""),
            ("active", "no"), ("sure", "yes"), ("password", PASSWORD), ("name", "x"),
            ("time", f"0.30.{CENTRE}.{AINO}"), ("tell", "yes"), ("choice", "serve_now"),
            ("kind", "new_epoch"), ("to", "pause"), ("percent", "10"), ("device", "x"),
        ]  # fmt: skip
        page = stranger.open(path) if rule.method == "GET" else stranger.post(path, fields)
        assert page.status == 404, rule
        assert view.contact.name not in page.answer.text
    assert tried > 20
    assert {
        rule.path.partition("/{id}")[0].rpartition("/")[2]
        for rule in site.rules
        if "{id}" in rule.path
    } == set(ids)
    assert view.contact.name in aino.open(f"/staff/bookings/{view.id}").words


def _message(backend: Backend) -> str:
    fill(backend)
    with backend.read() as sql:
        return str(sql.execute(select(messages.message.c.id)).scalars().first())


def _webhook(backend: Backend) -> dict[str, str]:
    hook, _ = add_webhook(backend, SYSTEM, AREA, "https://example.fi/hook", ["booking.made"])
    booked(backend, "2026-11-24 10:10")
    fill_deliveries(backend)
    return {"webhooks": hook.id, "deliveries": deliveries(backend, AREA)[0].id}


def _item(backend: Backend, booking: str) -> str:
    item = Item(AREA, CENTRE, "booking_moved", "a", backend.now_ms, booking=booking)
    with backend.begin() as work:
        write(work, [item])
    return item.id


def test_of_another_area_nobody_and_no_place_can_be_chosen(site: StaffSite) -> None:
    booked(site.backend)
    with site.backend.begin() as work:
        area = {"id": ELSEWHERE, "slug": "toinen", "name": {"fi": "Toinen"}}
        work.sql.execute(insert(calendar.tenant), area)
    stranger = site.colleague(name="Vieras", specialist=None, tenant=ELSEWHERE, office=None)
    csrf = ("csrf", stranger.csrf())
    for path in (
        f"/staff/calendar?specialist={AINO}&day=2026-11-23",
        f"/staff/calendar?office={CENTRE}&day=2026-11-23",
        f"/staff/calendar/list?office={CENTRE}&day=2026-11-23",
        f"/staff/ill?specialist={AINO}&day=2026-11-23",
        f"/staff/hours?specialist={AINO}",
    ):
        page = stranger.open(path)
        assert page.status == 200
        assert "Liisa" not in page.words
        assert "Aino Salo" not in page.words
    for path, fields in (
        ("/staff/ill", [("specialist", AINO), ("day", "2026-11-23"), ("what", "cancel")]),
        ("/staff/hours", [("specialist", AINO), ("office", CENTRE), ("starts", "9:00"),
                          ("ends", "10:00"), ("day", "2026-11-24")]),
        ("/staff/hours/absence", [("specialist", AINO), ("first", "2026-11-24")]),
        ("/staff/hours/absence/remove", [("specialist", AINO), ("absence", "x")]),
    ):  # fmt: skip
        assert stranger.post(path, [csrf, *fields]).status == 404, path
    found = stranger.post("/staff/clients", [csrf, ("text", "Liisa Malli")])
    assert "Ketään ei löytynyt" in found.words


def _release(backend: Backend) -> dict[str, str]:
    made = taken(backend, bundle())
    rollout = rollouts.start(backend, SYSTEM, AREA, made.version, [CENTRE], 0)
    return {"releases": made.id, "rollouts": rollout}
