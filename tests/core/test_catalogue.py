"""The words of a part, and what happens when some are missing."""

import sys
from pathlib import Path

import pytest

from vuoro.core.catalogue import Catalogue, catalogue

FINNISH = """
msgid ""
msgstr ""
"Language: fi\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "home.title"
msgstr "Tervetuloa"

msgid "home.number"
msgstr "Numerosi on {number}"

msgid "home.braces"
msgstr "Kirjoita {näin}"

msgid "home.ahead"
msgid_plural "home.ahead"
msgstr[0] "Edelläsi on {n} asiakas jonossa {line}"
msgstr[1] "Edelläsi on {n} asiakasta jonossa {line}"
"""

SWEDISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "home.title"
msgstr ""

#, fuzzy
msgid "home.number"
msgstr "Nummer {number}?"

#~ msgid "home.old"
#~ msgstr "Gammal"
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A part of its own name in every test, because catalogues are read once."""
    name = f"part_{abs(hash(tmp_path))}"
    texts = tmp_path / name / "texts"
    texts.mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("")
    (texts / "fi.po").write_text(FINNISH, encoding="utf-8")
    (texts / "sv.po").write_text(SWEDISH, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return name


def test_words_are_found_and_filled_in(package: str) -> None:
    words = catalogue(package, "fi")

    assert words.text("home.title") == "Tervetuloa"
    assert words.text("home.number", number="A017") == "Numerosi on A017"
    assert words.text("home.braces") == "Kirjoita {näin}"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Edelläsi on 0 asiakasta jonossa A"),
        (1, "Edelläsi on 1 asiakas jonossa A"),
        (2, "Edelläsi on 2 asiakasta jonossa A"),
        (21, "Edelläsi on 21 asiakasta jonossa A"),
    ],
)
def test_one_is_told_from_many(package: str, number: int, words: str) -> None:
    assert catalogue(package, "fi").count("home.ahead", number, line="A") == words


def test_a_language_without_a_file_speaks_finnish(package: str) -> None:
    words = catalogue(package, "ar")

    assert words.text("home.title") == "Tervetuloa"
    assert words.language == "ar"


@pytest.mark.parametrize("key", ["home.nothing", "home.title", "home.number", "home.old"])
def test_missing_words_are_told_by_key_part_and_language(package: str, key: str) -> None:
    """Never written, not translated, fuzzy, or no longer used: all the same."""
    with pytest.raises(KeyError, match=f"no words for '{key}' in {package}, language sv"):
        catalogue(package, "sv").text(key)


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
