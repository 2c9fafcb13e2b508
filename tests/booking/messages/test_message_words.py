"""What messages say, in every language, way, kind and channel."""

import re
from dataclasses import replace
from itertools import product

import pytest

from tests.booking.messages.given import EMAIL, LINK, PHONE, a_view, at
from vuoro.booking.messages import facts
from vuoro.booking.messages.facts import NAMES
from vuoro.booking.messages.gsm import plainer, size
from vuoro.booking.messages.letter import Occasion, write
from vuoro.booking.messages.shipped import shipped, words
from vuoro.booking.messages.template_text import problems
from vuoro.booking.messages.values import By, Content, Kind
from vuoro.booking.moments import clock
from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENDONYMS
from vuoro.core.look import load
from vuoro.core.wire.desk import Channel

LANGUAGES = ("fi", "sv", "en")
OTHERS = tuple(tag for tag in ENDONYMS if tag not in LANGUAGES)
EVERY = (
    *product(Kind, By, Channel, LANGUAGES),
    *product(Kind, By, (Channel.IN_PERSON,), OTHERS),
)


def written(
    kind: Kind = Kind.CONFIRMATION, by: By = By.EMAIL, channel: Channel = Channel.IN_PERSON,
    language: str = "fi", protected: bool = False,
) -> Content:  # fmt: skip
    """A message in the words that ship."""
    view = a_view(channel=channel, language=language, protected=protected)
    before = at("2026-11-23 12:00") if kind is Kind.CHANGE else None
    occasion = Occasion(view, kind, by, LINK, before)
    return write(occasion, shipped(kind, by, channel, language), language, load())


@pytest.mark.parametrize(("kind", "by", "channel", "language"), EVERY)
def test_every_shipped_template_is_one_that_staff_could_have_written(
    kind: Kind, by: By, channel: Channel, language: str
) -> None:
    source = shipped(kind, by, channel, language)

    assert problems(source.body, NAMES[by]) == ()
    assert problems(source.subject, NAMES[by]) == ()
    assert bool(source.subject) is (by is By.EMAIL)


@pytest.mark.parametrize(("kind", "by", "channel", "language"), EVERY)
def test_every_message_tells_the_time_and_leads_to_the_booking(
    kind: Kind, by: By, channel: Channel, language: str
) -> None:
    content = written(kind, by, channel, language)

    assert LINK in content.text
    assert clock(a_view().start, language) in content.text
    assert "⟦" not in content.text + content.subject
    assert "{" not in content.text + content.subject + content.html.split("</style>")[-1]
    assert content.to == (EMAIL if by is By.EMAIL else PHONE)


@pytest.mark.parametrize(("kind", "channel", "language"), tuple(product(Kind, Channel, LANGUAGES)))
def test_a_text_message_is_at_most_two_parts_of_seven_bits(
    kind: Kind, channel: Channel, language: str
) -> None:
    found = size(written(kind, By.SMS, channel, language).text)

    assert not found.unicode
    assert found.parts <= 2, found


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_message_in_another_script_takes_few_parts(language: str) -> None:
    """Of 67 signs each (3GPP TS 23.038); a part costs money, and old telephones mix them up."""
    parts = {
        kind: size(written(kind, By.SMS, channel, language).text).parts
        for kind, channel in product(Kind, Channel)
    }

    assert max(parts.values()) <= 4, parts


@pytest.mark.parametrize("language", ENDONYMS)
def test_no_sentence_is_taken_for_a_fact_without_a_value(language: str) -> None:
    """A short line that ends in a colon goes (tidy): a lead must not look like one."""
    say = words(language).text
    for kind, channel in product(Kind, Channel):
        lead = say(f"email.lead.{kind}.{channel}")
        for piece in re.split("{.*?}", lead):
            assert piece.strip() in written(kind, By.EMAIL, channel, language).text, lead


def test_a_letter_is_written_in_the_direction_of_its_language() -> None:
    assert '<html lang="ar" dir="rtl">' in written(language="ar").html
    assert '<html lang="fi" dir="ltr">' in written(language="fi").html


def test_a_confirmation_says_when_what_where_how_to_arrive_and_what_to_bring() -> None:
    assert written().text == (
        "Sinulle on varattu aika tapaamiseen.\n\n"
        "Aika: tiistai 24.11.2026 klo 9.00–9.30\n"
        "Asia: Työnhakukeskustelu\n"
        "Paikka: Keskustan työllisyyspalvelut, Esimerkkikatu 1, 33100 Tampere\n"
        "Perille: Sisäänkäynti torin puolelta, 1. kerros. Esteetön ovi on oikealla.\n\n"
        "Ota mukaan ansioluettelo, jos sinulla on sellainen.\n\n"
        "Ilmoittaudu perillä näyttämällä QR-koodi, joka on varauksesi sivulla, tai kirjoittamalla "
        "varauskoodi 7K4M-Q2XB.\n\n"
        f"Näytä, siirrä tai peru varaus:\n{LINK}\n\n"
        "Tämä on automaattinen viesti, johon ei voi vastata. "
        "Jos tarvitset apua, soita numeroon +358 3 000 0000."
    )


def test_a_reminder_of_a_call_says_when_about_what_from_where_and_asks_to_answer() -> None:
    assert written(Kind.REMINDER, By.SMS, Channel.PHONE).text == (
        "Muistutus: soitamme sinulle ti 24.11. klo 9.00. Aihe: Työnhakukeskustelu. "
        "Soitto tulee numerosta +358 3 000 0000. Vastaathan puhelimeen. "
        f"Muutokset: {LINK}"
    )


def test_a_change_tells_the_earlier_time_too() -> None:
    assert "Aiempi aika: maanantai 23.11.2026 klo 12.00" in written(Kind.CHANGE).text


def test_what_an_office_has_not_told_leaves_no_gap() -> None:
    view = a_view()
    bare = replace(
        view, office=replace(view.office, directions={}, address={}, phone=""),
        service=replace(view.service, directions={}),
    )  # fmt: skip
    texts = [
        write(Occasion(bare, kind, by, LINK), shipped(kind, by, channel, "fi"), "fi", load()).text
        for kind, by, channel in product(Kind, By, Channel)
    ]

    for text in texts:
        assert not re.search(r"  | \.|: *$|:\.|, \.|\n\n\n", text.replace(":\nhttps", "")), text


def test_neither_a_specialist_nor_the_client_is_named() -> None:
    for kind, by, channel, language in EVERY:
        content = written(kind, by, channel, language)
        for name in ("Salo", "Meikäläinen", "Matti"):
            assert name not in content.text + content.subject + content.html


@pytest.mark.parametrize(("kind", "by", "channel", "language"), EVERY)
def test_a_protected_client_is_told_the_news_and_the_link_and_nothing_else(
    kind: Kind, by: By, channel: Channel, language: str
) -> None:
    content = written(kind, by, channel, language, protected=True)

    without_link = content.text.replace(LINK, "")
    assert LINK in content.text
    assert not re.search(r"\d", without_link + content.subject)
    told = (without_link + content.subject + content.html.split("</style>")[-1]).lower()
    view = a_view()
    for texts in (view.office.name, view.office.address, view.office.directions,
                  view.service.name, view.service.directions):  # fmt: skip
        for text in texts.values():
            for word in re.findall(r"\w{5,}", text.lower()):
                assert word not in told.replace("sinulla", "")
    assert (content.sender_name != "") is (by is By.EMAIL)


def test_the_bare_news_is_exactly_this() -> None:
    mail = written(Kind.REMINDER, By.EMAIL, protected=True)
    text = written(Kind.CONFIRMATION, By.SMS, protected=True)

    assert (mail.subject, mail.text) == (
        "Sinulla on varattu aika", f"Sinulla on varattu aika.\n\nKatso tiedot:\n{LINK}",
    )  # fmt: skip
    assert text.text == f"Sinulla on varattu aika. Katso tiedot: {LINK}"
    assert mail.sender_name == "Ajanvaraus"


@pytest.mark.parametrize(
    ("reader", "complete", "language"),
    [
        ("ar", {"fi", "sv", "en", "ar"}, "ar"),
        ("ar", {"fi", "sv", "en"}, "en"),
        ("se", {"fi", "sv", "en"}, "fi"),
        ("fi-simple", {"fi", "sv", "en"}, "fi"),
        ("xx", {"fi", "sv", "en"}, "en"),
    ],
)
def test_a_message_is_in_one_language_the_nearest_that_has_all_its_words(
    monkeypatch: pytest.MonkeyPatch, reader: str, complete: set[str], language: str
) -> None:
    def known(tag: str) -> Catalogue:
        return Catalogue(tag, {}, {}, missing=frozenset(() if tag in complete else {"x"}))

    monkeypatch.setattr(facts, "words", known)

    assert facts.spoken(reader) == language


@pytest.mark.parametrize(
    ("text", "parts", "unicode"),
    [
        ("", 1, False),
        ("ä" * 160, 1, False),
        ("ä" * 161, 2, False),
        ("€" * 80, 1, False),
        ("€" * 81, 2, False),
        ("a" * 306, 2, False),
        ("a" * 307, 3, False),
        ("ж" * 70, 1, True),
        ("ж" * 71, 2, True),
        ("م" * 134, 2, True),
        ("😀" * 36, 2, True),
        ("–", 1, True),
    ],
)
def test_the_parts_of_a_text_message_are_counted(text: str, parts: int, unicode: bool) -> None:
    found = size(text)

    assert (found.parts, found.unicode) == (parts, unicode)


def test_fine_typography_does_not_cost_a_text_message_half_its_room() -> None:
    assert size("9–10").unicode
    assert not size(plainer("klo 9–10 … ”’ “x” •")).unicode
    assert plainer("klo 9–10… – “y”") == 'klo 9-10... - "y"'
