"""The file that describes an office: every error told at once, in words that name the place."""

from pathlib import Path

import pytest

from vuoro.core import offering
from vuoro.core.catalogue import Catalogue
from vuoro.queue.domain.office import Office, WalkIns
from vuoro.queue.domain.opening import Hours
from vuoro.queue.office_file import BadOffice, load_office

DEMO = Path(__file__).parents[2] / "lobby/vuoro/lobby/demo/office.toml"
GOOD = """
site = 17
tenant = "7b0c8f2e-5f0f-4c8e-9d57-0d3f6a1e2b44"
info_service = "advice"
languages = ["fi", "sv"]
name = { fi = "Toimisto", sv = "Kontoret" }
where = { fi = "Odota", sv = "Vänta" }
hours = { mon-fri = "09:00-16:15" }

[rules]
early = 60

[[services]]
id = "advice"
letter = "A"
name = { fi = "Neuvonta", sv = "Rådgivning" }

[[counters]]
id = "one"
label = "1"
services = ["advice"]
name = { fi = "Piste 1", sv = "Punkt 1" }

[[button_limits]]
kiosk = "Kiosk 1"
service = "advice"
limit = 20

[exceptions]
2026-12-31 = "09:00-12:00"
"""


def load(tmp_path: Path, text: str) -> Office:
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")
    return load_office(file)


def complaints(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a file, without its name."""
    with pytest.raises(BadOffice) as bad:
        load(tmp_path, text)
    name = f"{tmp_path / 'office.toml'}: "
    assert all(error.startswith(name) for error in bad.value.errors)
    assert str(bad.value) == "\n".join(bad.value.errors)
    return [error.removeprefix(name) for error in bad.value.errors]


def test_a_good_file_is_an_office(tmp_path: Path) -> None:
    office = load(tmp_path, GOOD)

    assert office.site == 17
    assert [service.letter for service in office.services] == ["A"]
    assert office.counters[0].walk_ins is WalkIns.ALWAYS
    assert office.button_limits[0].limit == 20
    assert [day.isoformat() for day in office.exceptions] == ["2026-12-31"]


def test_the_office_of_the_demo_can_be_used() -> None:
    office = load_office(DEMO)

    assert len(office.counters) == 5
    assert Hours(office)


@pytest.fixture
def arabic_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if people had read all Arabic words, and none of the others'."""

    def known(_: str, language: str) -> Catalogue:
        return Catalogue(language, {}, {}, unchecked=frozenset(() if language == "ar" else "x"))

    monkeypatch.setattr(offering, "catalogue", known)


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        (["ru", "sv", "ar", "fi"], ("sv", "ar", "fi")),
        (["ar"], ("ar",)),
        (["ru"], ("fi",)),
    ],
)
@pytest.mark.usefixtures("arabic_is_checked")
def test_languages_are_offered_in_the_order_of_the_file_once_people_have_checked_them(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    wanted: list[str],
    offered: tuple[str, ...],
) -> None:
    office = load(tmp_path, GOOD.replace('["fi", "sv"]', str(wanted)))

    assert office.languages == offered
    told = [record.__dict__["languages"] for record in caplog.records]
    assert told == ([["ru"]] if "ru" in wanted else [])


@pytest.mark.usefixtures("arabic_is_checked")
def test_an_office_may_offer_what_nobody_has_checked(tmp_path: Path) -> None:
    text = GOOD.replace('["fi", "sv"]', '["fi", "ckb", "th"]\nunchecked_translations = true')

    assert load(tmp_path, text).languages == ("fi", "ckb", "th")


def test_names_are_needed_in_the_languages_that_others_fall_back_to(tmp_path: Path) -> None:
    """Thai visitors read the English name, else the Finnish one."""
    text = GOOD.replace('["fi", "sv"]', '["fi", "th", "en"]\nunchecked_translations = true')

    assert [error for error in complaints(tmp_path, text) if "th" in error.partition(":")[2]] == []
    assert "name: is missing in en." in complaints(tmp_path, text)


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("site = 17\n", "", "site: is missing."),
        ("site = 17", "site = 0", "site = 0: Expected `int` >= 1."),
        ("7b0c8f2e", "x", "tenant = "),
        ('letter = "A"', 'letter = "AB"', "[[services]] advice letter = 'AB': "),
        ('letter = "A"', 'letter = "A"\nletters = 2',
         "[[services]] advice letters: there is no such entry. Did you mean letter?"),
        ("early = 60", 'early = "60"', "[rules] early = '60': Expected `int`, got `str`."),
        ("early = 60", "erly = 60", "[rules] erly: there is no such entry. Did you mean early?"),
        ('label = "1"\n', "", "[[counters]] one label: is missing."),
        ('id = "one"', 'id = "One!"', "[[counters]] One! id = 'One!': "),
        ("[[counters]]", '[[counters]]\nwalk_ins = "maybe"', "[[counters]] one walk_ins = 'maybe'"),
        ('"advice"\nlanguages', '"nothing"\nlanguages',
         'info_service = "nothing": is none of the services.'),
        ('services = ["advice"]', 'services = ["advice", "x"]',
         '[[counters]] one services: "x" is none of the services.'),
        ('services = ["advice"]', "services = []",
         'service "advice": no counter serves it. Name it in services of a counter.'),
        ('"Kiosk 1"\nservice = "advice"', '"Kiosk 1"\nservice = "x"',
         '[[button_limits]]: "x" is none of the services.'),
        ("09:00-16:15", "9-16", 'hours: "9-16" is not a time span; write 09:00-16:15.'),
        ("mon-fri", "fri-mon", 'hours: "fri-mon" runs backwards; a week begins with mon.'),
        ("09:00-12:00", "12:00-09:00",
         'exceptions 2026-12-31: "12:00-09:00" ends before it begins.'),
        ('letter = "A"', 'letter = "A"\nhours = { mon = "x" }',
         '[[services]] advice hours: "x" is not a time span; write 09:00-16:15.'),
        (', sv = "Rådgivning"', "", "[[services]] advice name: is missing in sv."),
        (', sv = "Vänta"', "", "where: is missing in sv."),
        ('["fi", "sv"]', "[]", "languages: there is none."),
        ('["fi", "sv"]', '"fi"', "languages = 'fi': "),
        ('["fi", "sv"]', '["fi", "sv", "ku"]',
         'languages: "ku" has no words here. There are: fi, '),
        ('["fi", "sv"]', '["fi", "sv", "fi"]', 'language "fi": is there twice.'),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_told_once(tmp_path: Path, good: str, bad: str, complaint: str) -> None:
    assert good in GOOD
    found = complaints(tmp_path, GOOD.replace(good, bad, 1))

    assert len(found) == 1
    assert found[0].startswith(complaint)


def test_three_things_wrong_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('letter = "A"', 'letter = "a"').replace("early = 60", "early = -1")

    found = complaints(tmp_path, text.replace('label = "1"', 'label = "much too long"'))

    assert [error.split(" = ")[0] for error in found] == [
        "[[services]] advice letter", "[[counters]] one label", "[rules] early",
    ]  # fmt: skip


def test_a_service_that_is_there_twice_is_told(tmp_path: Path) -> None:
    again = '[[services]]\nid = "advice"\nletter = "A"\nname = { fi = "N", sv = "R" }\n'

    assert complaints(tmp_path, GOOD + again) == ['service "advice": is there twice.']


def test_an_office_without_a_service_or_counter_is_told(tmp_path: Path) -> None:
    head = GOOD[: GOOD.index("[[services]]")]

    found = complaints(tmp_path, "services = []\ncounters = [1]\n" + head)

    assert found[0] == "[[counters]] 1: must be a table."
    assert "there is no service. Add a [[services]] table." in found


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    assert complaints(tmp_path, "site = ")[0].startswith("is not TOML (")


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadOffice, match=r"can't be read \(No such file or directory\)"):
        load_office(tmp_path / "none.toml")
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8")
    with pytest.raises(BadOffice, match="is not UTF-8 text"):
        load_office(tmp_path / "picture.toml")
