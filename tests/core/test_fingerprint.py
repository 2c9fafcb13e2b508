"""Four words for a key."""

from vuoro.core.fingerprint import WORDS, fingerprint


def test_a_key_has_the_same_four_words_everywhere() -> None:
    assert fingerprint(bytes(32)) == ("lakka", "leijona", "mango", "pilvi")


def test_no_two_words_can_be_taken_for_each_other() -> None:
    assert len(WORDS) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 9 for word in WORDS)
    holes = [(word[:n], word[n + 1 :]) for word in WORDS for n in range(len(word))]
    assert len(set(holes)) == len(holes), "two words differ by one letter"
