"""Numbers as people say them: words, and queue numbers with their letters."""

from vuoro.core.number_words.queue_numbers import say_digits, say_number
from vuoro.core.number_words.words import SPOKEN, number_words

__all__ = ["SPOKEN", "number_words", "say_digits", "say_number"]
