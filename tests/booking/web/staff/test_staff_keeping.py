"""Keeping it all: hours, accounts, the audit log, keys, devices and what waits for a decision."""

import base64
import re
from datetime import date

from sqlalchemy import select

from tests.booking.booking_world import AINO, AREA, CENTRE, MIKAEL, TALK, booked, free
from tests.booking.fleet.lobbies import CODE, enrol, key
from tests.booking.fleet.test_site_certificates import asks
from tests.booking.web.staff.staff_world import (
    Colleague,
    StaffSite,
)
from vuoro.booking.fleet import enrolling, site_certificates
from vuoro.booking.fleet.attention import Item, open_items, write
from vuoro.booking.fleet.devices import device
from vuoro.booking.service.api_keys import key_of, keys
from vuoro.booking.store.tables import fleet
from vuoro.booking.webhooks.deliveries import fill
from vuoro.core.fingerprint import fingerprint
from vuoro.core.wire.sync import EnrolRequest, Role


def test_a_day_and_a_week_show_bookings_absences_and_what_is_free(
    site: StaffSite, aino: Colleague
) -> None:
    booked(site.backend, "2026-11-23 10:10")
    hours = aino.open("/staff/hours", specialist=AINO)
    aino.send(
        hours, "/absence", first="2026-11-24", last="2026-11-24", starts="12:45", ends="16:00",
        reason="Koulutus",
    )  # fmt: skip

    office = aino.open("/staff/calendar", office=CENTRE, day="2026-11-23")
    week = aino.open("/staff/calendar", specialist=AINO, day="2026-11-23", view="week")

    assert "Aino Salo 1 varaus · vapaata 5 h 40 min" in office.words
    assert "Mikael Strand 0 varausta · vapaata 6 h" in office.words
    assert "Liisa Malli" in week.words
    assert "Poissa: Koulutus" in week.words
    assert "9.00–12.00 vapaa" in week.words
    assert "Viikko 48" in week.words
    following = aino.open(week.link("day=2026-11-30"))
    assert "Liisa" not in following.words


def test_a_day_when_the_office_is_closed_has_nothing_free(aino: Colleague) -> None:
    page = aino.open("/staff/calendar", specialist=AINO, day="2027-01-06", view="week")

    assert "ke 6.1.2027 ei työaikaa" in page.words
    assert "to 7.1.2027 0 varausta" in page.words


def test_the_list_for_paper_says_nothing_of_who_comes(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend)

    page = aino.open("/staff/calendar/list", office=CENTRE, day="2026-11-23")

    assert "10.10–10.40" in page.words
    assert f"…{view.code[-4:]}" in page.words
    for secret in ("Liisa", "liisa@", "050", view.code, view.code[:4] + "-"):
        assert secret not in page.answer.text


def test_hours_are_added_and_removed_and_an_absence_leads_to_its_bookings(
    site: StaffSite, aino: Colleague
) -> None:
    view = booked(site.backend, "2026-11-25 10:10")
    page = aino.open("/staff/hours", specialist=AINO)

    added = aino.send(
        page, "/staff/hours", weekday=["4"], starts="13.00", ends="14.00", office=CENTRE
    )
    assert "Työaika lisättiin" in added.words
    assert "13:00" in free(site.backend, "2026-11-27")
    wrong = aino.send(page, "/staff/hours", starts="14:00", ends="13:00", weekday=["4"])
    assert (wrong.status, "Tarkista kenttä: päättyy" in wrong.words) == (422, True)

    away = aino.send(page, "/absence", first="2026-11-25", last="2026-11-26")
    assert away.path == "/staff/ill"
    assert "Sen ajalla on varauksia" in away.words
    assert view.contact.name in away.words
    seen = aino.open("/staff/hours", specialist=AINO)
    back = aino.send(seen, "/absence/remove")
    assert "Ei merkittyjä poissaoloja" in back.words
    again = aino.send(seen, "/absence/remove")
    assert (again.status, "Tätä ei enää ole" in again.words) == (404, True)


def test_an_account_is_made_changed_and_closed(site: StaffSite, aino: Colleague) -> None:
    page = aino.open("/staff/accounts")
    assert "ehdotus" not in page.words

    weak = aino.send(page, "/staff/accounts", name="Mikael Strand", username="mikael", password="x")
    assert (weak.status, "liian lyhyt" in weak.words) == (422, True)
    assert "Mikael Strand" in weak.answer.text
    made = aino.send(
        weak, "/staff/accounts", password="metsän reunassa 7", role=["book"], specialist=MIKAEL
    )
    assert "Käyttäjä lisättiin" in made.words
    one = next(
        page for link in made.links if link.startswith("/staff/accounts/")
        if "mikael" in (page := aino.open(link)).words
    )  # fmt: skip
    changed = aino.send(one, one.path, role=["book", "see_clients"], name="Mikael S.")
    assert "Mikael S." in changed.words
    closed = aino.send(changed, "/active")
    assert "Tili suljettiin" in closed.words
    mine = next(
        link for link in made.links if link.startswith("/staff/accounts/") and link != one.path
    )
    own = aino.open(mine)
    assert not [form for form in own.forms if form.action.endswith("/active")]
    refused = aino.send(own, own.path, role=["book"])
    assert (refused.status, "omaa ylläpito-oikeutta" in refused.words) == (422, True)


def test_the_audit_log_tells_who_did_what_and_can_be_narrowed(
    site: StaffSite, aino: Colleague
) -> None:
    view = booked(site.backend)
    aino.send(aino.open(f"/staff/bookings/{view.id}"), "/mark", status="done")

    log = aino.open("/staff/audit")
    assert "Merkittiin hoidetuksi" in log.words
    assert "Aino Salo" in log.words
    assert "Liisa" not in log.answer.text
    narrowed = aino.open("/staff/audit", action="booking.made")
    rows = narrowed.answer.text.partition("<tbody>")[2]
    assert "Varaus tehtiin" in rows
    assert "Merkittiin hoidetuksi" not in rows
    of_booking = aino.open("/staff/audit", entity=view.id)
    for words in ("Varaus tehtiin", "Varaus katsottiin", "Merkittiin hoidetuksi"):
        assert words in of_booking.answer.text.partition("<tbody>")[2]


def test_the_audit_log_pages_backwards(site: StaffSite, aino: Colleague) -> None:
    for _ in range(101):
        aino.send(aino.open("/staff/clients"), "/staff/clients", text="x")

    older = aino.open(aino.open("/staff/audit", action="client.searched").link("before="))

    assert older.answer.text.partition("<tbody>")[2].count("<tr>") == 1


def test_a_key_is_shown_once_and_revoked(site: StaffSite, aino: Colleague) -> None:
    page = aino.open("/staff/api")
    assert aino.send(page, "/staff/api", name="Muu").status == 422

    made = aino.send(page, "/staff/api", name="Muu", scope=["times:read"])
    text = next(word for word in made.words.split() if word.startswith("vuoro_") and len(word) > 20)

    assert key_of(site.backend, text) is not None
    assert text not in aino.open("/staff/api").answer.text
    aino.send(aino.open("/staff/api"), "/revoke")
    assert key_of(site.backend, text) is None
    assert [each.revoked_at is None for each in keys(site.backend, AREA)] == [False]


def test_a_webhook_is_added_with_a_secret_shown_once_and_removed(
    site: StaffSite, aino: Colleague
) -> None:
    page = aino.open("/staff/api/webhooks")
    for url in ("http://localhost/hook", "https://10.0.0.1/", "nonsense"):
        refused = aino.send(page, "/webhooks", url=url, event=["booking.made"])
        assert (refused.status, "ei kelpaa" in refused.words) == (422, True), url

    made = aino.send(page, "/webhooks", url="https://example.fi/hook", event=["booking.made"])
    assert "https://example.fi/hook" in made.words
    secret = re.search(r'class="secret"[^>]*>([^<]+)<', made.answer.text)
    assert secret is not None
    assert secret[1] not in aino.open("/staff/api/webhooks").answer.text
    booked(site.backend)
    fill(site.backend)
    assert "Jonossa" in aino.open("/staff/api/webhooks").words
    gone = aino.send(made, "/remove")
    assert "Webhookeja ei ole" in gone.words


def test_a_device_is_let_in_after_its_words_were_compared(site: StaffSite, aino: Colleague) -> None:
    public = base64.b64encode(key(1).public()).decode()
    enrolling.ask(site.backend, EnrolRequest(1, public, CODE, "Pi 5", "serial-1", "0.3"))

    page = aino.open("/staff/devices/pair")
    wrong = aino.send(page, "/pair", code="XXXXXXXX")
    assert (wrong.status, "Koodilla ei löydy laitetta" in wrong.words) == (404, True)
    found = aino.send(wrong, "/pair", code=f"{CODE[:4].lower()}-{CODE[4:]}")
    for word in fingerprint(key(1).public()):
        assert word in found.words
    assert "serial-1" in found.words
    unsure = aino.send(found, "/approve", office=CENTRE, name="Pääovi")
    assert (unsure.status, "vertaa sanoja" in unsure.words) == (422, True)
    inside = aino.send(unsure, "/approve", office=CENTRE, name="Pääovi", same="yes")

    assert "Laite on liitetty" in inside.words
    assert "Pääovi" in aino.open("/staff/devices").words


def test_a_device_is_told_to_start_over_and_is_revoked_only_if_sure(
    site: StaffSite, aino: Colleague
) -> None:
    enrolled = enrol(site.backend)
    path = f"/staff/devices/{enrolled.device}"

    given = aino.post(f"{path}/command", [("csrf", aino.csrf()), ("kind", "new_epoch")])
    assert "Komento annettiin" in given.words
    assert "Täsmää alusta" in given.words
    for kind, status in (("wipe_now", 422), ("erase", 422), ("dance", 422)):
        assert (
            aino.post(f"{path}/command", [("csrf", aino.csrf()), ("kind", kind)]).status == status
        )
    assert aino.send(given, "/revoke").status == 422
    gone = aino.send(given, "/revoke", sure="yes")

    assert "Poistettu käytöstä" in gone.words
    with site.backend.read() as sql:
        kinds = sql.execute(select(fleet.command.c.kind)).scalars().all()
        assert device(sql, enrolled.device).status == "revoked"
    assert kinds == ["new_epoch"]


def test_the_page_of_a_device_says_until_when_its_certificate_is_good(
    site: StaffSite, aino: Colleague
) -> None:
    enrolled = enrol(site.backend)
    path = f"/staff/devices/{enrolled.device}"
    assert "Palvelun varmenne" not in aino.open(path).words

    site_certificates.issue(site.backend, enrolled.device, asks())

    page = aino.open(path)
    assert "Palvelun varmenne" in page.words
    assert "21.2. klo 8.00 asti" in page.words
    assert "Aulapalvelu sai varmenteen" in aino.open("/staff/audit").words


def test_the_fleet_page_says_what_the_lobby_says(site: StaffSite, aino: Colleague) -> None:
    enrol(site.backend)
    enrol(site.backend, role=Role.COMPANION, number=2)

    page = aino.open("/staff/devices")

    for words in ("Kiosk 1", "Kiosk 2", "Johtava laite", "Rinnakkainen laite", "Vaatii toimia"):
        assert words in page.words
    assert page.answer.text.count('class="light bad"') == 2


def test_who_decides_what_of_the_inbox(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend, "2026-11-23 10:10")
    enrolled = enrol(site.backend)
    backend, now = site.backend, site.backend.now_ms
    with backend.begin() as work:
        write(work, [
            Item(AREA, CENTRE, "absence_unknown", "a", now, booking=view.id,
                 facts={"booked_ms": now, "heard_ms": None}),
            Item(AREA, CENTRE, "old_leader", "b", now, device=enrolled.device,
                 facts={"name": "Kiosk 1"}),
        ])  # fmt: skip
    clerk = site.colleague("book", "see_clients", name="Mikael Strand", specialist=MIKAEL)
    keeper = site.colleague("devices", specialist=None)

    seen = clerk.open("/staff/attention")
    assert "Saapuiko asiakas?" in seen.words
    assert "Liisa Malli" in seen.words
    assert "Entinen johtava laite" not in seen.words
    other = keeper.open("/staff/attention")
    assert "Entinen johtava laite" in other.words
    assert "Liisa" not in other.words
    device_item = next(each.id for each in open_items(backend, AREA) if each.kind == "old_leader")
    fields = [("csrf", clerk.csrf()), ("choice", "keep")]
    assert clerk.post(f"/staff/attention/{device_item}", fields).status == 403

    form = next(form for form in seen.forms if ("choice", "did_not_come") in form.fields)
    done = clerk.post(form.action, form.fields)
    assert "Ratkaistu" in done.words
    assert "Kaikki on ratkaistu" in done.words
    again = clerk.post(form.action, [("csrf", clerk.csrf()), ("choice", "came")])
    assert (again.status, "Kollega on jo ratkaissut" in again.words) == (409, True)
    assert "Ei saapunut" in clerk.open(f"/staff/bookings/{view.id}").words


def test_my_day_shows_what_is_next(site: StaffSite, aino: Colleague) -> None:
    assert "Sinulla ei ole tänään varauksia" in aino.open("/staff").words
    booked(site.backend, "2026-11-23 10:10")

    mine = aino.open("/staff")
    assert "10.10–10.40 Liisa Malli" in mine.words
    assert "Seuraavaksi" in mine.words
    somebody = site.colleague("audit", specialist=None)
    assert "Sinulla ei ole omaa kalenteria" in somebody.open("/staff").words


def test_pages_speak_the_readers_language_and_remember_it(aino: Colleague) -> None:
    page = aino.open("/staff/book", service=TALK, first="2026-11-24", lang="sv")
    assert (page.language, "Lediga" in page.words or "Ny bokning" in page.words) == ("sv", True)
    assert "Jobbsökarsamtal" in page.words
    link = next(each for each in page.links if each.endswith("lang=en"))
    assert "service=" in link
    assert aino.open(link).language == "en"
    assert aino.open("/staff").language == "en"


def test_a_day_that_is_none_is_said_so(aino: Colleague) -> None:
    for query in ({"day": "2026-02-30"}, {"day": "0001-01-01"}, {"day": "tomorrow"}):
        page = aino.open("/staff/calendar", **query)
        assert (page.status, "Tarkista kenttä: päivä" in page.words) == (422, True)
    assert date(2026, 11, 23).isoformat() in aino.open("/staff/calendar").answer.text
