"""The checker of catalogues: what it tells, and that every catalogue here passes it."""

import shutil
import subprocess
from pathlib import Path

import polib
import pytest

from vuoro.core.check_catalogues import main, problems, second_looks, unchecked
from vuoro.core.text_check import fields, wrong_with

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("*/vuoro/**/texts/*.po"))
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: vuoro\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {forms}\\n"

"""
TWO = "nplurals=2; plural=(n != 1);"
THREE = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
FINNISH = """msgid "a"
msgstr "Numerosi on {number}"

msgid "b"
msgid_plural "b"
msgstr[0] "Yksi minuutti"
msgstr[1] "{n} minuuttia"
"""
SAMI = """#, fuzzy
msgid "a"
msgstr "Du nummir lea {number}"

msgid "b"
msgid_plural "b"
msgstr[0] "Okta minuhta"
msgstr[1] "Guokte minuhta"
msgstr[2] "{n} minuhta"
"""


def written(folder: Path, words: str, forms: str = THREE, language: str = "se") -> Path:
    """A catalogue beside its original."""
    (folder / "fi.po").write_text(HEADER.format(language="fi", forms=TWO) + FINNISH, "utf-8")
    file = folder / "se.po"
    file.write_text(HEADER.format(language=language, forms=forms) + words, "utf-8")
    return file


def test_a_good_catalogue_has_no_problems(tmp_path: Path) -> None:
    file = written(tmp_path, SAMI)

    assert list(problems(file)) == []
    assert unchecked(file) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("{number}", "{nummir}", "a: lacks {number}"),
        ("{number}", "{nummir}", "a: has {nummir}, unlike the Finnish text"),
        ("{number}", "{number", "a: its braces do not match: expected '}' before end of string"),
        ("Du nummir", " Du nummir", "a: begins or ends with a space"),
        ("Du nummir", "Du  nummir", "a: has two spaces in a row"),
        ("{number}", "{number}...", "a: has three full stops; the sign is …"),
        ("Du nummir", "Du nummire\u0301", "a: is not in Unicode's composed form (NFC)"),
        ("{number}", "{number} ١٢", "a: has other digits than 0123456789, which board and slip"),
        ("{number}", "\u2068{number}", "a: has an isolate of direction that is not closed"),
        ("{number}", "\u202b{number}\u202c", "a: has an embedding or override of direction"),
        ("{number}", "{number}\u00ad", "a: has an invisible character"),
        ("Du nummir lea {number}", "", "a: is empty"),
        ("Du nummir", "Du numm\u0456r", "a: mixes Latin and Cyrillic letters in numm\u0456r"),
        ("{n} minuhta", "minuhta", "b: lacks {n}"),
        ('msgstr[2] "{n} minuhta"\n', "", "b: has 2 plural forms; this language has 3"),
        ('msgid "b"\nmsgid_plural "b"', 'msgid "c"\nmsgid_plural "c"', "1 keys are missing: b"),
        ('msgid "b"\nmsgid_plural "b"', 'msgid "c"\nmsgid_plural "c"', "c: is no key of the Fi"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    assert right in SAMI
    file = written(tmp_path, SAMI.replace(right, wrong))

    assert any(each.startswith(sentence) for each in problems(file)), list(problems(file))


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("شماره شما", "fa", 0),
        ("شماره كوتاه", "fa", 1),
        ("علي", "ckb", 1),
        ("رقمك في القاعة", "ar", 0),
        ("Номер {number} (QR-код)", "ru", 0),
        ("H\u043emep", "ru", 1),
    ],
)
def test_letters_that_only_look_right_are_told(text: str, language: str, wrong: int) -> None:
    assert len(list(wrong_with(text, language, {"number"} & fields(text)))) == wrong


def test_the_order_of_the_keys_is_that_of_the_original(tmp_path: Path) -> None:
    first, second = SAMI.split("\n\n")
    file = written(tmp_path, f"{second}\n{first}\n")

    assert list(problems(file)) == [
        "b: from here on the keys are not in the order of the Finnish file"
    ]


def test_the_plural_rule_and_the_name_of_the_language_must_be_right(tmp_path: Path) -> None:
    told = "\n".join(problems(written(tmp_path, SAMI, TWO, "sme")))

    assert "header: Plural-Forms is 'nplurals=2; plural=(n != 1);'" in told
    assert "header: Language is 'sme', not 'se'" in told


def test_a_language_nobody_asked_for_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, SAMI).rename(tmp_path / "xx.po")

    assert "xx is none of the languages of visitors" in next(problems(file))


def test_long_texts_and_finnish_words_get_a_second_look(tmp_path: Path) -> None:
    file = written(tmp_path, SAMI.replace("Du nummir lea", "Numerosi on"))
    assert list(second_looks(file)) == ["a: the same words as in Finnish"]

    file = written(tmp_path, SAMI.replace("Okta minuhta", "Okta minuhta " * 3))
    assert list(second_looks(file)) == ["b: 39 characters, 13 in Finnish: does it fit?"]


def test_the_command_tells_and_fails_where_something_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path, SAMI)
    assert main([str(good)]) == 0
    assert "se.po: good; nobody has checked 1 of its entries" in capsys.readouterr().out

    bad = written(tmp_path, SAMI.replace("{number}", ""))
    assert main([str(bad)]) == 1
    assert "se.po: a: lacks {number}" in capsys.readouterr().out


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_catalogue_is_whole_and_well_formed(file: Path) -> None:
    assert list(problems(file)) == []
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check", "-o", "/dev/null", file], check=True, timeout=20)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_languages_of_staff_have_been_checked(language: str) -> None:
    files = [file for file in CATALOGUES if file.stem == language]

    assert len(files) >= 9
    assert [file for file in files if unchecked(file)] == []


def test_no_language_claims_that_a_person_has_checked_it_without_a_translator() -> None:
    """A file whose marks are gone names who took them away (Weblate writes Last-Translator)."""
    for file in CATALOGUES:
        named = polib.pofile(file.read_text("utf-8")).metadata.get("Last-Translator", "")
        assert file.stem in ("fi", "sv", "en") or unchecked(file) or "@" in named, file
