"""The words of a part, in its language or in the nearest one that has them."""

import sys
from pathlib import Path

import pytest

from vuoro.core.catalogue import SHOW_MISSING, Catalogue, catalogue
from vuoro.core.plural_forms import PLURAL_FORMS

HEADER = """
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {forms}\\n"
"""

FINNISH = """
msgid "home.title"
msgstr "Tervetuloa"

msgid "home.number"
msgstr "Numerosi on {number}"

msgid "home.braces"
msgstr "Kirjoita {näin}"

msgid "home.bye"
msgstr "Hei hei"

msgid "home.ahead"
msgid_plural "home.ahead"
msgstr[0] "Edelläsi on {n} asiakas jonossa {line}"
msgstr[1] "Edelläsi on {n} asiakasta jonossa {line}"

msgid "home.minutes"
msgid_plural "home.minutes"
msgstr[0] "{n} minuutti"
msgstr[1] "{n} minuuttia"
"""

ENGLISH = """
msgid "home.title"
msgstr "Welcome"

msgid "home.minutes"
msgid_plural "home.minutes"
msgstr[0] "{n} minute"
msgstr[1] "{n} minutes"
"""

RUSSIAN = """
msgid "home.title"
msgstr ""

#, fuzzy
msgid "home.number"
msgstr "Номер {number}"

#~ msgid "home.old"
#~ msgstr "Старый"

#, fuzzy
msgid "home.ahead"
msgid_plural "home.ahead"
msgstr[0] "{n} человек ({line})"
msgstr[1] "{n} человека ({line})"
msgstr[2] "{n} людей ({line})"

msgid "home.minutes"
msgid_plural "home.minutes"
msgstr[0] "{n} минута"
msgstr[1] ""
msgstr[2] ""
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A part of its own name in every test, because catalogues are read once."""
    name = f"part_{abs(hash(tmp_path))}"
    texts = tmp_path / name / "texts"
    texts.mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("")
    for language, words in (("fi", FINNISH), ("en", ENGLISH), ("ru", RUSSIAN), ("et", FINNISH)):
        header = HEADER.format(language=language, forms=PLURAL_FORMS[language])
        (texts / f"{language}.po").write_text(header + words, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delenv(SHOW_MISSING, raising=False)
    return name


def test_words_are_found_and_filled_in(package: str) -> None:
    words = catalogue(package, "fi")

    assert words.text("home.title") == "Tervetuloa"
    assert words.text("home.number", number="A017") == "Numerosi on A017"
    assert words.text("home.braces") == "Kirjoita {näin}"


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("fi", 0, "Edelläsi on 0 asiakasta jonossa A"),
        ("fi", 1, "Edelläsi on 1 asiakas jonossa A"),
        ("fi", 21, "Edelläsi on 21 asiakasta jonossa A"),
        ("ru", 0, "0 людей (A)"),
        ("ru", 1, "1 человек (A)"),
        ("ru", 3, "3 человека (A)"),
        ("ru", 12, "12 людей (A)"),
        ("ru", 21, "21 человек (A)"),
    ],
)
def test_a_number_has_the_words_that_its_language_says_with_it(
    package: str, language: str, number: int, words: str
) -> None:
    assert catalogue(package, language).count("home.ahead", number, line="A") == words


def test_words_nobody_has_checked_are_said_and_known_as_such(package: str) -> None:
    words = catalogue(package, "ru")

    assert words.text("home.number", number="A017") == "Номер A017"
    assert words.unchecked == {"home.number", "home.ahead"}
    assert not words.checked
    assert catalogue(package, "fi").checked
    assert catalogue(package, "et").checked


def test_a_missing_word_is_said_in_the_nearest_language_that_has_it(package: str) -> None:
    words = catalogue(package, "ru")

    assert words.language == "ru"
    assert words.text("home.title") == "Welcome"
    assert words.text("home.bye") == "Hei hei"
    assert words.missing == {"home.title", "home.bye", "home.braces", "home.minutes"}


def test_an_unfinished_plural_is_said_by_the_rule_of_the_language_that_stands_in(
    package: str,
) -> None:
    """21 is *one* in Russian, and *other* in the English that is said instead."""
    assert catalogue(package, "ru").count("home.minutes", 21) == "21 minutes"


def test_a_language_without_a_file_borrows_all_its_words(package: str) -> None:
    for language, title in (("ar", "Welcome"), ("se", "Tervetuloa"), ("fi-simple", "Tervetuloa")):
        words = catalogue(package, language)

        assert words.language == language
        assert words.text("home.title") == title
        assert not words.checked


def test_borrowed_words_can_be_seen(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SHOW_MISSING, "1")

    words = catalogue(package, "ru")

    assert words.text("home.title") == "⟦Welcome⟧"
    assert words.text("home.bye") == "⟦Hei hei⟧"
    assert words.count("home.minutes", 1) == "⟦1 minute⟧"
    assert words.text("home.number", number="A017") == "Номер A017"
    assert "⟦" not in catalogue(package, "fi").text("home.title")


@pytest.mark.parametrize("key", ["home.nothing", "home.old"])
def test_words_that_nobody_ever_wrote_are_told_by_key_part_and_language(
    package: str, key: str
) -> None:
    with pytest.raises(KeyError, match=f"no words for '{key}' in {package}, language ru"):
        catalogue(package, "ru").text(key)


def test_a_missing_plural_is_told_too(package: str) -> None:
    with pytest.raises(KeyError, match=f"no words for 'home.title' in {package}, language fi"):
        catalogue(package, "fi").count("home.title", 2)


def test_a_value_that_was_not_given_is_told(package: str) -> None:
    complaint = f"'home.number' in {package}, language fi needs a value for 'number'"

    with pytest.raises(KeyError, match=complaint):
        catalogue(package, "fi").text("home.number", name="A017")


def test_a_catalogue_can_be_written_by_hand() -> None:
    words = Catalogue("fi", {"hello": "Hei"}, {})

    assert words.text("hello") == "Hei"
    with pytest.raises(KeyError, match="a catalogue, language fi"):
        words.text("bye")
