"""The form's decision: what is kept of what was typed, and what has to be corrected."""

from dataclasses import replace
from datetime import date

import pytest

from vuoro.booking.domain.values import Question, ServiceView
from vuoro.booking.service.drafting import Draft
from vuoro.booking.web.fields import problems, typed
from vuoro.core.wire.desk import Channel

TODAY = date(2026, 11, 23)
CODE = "010594Y9032"
EMPTY = Draft("area", "service", "in_person", "", "fi", "fi", 0, "office", 0, "held")
RIGHT = {"name": "Testi Henkilö", "phone": "040 123 4567", "answers.tulkki": "no"}
SERVICE = ServiceView(
    id="service",
    tenant="area",
    slug="tyonhakukeskustelu",
    name={},
    description={},
    directions={},
    minutes=30,
    channels=(Channel.IN_PERSON,),
    public=True,
    change_until_minutes=60,
    questions=(
        Question("tulkki", "yes_no", {"fi": "Tulkki?"}, {}, True, ()),
        Question("toive", "long_text", {"fi": "Toive?"}, {}, False, ()),
    ),
    reminders=(),
    identity_code="optional",
)


def keys(form: dict[str, str], service: ServiceView = SERVICE, **draft: str) -> list[str]:
    now = typed(replace(EMPTY, **draft), form, service, TODAY)  # type: ignore[arg-type]  # texts
    return [problem.key for problem in problems(now, service, TODAY)]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, []),
        ({"name": " "}, ["problem.name.required"]),
        ({"name": "x" * 101}, ["problem.name.too_long"]),
        ({"phone": ""}, ["problem.contact.required"]),
        ({"phone": "", "email": "testi@example.fi"}, []),
        ({"phone": "12"}, ["problem.phone.not_valid"]),
        ({"email": "testi"}, ["problem.email.not_valid"]),
        ({"identity_code": CODE.lower()}, []),
        ({"identity_code": "010594Y903"}, ["problem.identity_code.too_short"]),
        ({"identity_code": "010594Y9033"}, ["problem.identity_code.bad_check"]),
        ({"identity_code": "010127A9032"}, ["problem.identity_code.bad_date"]),
        ({"answers.tulkki": ""}, ["problem.choice.required"]),
        ({"answers.tulkki": "maybe"}, ["problem.choice.not_valid"]),
        ({"answers.toive": "x" * 2001}, ["problem.text.too_long"]),
        ({"answers.toive": f"Olen {CODE}"}, ["problem.text.identity_code"]),
        (
            {"name": "", "phone": "", "identity_code": "1", "answers.tulkki": ""},
            [
                "problem.name.required",
                "problem.contact.required",
                "problem.identity_code.too_short",
                "problem.choice.required",
            ],
        ),
    ],
)
def test_what_has_to_be_corrected_comes_in_the_order_of_the_page(
    form: dict[str, str], expected: list[str]
) -> None:
    assert keys({**RIGHT, **form}) == expected


@pytest.mark.parametrize(
    ("asked", "form", "expected"),
    [
        ("required", "", ["problem.identity_code.required"]),
        ("required", CODE, []),
        ("optional", "", []),
        ("no", "nonsense", []),
    ],
)
def test_the_identity_code_is_wanted_as_the_service_says(
    asked: str, form: str, expected: list[str]
) -> None:
    service = replace(SERVICE, identity_code=asked)

    assert keys({**RIGHT, "identity_code": form}, service) == expected


@pytest.mark.parametrize(
    ("before", "form", "kept", "problem"),
    [
        ("", {"identity_code": CODE}, CODE, ""),
        (CODE, {}, CODE, ""),
        (CODE, {"forget_identity": "yes"}, "", ""),
        (CODE, {"identity_code": "010594Y9021", "forget_identity": "yes"}, "010594Y9021", ""),
        (CODE, {"identity_code": "010594Y9033"}, "", "bad_check"),
        ("", {"identity_code": " 010594y9032 "}, CODE, ""),
    ],
)
def test_of_identity_codes_only_a_right_one_is_kept(
    before: str, form: dict[str, str], kept: str, problem: str
) -> None:
    now = typed(replace(EMPTY, identity_code=before), form, SERVICE, TODAY)

    assert (now.identity_code, now.identity_problem) == (kept, problem)


def test_nothing_personal_shows_in_a_repr() -> None:
    form = {**RIGHT, "identity_code": CODE, "email": "testi@example.fi", "answers.toive": "Salaa"}

    shown = repr(typed(EMPTY, form, SERVICE, TODAY))

    for personal in ("Testi", "040", CODE, "testi@", "Salaa", "held"):
        assert personal not in shown


def test_a_field_of_a_megabyte_is_not_kept() -> None:
    now = typed(EMPTY, {"name": "x" * 1_000_000}, SERVICE, TODAY)

    assert len(now.name) < 3000
