"""Easy Finnish: what makes a text hard, and that ours has none of it."""

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import EASY_FINNISH, FINNISH
from vuoro.lobby.a11y.reading_level import Rule, hard, lix, of_visitors, sentences, words

PARTS = ("vuoro.kiosk", "vuoro.printer", "vuoro.display", "vuoro.core.phone")


@pytest.mark.parametrize(
    ("text", "rule", "what"),
    [
        ("Liitteet lähetetään postitse.", Rule.PASSIVE, "lähetetään"),
        ("Tietoja ei tallenneta.", Rule.PASSIVE, "ei tallenneta"),
        ("Numeroita ei enää jaeta tänään.", Rule.PASSIVE, "ei enää jaeta"),
        ("Aika on peruttu.", Rule.PASSIVE, "peruttu"),
        ("Uusi aika on siirretty.", Rule.PASSIVE, "siirretty"),
        ("Sinut kutsuttiin jo.", Rule.PASSIVE, "kutsuttiin"),
        ("Siellä tehdään korjauksia.", Rule.PASSIVE, "tehdään"),
        ("Hakemus on jätettävä ajoissa.", Rule.STRUCTURE, "jätettävä"),
        ("Tullessasi aulaan ota numero.", Rule.STRUCTURE, "Tullessasi"),
        ("Odottaessasi voit istua.", Rule.STRUCTURE, "Odottaessasi"),
        ("Saatuasi numeron odota.", Rule.STRUCTURE, "Saatuasi"),
        ("Jatka painamalla nappia.", Rule.STRUCTURE, "painamalla"),
        ("Odota koskematta laitteeseen.", Rule.STRUCTURE, "koskematta"),
        ("Lähetä hakemus liitteineen.", Rule.CASE, "liitteineen"),
        ("Tule klo 9.", Rule.ABBREVIATION, "klo"),
        ("Mikäli et pääse, soita.", Rule.OFFICIAL, "Mikäli"),
        ("Kysy ajanvarauspalvelusta.", Rule.WORD, "ajanvarauspalvelusta"),
        (
            "Voit ottaa numeron, jos sinulla ei ole aikaa, ja odottaa.",
            Rule.CLAUSES,
            "Voit ottaa numeron, jos sinulla ei ole aikaa, ja odottaa",
        ),
        (
            "Ota numero tästä ja odota aulassa kunnes me kutsumme sinut meille tänne.",
            Rule.SENTENCE,
            "Ota numero tästä ja odota aulassa kunnes me kutsumme sinut meille tänne",
        ),
    ],
)
def test_what_makes_a_text_hard_is_found(text: str, rule: Rule, what: str) -> None:
    assert (rule, what) in [(each.rule, each.what) for each in hard({"key": text})]


@pytest.mark.parametrize(
    "text",
    [
        "Ota numero neuvontaan.",
        "Olet jo ilmoittautunut. Numerosi on sama.",
        "Koodi on puhelimessasi tai paperissa.",
        "Voit ilmoittautua nyt. Et voi erottua.",
        "Katso viestiin. Emme löytäneet aikaasi.",
        "Siirry samalla uudestaan tähän kohtaan.",
        "Voit yrittää uudelleen {n} s kuluttua",
        "Kirjoita henkilötunnuksesi.",
        "Ei aikaa. Ei sitä. Ei muita numeroita.",
    ],
)
def test_plain_sentences_are_left_alone(text: str) -> None:
    assert list(hard({"key": text})) == []


def test_sentences_end_where_people_hear_an_end() -> None:
    assert sentences("Hei! Kello on 9.30. Paina nyt: Valitse… {hour}.{minute}") == [
        "Hei",
        "Kello on 930",
        "Paina nyt",
        "Valitse",
        "{hour}{minute}",
    ]
    assert words("Odota {n} s – QR-koodi") == ["Odota", "{n}", "s", "QR-koodi"]


def test_the_index_of_bjornsson_is_words_in_a_sentence_and_the_share_of_long_ones() -> None:
    assert lix(["Ota numero. Odota neuvonnassa hetki."]) == 5 / 2 + 100 * 1 / 5
    assert lix([]) == 0


@pytest.mark.parametrize("part", PARTS)
def test_our_easy_finnish_is_easy(part: str) -> None:
    easy = of_visitors(catalogue(part, EASY_FINNISH).words)

    assert list(hard(easy)) == []


@pytest.mark.parametrize("part", PARTS)
def test_our_easy_finnish_is_easier_than_our_finnish(part: str) -> None:
    finnish, easy = (
        of_visitors(catalogue(part, language).words) for language in (FINNISH, EASY_FINNISH)
    )

    assert list(hard(finnish)), "the rules find nothing at all"
    assert lix(easy.values()) < lix(finnish.values())
