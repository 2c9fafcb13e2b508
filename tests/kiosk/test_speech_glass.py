"""The pixels' side of it: every word that the window draws is read aloud."""

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import Language
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.gallery import PORTRAIT_MM
from vuoro.kiosk.samples import MONO, NOW
from vuoro.kiosk.screen_map import is_text, visible_items
from vuoro.kiosk.view.present import Now
from vuoro.kiosk.view.reading_state import read_state

_PLAIN = str.maketrans({"\u00a0": " ", "\u2068": None, "\u2069": None})


@pytest.fixture(scope="module")
def easel(qapp: object) -> Iterator[Easel]:
    easel = Easel(1080, 1920, PORTRAIT_MM)
    yield easel
    easel.close()


def drawn(root: QQuickItem) -> set[str]:
    """Every word on the glass; those of a sheet alone where one lies over the rest."""
    sheets = [item for item in visible_items(root) if item.property("modal")]
    items = visible_items(sheets[-1] if sheets else root)
    texts = (str(item.property("text")) for item in items if is_text(item))
    lines = (part for text in texts for line in text.split("\n") for part in line.split(" · "))
    return {plain(line) for line in lines if line.strip()}


def plain(text: str) -> str:
    return text.translate(_PLAIN).strip()


def heard(state: State, language: str) -> str:
    words = catalogue(PACKAGE, language)
    reading = read_state(state, Now(MONO, NOW), words, Config())
    return plain("\n".join(item.text for item in reading.items))


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(Language("ar")),
        pytest.param(Wishes(), marks=pytest.mark.long),
        pytest.param(Wishes(simple=True), marks=pytest.mark.long),
    ],
    ids=str,
)
def test_every_word_that_is_drawn_is_read(easel: Easel, wishes: Wishes) -> None:
    missing = []
    for name, state in easel.states(wishes):
        easel.show(state)
        told = heard(state, wishes.language)
        missing += [f"{name}: {text}" for text in drawn(easel.root) if text not in told]

    assert not missing, "\n".join(missing)


def test_the_check_would_find_a_word_that_nobody_reads(easel: Easel) -> None:
    states = dict(easel.states(Wishes()))
    easel.show(states["home"])

    assert [text for text in drawn(easel.root) if text not in heard(states["services"], "fi")]
