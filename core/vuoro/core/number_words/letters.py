"""The names of the letters A to Z where a voice needs them written out.

A queue number's letter is Latin on every slip. Voices of languages in Latin letters know their
names, and those of Arabic, Persian and Chinese say the English ones, as their listeners do. A
Russian or Ukrainian voice would say the English ones too, where people call "A" as Finns do.
"""

from collections.abc import Mapping

_RU = "а бэ цэ дэ е эф гэ аш и йот ка эль эм эн о пэ ку эр эс тэ у вэ дубль-вэ икс игрек зет"  # noqa: RUF001
_UK = "а бе це де е еф ґе аш і йот ка ель ем ен о пе ку ер ес те у ве дубль-ве ікс ігрек зет"  # noqa: RUF001

_NAMES: Mapping[str, Mapping[str, str]] = {
    language: dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", names.split(), strict=True))
    for language, names in (("ru", _RU), ("uk", _UK))
}


def letter_name(letter: str, language: str) -> str:
    """What to say for a letter; the letter itself where the voice of the language knows it."""
    return _NAMES.get(language, {}).get(letter.upper(), letter)
