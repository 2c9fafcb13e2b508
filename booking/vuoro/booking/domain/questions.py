"""The questions of a service: whether the answers will do, and how people read them.

An answer is a text; of a yes_no question "yes" or "no", of a choice its place in the list, from 1.
"""

from collections.abc import Iterable

from vuoro.booking.domain.contact import holds_identity_code
from vuoro.booking.domain.values import Answers, Question
from vuoro.core.languages import in_language

KINDS = ("text", "long_text", "yes_no", "choice")
LONGEST = {"text": 200, "long_text": 2000}
_YES_NO = {
    "yes": {"fi": "Kyllä", "sv": "Ja", "en": "Yes"},
    "no": {"fi": "Ei", "sv": "Nej", "en": "No"},
}


def check_answers(questions: Iterable[Question], answers: Answers) -> Answers | dict[str, str]:
    """The answers in the order of the questions, without empty ones; or field to code.

    Fields are ``answers.<id>``; codes required, not_valid, too_long, not_asked, identity_code (one
    was written where it must not be kept).
    """
    given = {key: text.strip() for key, text in answers if text.strip()}
    asked = {question.id: question for question in questions}
    errors = {f"answers.{key}": "not_asked" for key in given.keys() - asked.keys()}
    for key, question in asked.items():
        complaint = _complaint(question, given.get(key, ""))
        if complaint:
            errors[f"answers.{key}"] = complaint
    return errors or tuple((key, given[key]) for key in asked if key in given)


def in_words(
    questions: Iterable[Question], answers: Answers, language: str
) -> tuple[tuple[str, str], ...]:
    """Label and answer as people read them; of a question that is gone, its id."""
    asked = {question.id: question for question in questions}
    return tuple(
        (_label(asked.get(key), key, language), _words(asked.get(key), answer, language))
        for key, answer in answers
    )


def _complaint(question: Question, answer: str) -> str:
    if not answer:
        return "required" if question.required else ""
    if question.kind == "yes_no":
        return "" if answer in _YES_NO else "not_valid"
    if question.kind == "choice":
        return "" if _choice(question, answer) is not None else "not_valid"
    if len(answer) > LONGEST[question.kind]:
        return "too_long"
    return "identity_code" if holds_identity_code(answer) else ""


def _label(question: Question | None, key: str, language: str) -> str:
    return key if question is None else in_language(question.label, language)


def _words(question: Question | None, answer: str, language: str) -> str:
    if question is not None and question.kind == "yes_no" and answer in _YES_NO:
        return in_language(_YES_NO[answer], language)
    choice = _choice(question, answer) if question is not None else None
    return answer if choice is None else in_language(choice, language)


def _choice(question: Question, answer: str) -> dict[str, str] | None:
    """The choice an answer means; None if it is none of a choice question's."""
    if question.kind != "choice" or not (answer.isascii() and answer.isdecimal()):
        return None
    place = int(answer) if len(answer) < 4 else 0
    return question.choices[place - 1] if 1 <= place <= len(question.choices) else None
