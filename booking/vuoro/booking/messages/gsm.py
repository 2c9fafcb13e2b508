"""How many parts a text message has (3GPP TS 23.038: GSM 7-bit, else UCS-2)."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_PLAINER = str.maketrans({
    "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2011": "-", "\u2018": "'", "\u2019": "'",
    "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u00a0": " ", "\u202f": " ", "\u2022": "-",
    "\t": " ",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """The parts a text is sent in, and what they can hold of it."""

    parts: int
    units: int
    """Septets, or 16-bit units where ``unicode``."""
    unicode: bool


def plainer(text: str) -> str:
    """The same text with typographic characters that cost a whole message their room replaced."""
    return text.translate(_PLAINER)


def size(text: str) -> Size:
    """How a text is sent: 160 septets in one part, 153 in each of several; 70 and 67 in UCS-2."""
    unicode = not set(text) <= _BASIC | _EXTENDED
    if unicode:
        units, single, each = len(text.encode("utf-16-be")) // 2, 70, 67
    else:
        units, single, each = sum(2 if c in _EXTENDED else 1 for c in text), 160, 153
    parts = 1 if units <= single else -(-units // each)
    return Size(parts, units, unicode)
