"""Plural forms: which form of a text goes with a number, as gettext writes it down.

The forms of each language are those of CLDR for whole numbers (`Unicode CLDR, Language Plural
Rules <https://cldr.unicode.org/index/cldr-spec/plural-rules>`_), in CLDR's order: zero, one, two,
few, many, other. CLDR's *other* of Russian and Ukrainian is for fractions only and has no form.
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

_ONE_OTHER = "nplurals=2; plural=(n != 1);"
_ONE = "nplurals=1; plural=0;"
_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)

PLURAL_FORMS: Mapping[str, str] = {
    "fi": _ONE_OTHER,
    "sv": _ONE_OTHER,
    "en": _ONE_OTHER,
    "fi-simple": _ONE_OTHER,
    "ru": _SLAVIC,
    "uk": _SLAVIC,
    "et": _ONE_OTHER,
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
    "so": _ONE_OTHER,
    "fa": "nplurals=2; plural=(n > 1);",
    "ckb": _ONE_OTHER,
    "vi": _ONE,
    "zh": _ONE,
    "th": _ONE,
    "se": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
}
"""The ``Plural-Forms`` field of a catalogue's header, for every language of visitors."""

_FIELD = re.compile(r"nplurals=(?P<count>\d+); plural=(?P<rule>.+?);?")


@dataclass(frozen=True, slots=True)
class PluralForms:
    """``count`` forms; ``form`` is the index of the one that goes with a number."""

    count: int
    form: Callable[[int], int]

    def single(self, form: int) -> bool:
        """Whether this form stands for one number only, as Arabic's dual does."""
        return sum(self.form(number) == form for number in range(1000)) == 1


@cache
def plural_forms(field: str) -> PluralForms:
    """What a ``Plural-Forms`` field says; ValueError where it says nothing that can be read."""
    read = _FIELD.fullmatch(field.strip())
    if read is None:
        raise ValueError(f"not a Plural-Forms field: {field!r}")
    rule: Callable[[int], int] = gettext.c2py(read["rule"])
    return PluralForms(int(read["count"]), rule)
