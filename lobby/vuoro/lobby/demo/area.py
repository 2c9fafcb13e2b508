"""The demo's employment area as the backend knows it: the office, what can be booked, and by whom.

Another office is in it too, so that somebody can come with the pass of a wrong one.
"""

import uuid
from dataclasses import replace
from datetime import date, timedelta

from vuoro.booking.area import (
    Area,
    HoursEntry,
    OfficeEntry,
    QuestionEntry,
    ReminderEntry,
    ServiceEntry,
    SpecialistEntry,
)
from vuoro.core.opening_hours import DAYS
from vuoro.lobby.demo.cast import ANOTHER_SITE, MINUTES, SPECIALISTS, Clerk
from vuoro.lobby.demo.plan import Plan
from vuoro.queue.domain.office import Office

OFFICE, ANOTHER = "keskusta", "hervanta"
DISCUSSION = "tyonhakukeskustelu"
_ALL_DAY = (HoursEntry(DAYS, "00:00", "24:00"),)
_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-16:15")
_SPEAKS = {"aino": ("fi", "en"), "mikael": ("sv", "fi", "en"), "sofia": ("fi",)}


def demo_area(plan: Plan, office: Office) -> Area:
    """The area of the office file; open today as the plan says."""
    here = OfficeEntry(
        id=key(office, OFFICE),
        site=office.site,
        slug=OFFICE,
        name=office.name,
        address=_address("Esimerkkikatu 1", "33100"),
        hours=_WEEK,
        directions={
            "fi": "Sisäänkäynti torin puolelta. Ilmoittaudu aulan päätteellä QR-koodilla. "
            "Esteetön ovi on pääoven oikealla puolella.",
            "sv": "Ingång från torget. Anmäl dig med QR-koden vid terminalen i aulan. "
            "Den tillgängliga dörren är till höger om huvudingången.",
            "en": "Enter from the square. Check in with the QR code at the terminal in the lobby. "
            "The step-free door is to the right of the main entrance.",
        },
        exceptions=_open(plan),
        languages=office.languages,
        phone="+358 3 000 0000",
    )
    there = replace(
        here,
        id=key(office, ANOTHER),
        site=ANOTHER_SITE,
        slug=ANOTHER,
        name={
            "fi": "Hervannan työllisyyspalvelut",
            "sv": "Sysselsättningstjänsterna i Hervanta",
            "en": "Hervanta Employment Services",
        },
        address=_address("Mallitie 2", "33720"),
    )
    people = [_specialist(clerk, OFFICE, _hours(plan)) for clerk in SPECIALISTS]
    elsewhere = SpecialistEntry(key(office, "colleague"), "Oona Harju", ANOTHER, (DISCUSSION,))
    return Area(
        id=str(office.tenant),
        slug="tampereen-seutu",
        name={
            "fi": "Tampereen seudun työllisyysalue",
            "sv": "Tammerforsregionens sysselsättningsområde",
            "en": "Tampere Region Employment Area",
        },
        offices=(here, there),
        services=_services(office),
        specialists=(*people, replace(elsewhere, hours=_hours(plan))),
    )


def key(office: Office, name: str) -> str:
    """The id of something in the demo's area: the same in every run."""
    return str(uuid.uuid5(office.tenant, name))


def _open(plan: Plan) -> dict[str, str]:
    """Open today as the plan says, and tomorrow in any case."""
    tomorrow = plan.now.date() + timedelta(days=1)
    opens = "00:00" if tomorrow in plan.hours else "09:00"
    return {
        **{day.isoformat(): hours for day, hours in plan.hours.items()},
        tomorrow.isoformat(): f"{opens}-16:15",
    }


def _hours(plan: Plan) -> tuple[HoursEntry, ...]:
    """They work while the office is open."""
    opening = dict(_WEEK)
    for day, hours in _open(plan).items():
        opening[DAYS[date.fromisoformat(day).weekday()]] = hours
    parted = ((day, hours.partition("-")) for day, hours in opening.items())
    return tuple(HoursEntry((day,), starts, ends) for day, (starts, _, ends) in parted)


def _specialist(clerk: Clerk, office: str, hours: tuple[HoursEntry, ...]) -> SpecialistEntry:
    services = (DISCUSSION, "neuvonta", "tyonantajat")
    languages = _SPEAKS[clerk.username]
    return SpecialistEntry(clerk.id, clerk.name, office, services, hours, languages=languages)


def _services(office: Office) -> tuple[ServiceEntry, ...]:
    def named(slug: str) -> dict[str, str]:
        found = office.service(slug)
        assert found is not None, "the office file has it"
        return found.name

    return (
        ServiceEntry(
            id=key(office, DISCUSSION),
            slug=DISCUSSION,
            name=named(DISCUSSION),
            minutes=MINUTES,
            description={
                "fi": "Keskustelemme työnhaustasi ja sovimme, miten jatketaan.",
                "sv": "Vi pratar om ditt jobbsökande och kommer överens om hur vi fortsätter.",
                "en": "We talk about your job search and agree on what comes next.",
            },
            directions={
                "fi": "Ota mukaan ansioluettelo, jos sinulla on sellainen.",
                "sv": "Ta med din meritförteckning, om du har en.",
                "en": "Bring your CV with you if you have one.",
            },
            channels=("in_person", "phone", "video"),
            min_notice_minutes=0,
            change_until_minutes=0,
            questions=_QUESTIONS,
            reminders=(ReminderEntry(24 * 60), ReminderEntry(60, by=("sms",))),
        ),
        ServiceEntry(
            id=key(office, "neuvonta"),
            slug="neuvonta",
            name=named("neuvonta"),
            minutes=15,
            channels=("phone",),
            min_notice_minutes=0,
            identity_code="no",
        ),
        ServiceEntry(
            id=key(office, "tyonantajat"),
            slug="tyonantajat",
            name=named("tyonantajat"),
            minutes=30,
            channels=("in_person", "video"),
            min_notice_minutes=0,
            identity_code="no",
        ),
    )


_QUESTIONS = (
    QuestionEntry(
        id="tulkki",
        kind="yes_no",
        label={
            "fi": "Tarvitsetko tulkkia?",
            "sv": "Behöver du tolk?",
            "en": "Do you need an interpreter?",
        },
        required=True,
    ),
    QuestionEntry(
        id="toive",
        kind="long_text",
        label={
            "fi": "Mistä haluat keskustella?",
            "sv": "Vad vill du prata om?",
            "en": "What would you like to talk about?",
        },
    ),
)


def _address(street: str, code: str) -> dict[str, str]:
    fi, sv = f"{street}, {code} Tampere", f"{street}, {code} Tammerfors"
    return {"fi": fi, "sv": sv, "en": fi}
