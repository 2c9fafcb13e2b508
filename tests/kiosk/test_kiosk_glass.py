"""The kiosk as it is laid out: every screen, in every way a visitor may wish it.

Here are pairs of wishes and shapes in which something went wrong before; ``make a11y`` and the long
tests look at the others.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from math import atan, degrees

import pytest
from PySide6.QtGui import QRawFont

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import ENDONYMS, ENGLISH, FINNISH, SWEDISH, Language
from vuoro.core.look import fonts
from vuoro.kiosk import PACKAGE, measure
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.screens import Languages, ShowCode
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes
from vuoro.kiosk.gallery import LANDSCAPE_MM, PORTRAIT_MM
from vuoro.kiosk.screen_map import visible_items

ARABIC = Language("ar")
EYE_MM = 600
LEAST_ANGLE = 0.7
"""EN 301 549, 5.1.4: degrees of a capital letter at the stated distance."""
SIZES = {"portrait": (1080, 1920, PORTRAIT_MM), "landscape": (1920, 1080, LANDSCAPE_MM)}
WISHES = [
    Wishes(FINNISH),
    Wishes(SWEDISH, 2),
    Wishes(ENGLISH, 1, Contrast.DARK),
    Wishes(ARABIC, 2),
    Wishes(SWEDISH, 2, Contrast.BRIGHT, Reach.LEFT),
    Wishes(ARABIC, 2, reach=Reach.RIGHT),
    Wishes(FINNISH, 0, simple=True),
    Wishes(ARABIC, 2, reach=Reach.RIGHT, simple=True),
]
LONG = [Wishes(ENGLISH, 2), Wishes(FINNISH, 0, reach=Reach.RIGHT)]
"""With words two fifths longer than ours: translations are."""
SHORT = ("tool.", "nav.", "button.to_number", "button.check_in", "staff.")
"""Words on the smallest buttons, which are looked at in every language."""


def named(wishes: Wishes) -> str:
    more = ("-simple" if wishes.simple else "") + f"-{wishes.reach}"
    return f"{wishes.language}-{wishes.text_size}{more}"


OFTEN = {
    ("portrait", WISHES[1]), ("landscape", WISHES[3]),
    ("landscape", WISHES[4]), ("portrait", WISHES[7]),
}  # fmt: skip
"""Which of the wishes are looked at in which shape with every ``make test``."""
OFTEN_LONG = {("portrait", LONG[0]), ("landscape", LONG[1])}
OFTEN_SMALL = {("landscape", "uk"), ("portrait", "sv"), ("landscape", "ckb"), ("portrait", "th")}
OFTEN_HANDS = {("portrait", Reach.RIGHT), ("landscape", Reach.LEFT)}


def in_shapes(values: Iterable[object], often: Container[tuple[str, object]]) -> list[object]:
    """Every value in both shapes; those that are not looked at often in the long tests only."""
    return [
        pytest.param(
            shape,
            value,
            id=f"{shape}-{named(value) if isinstance(value, Wishes) else value}",
            marks=() if (shape, value) in often else pytest.mark.long,
        )
        for shape, value in product(SIZES, values)
    ]


@pytest.fixture(scope="module", params=SIZES)
def easel(request: pytest.FixtureRequest, qapp: object) -> Iterator[Easel]:
    easel = Easel(*SIZES[request.param])
    yield easel
    easel.close()


@pytest.fixture(scope="module", params=SIZES)
def wordy(request: pytest.FixtureRequest, qapp: object) -> Iterator[Easel]:
    easel = Easel(*SIZES[request.param], words_in=longer)
    yield easel
    easel.close()


@pytest.mark.parametrize(("easel", "wishes"), in_shapes(WISHES, OFTEN), indirect=["easel"])
def test_every_screen_fits_and_every_target_can_be_touched(easel: Easel, wishes: Wishes) -> None:
    assert list(wrong(easel, easel.states(wishes))) == []


@pytest.mark.parametrize(("wordy", "wishes"), in_shapes(LONG, OFTEN_LONG), indirect=["wordy"])
def test_every_screen_fits_with_much_longer_words(wordy: Easel, wishes: Wishes) -> None:
    assert list(wrong(wordy, wordy.states(wishes))) == []


@pytest.mark.parametrize(
    ("easel", "language"), in_shapes(ENDONYMS, OFTEN_SMALL), indirect=["easel"]
)
def test_the_smallest_buttons_have_words_that_fit_in_every_language(
    easel: Easel, language: Language
) -> None:
    for reach in (Reach.NONE, Reach.LEFT):
        states = dict(easel.states(Wishes(language, 2, reach=reach)))
        chosen = {name: states[name] for name in ("home", "identity-whole", "how-called")}

        assert list(wrong(easel, chosen.items())) == []


@pytest.mark.parametrize(
    ("easel", "hand"), in_shapes([Reach.RIGHT, Reach.LEFT], OFTEN_HANDS), indirect=["easel"]
)
def test_in_reach_mode_everything_that_can_be_touched_is_in_the_lowest_third(
    easel: Easel, hand: Reach
) -> None:
    lowest, middle = easel.root.height() * 2 / 3, easel.root.width() / 2
    for name, state in easel.states(Wishes(reach=hand)):
        easel.show(state)
        items = tuple(visible_items(measure.top(easel.root)))
        places = {item.objectName(): measure.place(item) for item in measure.targets(items)}
        places.pop("clock", None)

        assert {at for at, place in places.items() if place.top() < lowest - 1} == set(), name
        if name == "ask-staff":
            take, back = places["take-number"].center().x(), places["back"].center().x()
            assert (take > back) == (hand is Reach.RIGHT)
            assert (back > middle) == (hand is Reach.LEFT)


def test_a_language_from_the_right_mirrors_all_but_what_reads_the_same_everywhere(
    easel: Easel,
) -> None:
    def places(language: Language, name: str) -> dict[str, float]:
        easel.show(dict(easel.states(Wishes(language)))[name])
        items = measure.targets(tuple(visible_items(easel.root)))
        return {item.objectName(): measure.place(item).center().x() for item in items}

    width = easel.root.width()
    left, right = places(FINNISH, "show-code"), places(ARABIC, "show-code")

    assert left.keys() == right.keys()
    for name in left.keys() - {"clock"}:
        assert right[name] == pytest.approx(width - left[name], abs=2), name

    left, right = places(FINNISH, "identity-half"), places(ARABIC, "identity-half")

    assert left["key-1"] < left["key-2"] < left["key-3"] < left["key-A"]
    assert right["key-1"] < right["key-2"] < right["key-3"] < right["key-A"]


@pytest.mark.parametrize("language", [FINNISH, ARABIC])
@pytest.mark.parametrize("name", ["home", "show-code", "services", "languages", "ask-staff"])
def test_the_tab_key_goes_through_a_screen_as_it_is_read_and_around(
    easel: Easel, name: str, language: Language
) -> None:
    easel.show(dict(easel.states(Wishes(language)))[name])
    items = tuple(visible_items(easel.root))
    touchable = {item.objectName() for item in measure.targets(items) if item.isEnabled()}
    first = next(item for item in measure.targets(items) if item.objectName() != "clock")
    way, item = [first], first.nextItemInFocusChain(True)
    while item is not first and len(way) < 100:
        way.append(item)
        item = item.nextItemInFocusChain(True)
    names = [item.objectName() for item in way if item.objectName() in touchable]

    assert sorted(names) == sorted(touchable - {"clock"})
    tops = [measure.place(item).top() for item in way if item.objectName().startswith("service-")]
    assert tops == sorted(tops)
    assert names.index("text-size") > names.index("simple" if "simple" in names else names[0])


def test_a_letter_is_seen_at_the_distance_that_the_settings_tell(qapp: object) -> None:
    easel = Easel(1080, 1920, 700, eye_mm=1000)
    easel.show(dict(easel.states(Wishes()))["home"])
    mm = float(easel.glass.look.value("mm"))
    regular = next(file for file in fonts() if "Regular" in file.name)
    pixels = min(
        float(item.property("pixels")) for item in measure.words(tuple(visible_items(easel.root)))
    )

    capital = QRawFont(str(regular), pixels).capHeight() / mm
    easel.close()

    assert degrees(atan(capital / 1000)) >= LEAST_ANGLE - 0.01


def test_every_language_is_there_to_be_chosen(easel: Easel) -> None:
    state = dict(easel.states(Wishes(Language("th"), 2)))["languages"]
    assert state.lobby is not None
    easel.show(replace(state, lobby=replace(state.lobby, languages=tuple(ENDONYMS))))
    items = tuple(visible_items(easel.root))

    assert measure.findings(easel.root, float(easel.glass.look.value("mm"))) == ()
    assert {f"language-{tag}" for tag in ENDONYMS} <= {
        item.objectName() for item in measure.targets(items)
    }
    chosen = [item.objectName() for item in items if item.property("checked")]
    assert chosen.count("language-th") == 1


def test_a_screen_behind_the_languages_has_its_help(easel: Easel) -> None:
    state = dict(easel.states(Wishes()))["languages"]
    easel.show(replace(state, screen=Languages(ShowCode())))

    assert any(item.objectName() == "help" for item in visible_items(easel.root))


def test_what_has_the_cursor_of_speech_has_a_ring(easel: Easel) -> None:
    easel.show(dict(easel.states(Wishes()))["home"])
    easel.glass.say(focus="number")
    ringed = [item for item in visible_items(easel.root) if item.property("ringed")]
    easel.glass.say(focus="")

    assert [item.objectName() for item in ringed] == ["number"]


def test_letters_that_had_to_be_smaller_are_large_again_on_the_next_screen(wordy: Easel) -> None:
    states = dict(wordy.states(Wishes(ENGLISH, 2, reach=Reach.RIGHT)))
    wordy.show(states["locked"])
    full = wordy.glass.look.value("body")
    wordy.show(states["show-code"])
    small = wordy.glass.look.value("body")
    wordy.show(states["locked"])

    assert small < full
    assert wordy.glass.look.value("body") == full


@pytest.mark.parametrize("easel", ["landscape"], indirect=True)
def test_letters_are_as_small_as_they_must_be_whatever_was_on_the_glass_before(
    easel: Easel,
) -> None:
    small = dict(easel.states(Wishes(ARABIC, 0)))
    found = set()
    for simple in (True, False):
        states = dict(easel.states(Wishes(ARABIC, 2, reach=Reach.RIGHT, simple=simple)))
        for name in ("paper-coming", "staff-scan", "staff-versions", "number-early"):
            sizes = set()
            for before in (states["home"], small[name], states["how-called"]):
                easel.show(before)
                easel.show(states[name])
                sizes.add(easel.glass.look.value("body"))
            assert len(sizes) == 1, name
            found |= sizes
    assert len(found) > 1, "some of these need smaller letters"


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_service_says_what_it_is_for_in_every_size_of_text(easel: Easel, size: int) -> None:
    states = dict(easel.states(Wishes(text_size=size)))
    easel.show(states["services"])

    assert any("Neuvonta" in text for text in texts(easel))


def test_no_code_is_in_any_word_on_the_glass_but_masked(easel: Easel) -> None:
    for name, state in easel.states(Wishes()):
        if not name.startswith("identity"):
            continue
        easel.show(state)
        words = "".join(texts(easel))

        assert "010190" not in words
        assert "900" not in words


def texts(easel: Easel) -> list[str]:
    items = tuple(visible_items(easel.root))
    return [str(item.property("text")) for item in measure.words(items)]


def wrong(easel: Easel, states: Iterable[tuple[str, State]]) -> Iterator[str]:
    """Whatever doesn't fit, can't be touched or is too small to read."""
    for name, state in states:
        easel.show(state)
        mm = float(easel.glass.look.value("mm"))
        yield from (f"{name}: {finding}" for finding in measure.findings(easel.root, mm))
        for item in measure.words(tuple(visible_items(measure.top(easel.root)))):
            angle = degrees(atan(measure.capital_mm(item, mm) / EYE_MM))
            if angle < LEAST_ANGLE - 0.001:
                yield f"{name}: {item.property('text')} is {angle:.2f} degrees high"
        yield from (f"{name}: {words}" for words in easel.complaints)
        easel.complaints.clear()


@cache
def longer(language: str) -> Catalogue:
    """Our words, each text two fifths longer, but those that are chosen to be short."""
    words = catalogue(PACKAGE, language)
    grown = {
        key: text if key.startswith(SHORT) else _longer(text) for key, text in words.words.items()
    }
    return replace(words, words=grown)


def _longer(text: str) -> str:
    bare = [word for word in text.split() if "{" not in word and word.isalpha()]
    if not bare:
        return text
    more = " ".join(bare * 2)[: round(len(text) * 0.4)].strip()
    return f"{text} {more}" if " " in text else text + more.lower()
