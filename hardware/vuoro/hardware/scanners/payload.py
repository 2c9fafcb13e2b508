"""What one code says, or why it says nothing to us."""

import enum
from dataclasses import dataclass, field

MAX_CHARACTERS = 1024
"""A pass has about 150 characters, an EU health certificate up to 900; a QR code holds 7 089."""

_PREFIXES = (("VU1", "pass"), ("HC1:", "certificate"), ("BCD\n", "payment"), ("BEGIN:", "card"))


class Flaw(enum.StrEnum):
    """Why a code was read and yet has no text."""

    BINARY = "binary"
    TOO_LONG = "too_long"


class CodeKind(enum.StrEnum):
    """What a code looks like from afar: all that a log may say of it, beside its length."""

    PASS = "pass"
    CERTIFICATE = "certificate"
    PAYMENT = "payment"
    CARD = "card"
    LINK = "link"
    DIGITS = "digits"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Payload:
    """One code's text, empty where it has a flaw. ``repr`` shows no text: it may name a person.

    ``length`` is in characters; in bytes where they are no text.
    """

    text: str = field(repr=False)
    length: int
    flaw: Flaw | None = None


def payload_of_text(text: str) -> Payload:
    """The payload of a decoded text; without the blanks and line ends that scanners append."""
    text = text.strip()
    if len(text) > MAX_CHARACTERS:
        return Payload("", len(text), Flaw.TOO_LONG)
    if any(_is_control(character) for character in text):
        return Payload("", len(text), Flaw.BINARY)
    return Payload(text, len(text))


def payload_of_bytes(raw: bytes) -> Payload:
    """The payload of bytes that should be UTF-8."""
    if len(raw) > 4 * MAX_CHARACTERS:
        return Payload("", len(raw), Flaw.TOO_LONG)
    try:
        return payload_of_text(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Payload("", len(raw), Flaw.BINARY)


def kind_of(text: str) -> CodeKind:
    """What a text looks like. Only a look: whether a pass is one, its signature says."""
    upper = text[:8].upper()
    for prefix, kind in _PREFIXES:
        if upper.startswith(prefix):
            return CodeKind(kind)
    if upper.startswith(("HTTP://", "HTTPS://")):
        return CodeKind.LINK
    return CodeKind.DIGITS if text.isdecimal() else CodeKind.OTHER


def _is_control(character: str) -> bool:
    return (character < " " and character not in "\t\r\n") or character in "\x7f\ufffd"
