"""What a client takes along: the card, the sheet of paper, the picture, the calendar entry."""

import io
import re
import tomllib
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image

from vuoro.booking.domain.values import (
    BookingStatus,
    BookingView,
    Contact,
    OfficeView,
    ServiceView,
)
from vuoro.booking.moments import day, day_and_clock, short_day, span
from vuoro.booking.papers import picture, qr, sheet
from vuoro.booking.papers.calendar_file import calendar_file
from vuoro.booking.papers.card import card, words
from vuoro.core.wire.desk import Channel

AREA = tomllib.loads((Path(__file__).parents[1] / "area.toml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PASS = "VU1" + "ABCDEFGH" * 18 + "ABCD"
FIND = "https://ajanvaraus.example.fi/find"


def booking(language: str = "fi", **changes: object) -> BookingView:
    office, service = AREA["offices"][0], AREA["services"][0]
    made = BookingView(
        id="0193-booking",
        tenant=AREA["id"],
        office=OfficeView(
            id=office["id"],
            tenant=AREA["id"],
            site=17,
            slug="keskusta",
            name=office["name"],
            address=office["address"],
            directions=office["directions"],
            phone=office["phone"],
            languages=("fi", "sv", "en"),
        ),
        service=ServiceView(
            id=service["id"],
            tenant=AREA["id"],
            slug=service["slug"],
            name=service["name"],
            description=service["description"],
            directions=service["directions"],
            minutes=30,
            channels=(Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO),
            public=True,
            change_until_minutes=60,
            questions=(),
            reminders=(),
            identity_code="optional",
        ),
        specialist="s",
        specialist_name="Aino Salo",
        stand_in=None,
        client=None,
        contact=Contact("Testi Henkilö", "testi@example.fi", "+358 40 000 0000"),
        has_identity_code=True,
        protected=False,
        start=datetime(2026, 11, 25, 7, 30, tzinfo=UTC),
        minutes=30,
        channel=Channel.IN_PERSON,
        status=BookingStatus.BOOKED,
        cancelled_by="",
        rev=1,
        pass_id="p",
        code="7K4MQ2XB",
        manage_token="secret-of-the-link",
        language=language,
        answers=(("toive", "Ammatinvaihto"),),
        note="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # tables of changes


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fi", "keskiviikko 25.11.2026 klo 9.30"),
        ("sv", "onsdag 25.11.2026 kl. 9.30"),
        ("en", "Wednesday 25 November 2026 at 9:30"),
        ("se", "gaskavahkku 25.11.2026 dmu 9.30"),
        ("ckb", "چوارشەممە 25ی تشرینی دووەمی 2026 کاتژمێر 09:30"),
    ],
)
def test_times_are_written_as_in_finland(language: str, written: str) -> None:
    assert day_and_clock(booking().start, language) == written


def test_a_day_is_the_local_one() -> None:
    late = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)

    assert day(late, "fi") == "torstai 26.11.2026"
    assert short_day(date(2026, 11, 26), "en") == "26 November"
    assert span(late, late, "sv") == "kl. 0.30–0.30"


def entry(view: BookingView, **more: str) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(calendar_file(NOW, view, **more))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_moved_booking_moves_its_calendar_entry() -> None:
    _, first = entry(booking())
    _, moved = entry(booking(rev=2, start=datetime(2026, 11, 26, 7, 30, tzinfo=UTC)))

    assert moved["uid"] == first["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved["dtstart"].dt == datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
    assert moved["location"] == "Keskustan työllisyyspalvelut, Esimerkkikatu 1, 33100 Tampere"


def test_a_cancelled_booking_takes_its_calendar_entry_back() -> None:
    calendar, event = entry(booking(status=BookingStatus.CANCELLED, rev=3))

    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 2)


def test_the_calendar_says_who_invites_if_known() -> None:
    calendar, event = entry(booking(), organizer="aika@example.fi", url=FIND)

    assert (calendar["method"], event["status"]) == ("PUBLISH", "CONFIRMED")
    assert event["organizer"] == "mailto:aika@example.fi"
    assert FIND in event["description"]


@pytest.mark.parametrize("channel", list(Channel))
def test_a_protected_clients_calendar_tells_nothing_but_the_time(channel: Channel) -> None:
    view = booking(protected=True, channel=channel)

    content = calendar_file(NOW, view, FIND).decode()

    assert "SUMMARY:Varattu aika" in content
    for field in ("LOCATION", "DESCRIPTION", "keskus", "Esimerkki", "Työnhaku", "secret", "find"):
        assert field not in content


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_sheet_is_tagged_and_says_its_language_and_title(language: str) -> None:
    content = sheet.pdf(card(booking(language), PASS, FIND))

    assert f"/Lang ({language})".encode() in content
    assert b"/DisplayDocTitle true" in content
    assert b"/Marked true" in content
    assert re.findall(rb"/S /(H1|Figure)\b", content) == [b"H1", b"Figure"]
    assert content.count(b"/S /H2") == 3
    assert content.count(b"/Alt") == 1


def test_everything_drawn_on_the_sheet_belongs_to_a_structure_element() -> None:
    content = sheet.pdf(card(booking(), PASS, FIND))
    page = next(
        inflated
        for stream in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
        if b"BDC" in (inflated := _inflated(stream))
    )

    outside = re.sub(rb"/\w+ <</MCID \d+>> BDC.*?EMC", b"", page, flags=re.DOTALL)

    assert page.count(b"BDC") == page.count(b"EMC") == content.count(b"/StructElem") - 1
    assert b"Tj" not in outside
    assert b" Do" not in outside


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_scanner_reads_the_pass_from_the_picture_of_a_phone() -> None:
    image = Image.open(io.BytesIO(picture.png(card(booking(), PASS, FIND))))
    small = image.convert("L").resize((360, 640))

    read = zxingcpp.read_barcode(small)

    assert image.size == (1080, 1920)
    assert read is not None
    assert read.text == PASS


def test_a_scanner_reads_the_pass_from_the_page() -> None:
    code = qr.rows(PASS)
    image = Image.new("L", (qr.side(code), qr.side(code)), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", qr.path(code)):
        for dot in range(int(length)):
            image.putpixel((int(x) + dot, int(y)), 0)

    read = zxingcpp.read_barcode(image.resize((image.width * 4, image.height * 4)))

    assert read is not None
    assert read.text == PASS


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_protected_clients_card_names_neither_office_nor_matter(language: str) -> None:
    hidden = repr(asdict_words(card(booking(language, protected=True), PASS, FIND)))
    open_ = repr(asdict_words(card(booking(language), PASS, FIND)))

    for telling in (
        AREA["offices"][0]["name"][language],
        AREA["offices"][0]["address"][language],
        AREA["services"][0]["name"][language],
        AREA["services"][0]["directions"][language],
    ):
        assert telling in open_
        assert telling not in hidden


def asdict_words(shown: object) -> list[object]:
    return [getattr(shown, name) for name in ("title", "day", "time", "where", "advice", "code")]


def test_a_call_or_a_video_meeting_has_no_way_to_the_office() -> None:
    told = card(booking(channel=Channel.PHONE), None, FIND)

    assert told.where[0] == "Soitamme sinulle"
    assert told.modules is None
    assert "Sisäänkäynti" not in repr(told.advice)


def test_the_papers_say_the_same_in_all_languages() -> None:
    assert words("fi").words.keys() == words("sv").words.keys() == words("en").words.keys()


@pytest.mark.parametrize(("language", "written"), [("ar", "en"), ("se", "fi"), ("sv", "sv")])
def test_what_is_drawn_in_our_own_letters_is_in_a_language_they_can_write(
    language: str, written: str
) -> None:
    own, other = (card(booking(language=tag), None, FIND) for tag in (language, written))

    assert own == other
    assert own.language == written
