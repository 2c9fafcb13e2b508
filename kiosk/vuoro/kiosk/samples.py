"""A state of every screen, as a believable office would show it: for pictures and tests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from vuoro.core.wire.common import DoorState, Lobby, LobbyMode, WaitInterval
from vuoro.core.wire.kiosk import (
    CheckInBy,
    Outcome,
    ServiceChoice,
    Slip,
    TicketRequest,
)
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.screens import PadProblem, Paper
from vuoro.kiosk.flow.state import PinGuard, State
from vuoro.kiosk.flow.wishes import Wishes

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
MONO = 1000.0
OFFICE = {
    "fi": "Tampereen seudun työllisyysalue",
    "sv": "Tammerforsregionens sysselsättningsområde",
    "en": "Tampere Region Employment Area",
}
WHERE = {
    "fi": "Odota aulassa, 1. kerros.",
    "sv": "Vänta i lobbyn, våning 1.",
    "en": "Wait in the lobby, 1st floor.",
}
ELSEWHERE = {
    "fi": "Kirjasto, 2. kerros",
    "sv": "Biblioteket, våning 2",
    "en": "Library, 2nd floor",
}
LOBBY = Lobby(
    mode=LobbyMode.OPEN,
    office=OFFICE,
    waiting=7,
    opens_at=None,
    closes_at=NOW + timedelta(hours=6),
    message={},
    languages=("fi", "sv", "en"),
    info_service="info",
    service_day="2026-11-23",
    elsewhere=ELSEWHERE,
)
MESSAGE = {
    "fi": "Olemme itsenäisyyspäivän aattona avoinna kello 14 asti.",
    "sv": "Dagen före självständighetsdagen har vi öppet till klockan 14.",
    "en": "On the eve of Independence Day we are open until 14:00.",
}


def _service(
    service: str,
    fi: str,
    sv: str,
    en: str,
    hint: tuple[str, str, str],
    ahead: int,
    wait: WaitInterval | None,
    state: DoorState = DoorState.OPEN,
) -> ServiceChoice:
    return ServiceChoice(
        id=service,
        name={"fi": fi, "sv": sv, "en": en},
        hint=dict(zip(("fi", "sv", "en"), hint, strict=True)),
        state=state,
        ahead=ahead,
        wait=wait,
        version=1,
        opens_at=None if state is DoorState.OPEN else NOW + timedelta(hours=3),
    )


SERVICES = (
    _service(
        "info",
        "Neuvonta",
        "Information",
        "Information desk",
        ("Yleiset kysymykset", "Allmänna frågor", "General questions"),
        3,
        WaitInterval(10, 20),
    ),
    _service(
        "job",
        "Työnhaun aloittaminen",
        "Inleda jobbsökning",
        "Starting a job search",
        (
            "Ilmoittautuminen työnhakijaksi",
            "Anmälan som arbetssökande",
            "Registering as a job seeker",
        ),
        0,
        WaitInterval(2, 5),
    ),
    _service(
        "integration",
        "Kotoutumispalvelut",
        "Integrationstjänster",
        "Integration services",
        ("Maahan muuttaneille", "För invandrare", "For people who moved to Finland"),
        12,
        WaitInterval(45, 70),
    ),
    _service(
        "employer",
        "Yritys- ja työnantajapalvelut",
        "Företags- och arbetsgivartjänster",
        "Services for companies and employers",
        (
            "Palkkatuki ja rekrytointi",
            "Lönesubvention och rekrytering",
            "Pay subsidy and recruitment",
        ),
        1,
        WaitInterval(5, 15),
    ),
    _service(
        "guidance",
        "Koulutus- ja uraneuvonta",
        "Utbildnings- och karriärvägledning",
        "Education and career guidance",
        ("", "", ""),
        4,
        WaitInterval(15, 30),
    ),
    _service(
        "papers",
        "Asiakirjojen jättäminen",
        "Lämna in handlingar",
        "Handing in documents",
        ("", "", ""),
        0,
        None,
        DoorState.CLOSED,
    ),
    _service(
        "computer",
        "Asiakaspääte",
        "Kunddator",
        "Computer for visitors",
        ("", "", ""),
        0,
        WaitInterval(1, 3),
    ),
    _service(
        "youth",
        "Ohjaamo alle 30-vuotiaille",
        "Navigatorn för under 30-åringar",
        "One-Stop Guidance Center for under 30s",
        ("", "", ""),
        2,
        WaitInterval(5, 10),
        DoorState.FULL,
    ),
)
SLIP = Slip(
    job="j1",
    ticket="t1",
    number="A017",
    language="fi",
    office=OFFICE,
    where=WHERE,
    issued_at=NOW,
    receipt="7K4M-0921",
    follow_url="https://aula.example.fi/v/mzxw6ytboi4dkmrqgq3tinrzgu",
    ahead=3,
    wait=WaitInterval(10, 20),
)
_PRESS = UUID(int=1)


def samples(wishes: Wishes) -> Iterator[tuple[str, State]]:
    """Every screen by name, as this visitor would see it."""
    base = State(
        wishes=wishes, lobby=LOBBY, services=SERVICES, linked=True, since=MONO - 10, touched=MONO
    )
    yield from _states(base)


def _states(base: State) -> Iterator[tuple[str, State]]:
    yield "home", base
    yield "home-no-scanner", replace(base, scanner="none")
    yield "show-code-no-scanner", replace(base, scanner="none", screen=screens.ShowCode())
    yield "home-message", replace(base, lobby=replace(LOBBY, message=MESSAGE))
    for name, screen in (*_session(), *_numbers(), *_refusals(), *_staff()):
        yield name, replace(base, screen=screen)
    closed = replace(LOBBY, mode=LobbyMode.CLOSED, opens_at=NOW + timedelta(hours=24))
    yield "closed", replace(base, screen=screens.Closed(), lobby=closed)
    yield "idle-warning", replace(base, screen=screens.ShowCode(), touched=MONO - 47, warned=True)
    yield (
        "staff-pin-pause",
        replace(base, screen=screens.StaffPin(wrong=True), pin=PinGuard(3, MONO + 17)),
    )
    yield "services-none", replace(base, screen=screens.Services(), services=())


def _session() -> Iterator[tuple[str, screens.Screen]]:
    yield "show-code", screens.ShowCode()
    yield "identity-empty", screens.IdentityPad()
    yield "identity-half", screens.IdentityPad("131052")
    yield "identity-whole", screens.IdentityPad("010190-900P")
    yield "identity-wrong", screens.IdentityPad("010190-9008", PadProblem.WRONG_CHECK)
    yield "identity-misfit", screens.IdentityPad("0101", PadProblem.MISFIT)
    yield "booking-half", screens.BookingPad("7K4MQ")
    yield "booking-whole", screens.BookingPad("7K4MQ2XB")
    yield "services", screens.Services()
    yield "services-2", screens.Services(1)
    yield "asking", screens.Asking(screens.Pending(_PRESS, TicketRequest("info")))
    yield "ask-staff", screens.AskStaff(screens.Home())
    url = "http://aula.example.fi/k/7K4MQ2XB"
    yield "own-phone", screens.OwnPhone(url, MONO + 30)
    yield "own-phone-none", screens.OwnPhone(failed=True, next_at=MONO + 3)
    yield "languages", screens.Languages(screens.Home())
    yield "locked", screens.Locked()
    yield "kiosk-locked", screens.KioskLocked()
    yield "lost", screens.Lost()
    yield "lost-waiting", screens.Lost(screens.Pending(_PRESS, TicketRequest("info")))


def _numbers() -> Iterator[tuple[str, screens.Screen]]:
    start = NOW + timedelta(minutes=48)
    with_number = (
        Outcome.ADMITTED,
        Outcome.EARLY,
        Outcome.LATE,
        Outcome.ALREADY_HERE,
        Outcome.RESCHEDULED,
        Outcome.RECEIVED,
        Outcome.ISSUED,
    )
    for outcome in with_number:
        paper = Paper.OFFERED if outcome is Outcome.ALREADY_HERE else Paper.OUT
        slip = replace(SLIP, ahead=None, wait=None) if outcome is Outcome.RECEIVED else SLIP
        yield (
            f"number-{outcome.value}",
            screens.Numbered(outcome, slip, start, paper, until=MONO + 18, span=25),
        )
    usual = screens.Numbered(Outcome.ISSUED, SLIP, None, Paper.OUT, until=MONO + 18, span=25)
    quiet = replace(usual, silent=True, elsewhere=True)
    yield "number-quiet", quiet
    yield "how-called", screens.HowCalled(usual)
    yield "how-called-quiet", screens.HowCalled(quiet)
    yield "how-called-waits", screens.HowCalled(usual, pending=_PRESS)
    yield "how-called-failed", screens.HowCalled(usual, failed=True)
    for paper in (Paper.COMING, Paper.FAILED, Paper.UNSURE, Paper.NONE):
        yield (
            f"paper-{paper.name.lower()}",
            screens.Numbered(Outcome.ISSUED, SLIP, None, paper, until=MONO + 61, span=75),
        )


def _refusals() -> Iterator[tuple[str, screens.Screen]]:
    without_number = (
        Outcome.NO_MATCH,
        Outcome.BAD_PASS,
        Outcome.WRONG_DAY,
        Outcome.WRONG_OFFICE,
        Outcome.CANCELLED,
        Outcome.SUPERSEDED,
        Outcome.SEE_STAFF,
        Outcome.CLOSED,
        Outcome.LOCKED,
        Outcome.FULL,
    )
    for outcome in without_number:
        start = NOW + timedelta(days=1, minutes=48) if outcome is Outcome.WRONG_DAY else None
        by = None if outcome is Outcome.FULL else CheckInBy.PASS
        yield f"refused-{outcome.value}", screens.Refused(outcome, by, start)
    elsewhere = screens.Refused(Outcome.ALREADY_HERE, CheckInBy.PASS, number="BH004")
    yield "refused-already_here", elsewhere
    tries = screens.Refused(Outcome.TOO_MANY_TRIES, CheckInBy.IDENTITY_CODE, until=MONO + 42)
    yield "refused-too_many_tries", tries
    yield "refused-several", screens.Refused(Outcome.BAD_PASS, CheckInBy.PASS, several=True)


def _staff() -> Iterator[tuple[str, screens.Screen]]:
    yield "staff-pin", screens.StaffPin("12")
    yield "staff-menu", screens.StaffMenu(counts_paper=True)
    yield "staff-print", screens.StaffPrint("paper_out")
    yield "staff-scan", screens.StaffScan("pass", 142)
    yield "staff-versions", screens.StaffVersions()
