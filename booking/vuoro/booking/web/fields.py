"""The form of contact data and questions: what was typed, what is kept, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vuoro.booking.domain.contact import Needs, checked
from vuoro.booking.domain.questions import check_answers
from vuoro.booking.domain.values import Contact, Question, ServiceView
from vuoro.booking.service.drafting import Draft
from vuoro.core.identity_code import BadIdentityCode, parse
from vuoro.core.wire.desk import Channel

ANSWER = "answers."
_LONGEST_KEPT = 2200
"""Characters of a field that a draft keeps: a little more than the longest answer allowed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct: its field, and the key of the words that say how."""

    field: str
    key: str
    label: Mapping[str, str] | None = None
    """Of a question of the service."""


def typed(draft: Draft, form: Mapping[str, str], service: ServiceView, today: date) -> Draft:
    """The draft with what was typed, right or wrong; of the identity code only a right one."""
    code, problem = _identity_code(draft, form, service, today)
    return replace(
        draft,
        name=_kept(form, "name"),
        email=_kept(form, "email"),
        phone=_kept(form, "phone"),
        protected=form.get("protected") == "yes",
        identity_code=code,
        identity_problem=problem,
        answers={question.id: _kept(form, ANSWER + question.id) for question in service.questions},
    )


def contact_of(draft: Draft) -> Contact:
    """Who the client is, as typed."""
    return Contact(
        name=draft.name,
        email=draft.email,
        phone=draft.phone,
        identity_code=draft.identity_code,
        language=draft.language,
        protected=draft.protected,
    )


def problems(draft: Draft, service: ServiceView, today: date) -> tuple[Problem, ...]:
    """What has to be corrected before the review, in the order of the page."""
    needs = Needs(service.identity_code, phone=draft.channel == Channel.PHONE)
    contact = checked(contact_of(draft), needs, today)
    found = dict(contact) if isinstance(contact, dict) else {}
    if draft.channel == Channel.VIDEO and not draft.email.strip():
        found.pop("contact", None)
        found["email"] = "required"
    if draft.identity_problem:
        found["identity_code"] = draft.identity_problem
    answers = check_answers(service.questions, tuple(draft.answers.items()))
    found |= answers if isinstance(answers, dict) else {}
    labels = {ANSWER + question.id: question for question in service.questions}
    order = ["name", "contact", "phone", "email", "identity_code", *labels]
    return tuple(
        _problem(field, found[field], labels.get(field)) for field in order if field in found
    )


def _problem(field: str, code: str, question: Question | None) -> Problem:
    if question is None:
        return Problem(field, f"problem.{field}.{code}")
    kind = "choice" if question.kind in ("choice", "yes_no") else "text"
    return Problem(field, f"problem.{kind}.{code}", question.label)


def _identity_code(
    draft: Draft, form: Mapping[str, str], service: ServiceView, today: date
) -> tuple[str, str]:
    """The code to keep and what was wrong: a new one if typed, else that of before."""
    written = form.get("identity_code", "").strip()
    if service.identity_code == "no" or (form.get("forget_identity") == "yes" and not written):
        return "", ""
    if not written:
        return draft.identity_code, ""
    code = parse(written, today)
    if isinstance(code, BadIdentityCode):
        return "", code.reason.value
    return code.reveal(), ""


def _kept(form: Mapping[str, str], field: str) -> str:
    return form.get(field, "")[:_LONGEST_KEPT]
