"""Answers before a visit: which will do, and how people read them; contacts in one writing."""

from datetime import date

import pytest

from vuoro.booking.domain.contact import (
    Needs,
    Person,
    checked,
    holds_identity_code,
    name_words,
    phone_key,
)
from vuoro.booking.domain.questions import check_answers, in_words
from vuoro.booking.domain.values import Answers, Contact, Question

INTERPRETER = Question("tulkki", "yes_no", {"fi": "Tarvitsetko tulkkia?"}, {}, True, ())
MATTER = Question(
    "asia", "choice", {"fi": "Asia", "sv": "Ärende"}, {}, False,
    ({"fi": "Työnhaku", "sv": "Jobbsökning"}, {"fi": "Koulutus", "sv": "Utbildning"}),
)  # fmt: skip
WISH = Question("toive", "text", {"fi": "Toive"}, {}, False, ())
QUESTIONS = (INTERPRETER, MATTER, WISH)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ((("tulkki", "yes"),), (("tulkki", "yes"),)),
        ((("toive", " x "), ("tulkki", "no")), (("tulkki", "no"), ("toive", "x"))),
        ((("tulkki", "no"), ("asia", "2")), (("tulkki", "no"), ("asia", "2"))),
        ((("tulkki", "no"), ("asia", "")), (("tulkki", "no"),)),
        ((), {"answers.tulkki": "required"}),
        ((("tulkki", "  "),), {"answers.tulkki": "required"}),
        ((("tulkki", "kyllä"),), {"answers.tulkki": "not_valid"}),
        ((("tulkki", "no"), ("asia", "0")), {"answers.asia": "not_valid"}),
        ((("tulkki", "no"), ("asia", "3")), {"answers.asia": "not_valid"}),
        ((("tulkki", "no"), ("asia", "9" * 5000)), {"answers.asia": "not_valid"}),
        ((("tulkki", "no"), ("asia", "²")), {"answers.asia": "not_valid"}),
        ((("tulkki", "no"), ("toive", "x" * 201)), {"answers.toive": "too_long"}),
        ((("tulkki", "no"), ("other", "x")), {"answers.other": "not_asked"}),
    ],
)
def test_answers_are_kept_in_order_or_told_at_their_field(
    answers: Answers, result: Answers | dict[str, str]
) -> None:
    assert check_answers(QUESTIONS, answers) == result


def test_answers_are_read_in_the_language_of_the_reader() -> None:
    answers = (("tulkki", "yes"), ("asia", "2"), ("toive", "ramp"), ("gone", "x"))

    assert in_words(QUESTIONS, answers, "sv") == (
        ("Tarvitsetko tulkkia?", "Ja"), ("Ärende", "Utbildning"), ("Toive", "ramp"), ("gone", "x"),
    )  # fmt: skip
    assert in_words(QUESTIONS, answers, "fi")[0] == ("Tarvitsetko tulkkia?", "Kyllä")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hetuni on 010594Y9032.", True),
        ("010594y9032", True),
        ("010594Y9033", False),
        ("puh 050 123 4567, klo 010594", False),
        ("", False),
    ],
)
def test_an_identity_code_in_a_free_text_is_noticed(text: str, found: bool) -> None:
    assert holds_identity_code(text) is found


def test_a_contact_has_one_writing() -> None:
    typed = Contact("  Liisa\u200b  Malli\t", "Liisa@EXAMPLE.fi ", " 0501234567", " 010594y9032 ")

    person = checked(typed, Needs(), TODAY)

    assert isinstance(person, Person)
    assert (person.name, person.email, person.phone) == (
        "Liisa Malli", "Liisa@example.fi", "+358501234567",
    )  # fmt: skip
    assert person.identity_code is not None
    assert person.identity_code.reveal() == "010594Y9032"
    assert "Liisa" not in repr(person)
    assert "010594" not in repr(person)


@pytest.mark.parametrize(
    ("needs", "contact", "errors"),
    [
        (Needs(), Contact("L"), {"contact": "required"}),
        (Needs(reachable=False), Contact("L"), None),
        (Needs(phone=True), Contact("L", "l@example.fi"), {"phone": "required"}),
        (Needs("required"), Contact("L", "l@example.fi"), {"identity_code": "required"}),
        (Needs("no"), Contact("L", "l@example.fi", identity_code="rubbish"), None),
        (Needs(), Contact("L", "l@example.fi", identity_code="010594Z9032"),
         {"identity_code": "bad_separator"}),
        (Needs(), Contact("L", f"{'l' * 250}@example.fi"), {"email": "too_long"}),
        (Needs(), Contact("L", phone="+46 70 123 45 67"), None),
        (Needs(), Contact("L", phone="112"), {"phone": "not_valid"}),
    ],
)  # fmt: skip
def test_what_a_contact_needs(
    needs: Needs, contact: Contact, errors: dict[str, str] | None
) -> None:
    found = checked(contact, needs, TODAY)

    assert (found if isinstance(found, dict) else None) == errors


def test_names_and_numbers_are_found_however_they_are_written() -> None:
    assert name_words("Mäkinen-Åström, Anna-Liisa") == {"mäkinen", "åström", "anna", "liisa"}
    assert name_words("a\u0308iti") == {"äiti"}
    assert phone_key("050-123 4567") == phone_key("+358 (0)50 1234567") == "+358501234567"
    assert phone_key("Liisa") is None
