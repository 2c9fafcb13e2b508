"""What the board says in every language, and that each letter of it can be drawn."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtGui import QFont, QGuiApplication, QTextLayout

from vuoro.core import look
from vuoro.core.catalogue import SHOW_MISSING, catalogue
from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.common import LobbyMode
from vuoro.display import wording
from vuoro.display.gallery import LOBBY, NOON
from vuoro.display.lettering import load_fonts
from vuoro.display.link import Link


@pytest.fixture(autouse=True)
def borrowed_words_are_marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(SHOW_MISSING, "1")
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def letters() -> None:
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        QGuiApplication([])
    load_fonts()


@pytest.mark.parametrize("language", ENDONYMS)
def test_the_board_has_words_for_everything(language: str) -> None:
    says = [
        *(wording.opening(NOON + timedelta(days=days), NOON, language) for days in (0, 1, 2, 30)),
        *(wording.opening(NOON + timedelta(hours=hour), NOON, language) for hour in range(3)),
        *(wording.foot_line(replace(LOBBY, mode=mode, message={}), language) for mode in LobbyMode),
        *(wording.waiting_word(waiting, language) for waiting in range(30)),
        wording.lost(Link(0.0, NOON, ever=True), language),
        wording.lost(Link(0.0, NOON, ever=False), language),
        *(wording.age(seconds, language) + wording.ago(language) for seconds in (61, 9999)),
    ]

    assert all(says)
    assert not [text for text in says if "⟦" in text or "{" in text]


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_letter_on_the_board_can_be_drawn(language: str) -> None:
    for text in catalogue("vuoro.display", language).words.values():
        assert not any(drawn(text).values()), text


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Добро", "Noto Sans"),
        ("خوش آمدید", "Noto Sans Arabic"),
        ("ยินดี", "Noto Sans Thai"),
        ("骨直", "Noto Sans CJK SC"),
    ],
)
def test_chinese_signs_have_their_chinese_shapes(text: str, family: str) -> None:
    """And Persian its Naskh: Qt by itself takes whichever family has the letters."""
    assert family in drawn(text)


def drawn(text: str) -> dict[str, bool]:
    """The families that draw a text, and whether they draw a box."""
    layout = QTextLayout(text, QFont(look.FAMILY))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {run.rawFont().familyName(): 0 in run.glyphIndexes() for run in layout.glyphRuns()}
