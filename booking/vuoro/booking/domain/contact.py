"""What a client told of themselves, checked and in one writing."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from vuoro.booking.domain.values import Contact
from vuoro.core.identity_code import BadIdentityCode, IdentityCode, parse
from vuoro.core.languages import ENDONYMS

LONGEST_NAME = 100
LONGEST_EMAIL = 254
_IDENTITY_CODE = re.compile(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact that was checked: e-mail normalised, phone as E.164, empty where not given."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    identity_code: IdentityCode | None
    language: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be given. ``identity_code``: no (dropped if it is given), optional, required."""

    identity_code: str = "optional"
    phone: bool = False
    reachable: bool = True
    """An e-mail address or a phone number."""


def checked(contact: Contact, needs: Needs, today: date) -> Person | dict[str, str]:
    """The person, or what is wrong: field to code (service.refusals.Invalid lists them)."""
    errors: dict[str, str] = {}
    name = _tidy_name(contact.name)
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = "too_long" if name else "required"
    email = _email(contact.email.strip(), errors)
    phone = _phone(contact.phone.strip(), errors)
    if needs.phone and not contact.phone.strip():
        errors["phone"] = "required"
    elif needs.reachable and not (contact.email.strip() or contact.phone.strip()):
        errors["contact"] = "required"
    code = _identity(contact.identity_code, needs.identity_code, today, errors)
    if contact.language not in ENDONYMS:
        errors["language"] = "not_valid"
    return errors or Person(name, email, phone, code, contact.language, contact.protected)


def holds_identity_code(text: str) -> bool:
    """Whether somebody's identity code stands in a free text, where it must not be kept."""
    candidates = _IDENTITY_CODE.findall(text)
    return any(isinstance(parse(candidate), IdentityCode) for candidate in candidates)


def name_words(name: str) -> frozenset[str]:
    """The words by which a name is found: case and the way accents are written don't matter."""
    return frozenset(_WORDS.findall(unicodedata.normalize("NFC", name).casefold()))


def email_key(email: str) -> str:
    """By what an e-mail address is found."""
    return email.strip().casefold()


def phone_key(typed: str) -> str | None:
    """A phone number as E.164, Finnish unless it says otherwise; None for what is none."""
    try:
        number = phonenumbers.parse(typed, "FI")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _tidy_name(typed: str) -> str:
    letters = "".join(each for each in typed if unicodedata.category(each) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", " ".join(letters.split()))


def _email(typed: str, errors: dict[str, str]) -> str:
    if not typed:
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        errors["email"] = "too_long" if len(typed) > LONGEST_EMAIL else "not_valid"
        return ""


def _phone(typed: str, errors: dict[str, str]) -> str:
    found = phone_key(typed) if typed else ""
    if found is None:
        errors["phone"] = "not_valid"
    return found or ""


def _identity(typed: str, asked: str, today: date, errors: dict[str, str]) -> IdentityCode | None:
    if asked == "no":
        return None
    if not typed.strip():
        if asked == "required":
            errors["identity_code"] = "required"
        return None
    code = parse(typed, today)
    if isinstance(code, BadIdentityCode):
        errors["identity_code"] = code.reason.value
        return None
    return code
