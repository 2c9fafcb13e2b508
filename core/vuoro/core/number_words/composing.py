"""Numbers in words for languages that put hundreds, tens and ones after each other."""

from dataclasses import dataclass

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numerals:
    """The words of a language, and what stands between them.

    ``small`` has 0 to 19, ``tens`` 20 to 90, ``hundreds`` 100 to 900. ``after_tens`` and
    ``after_hundreds`` are put before what follows; with ``ones_first`` the ones come before the
    tens, as in Arabic.
    """

    small: Words
    tens: Words
    hundreds: Words
    after_tens: str = " "
    after_hundreds: str = " "
    ones_first: bool = False

    def say(self, number: int) -> str:
        """The words for 0 to 999."""
        hundreds, rest = divmod(number, 100)
        if not hundreds:
            return self._below_hundred(rest)
        head = self.hundreds[hundreds - 1]
        return f"{head}{self.after_hundreds}{self._below_hundred(rest)}" if rest else head

    def _below_hundred(self, number: int) -> str:
        if number < 20:
            return self.small[number]
        tens, ones = self.tens[number // 10 - 2], self.small[number % 10]
        if not number % 10:
            return tens
        first, second = (ones, tens) if self.ones_first else (tens, ones)
        return f"{first}{self.after_tens}{second}"


def words(text: str) -> Words:
    """Words that are written with spaces between them; ``~`` stands for a space within one."""
    return tuple(word.replace("~", " ") for word in text.split())
