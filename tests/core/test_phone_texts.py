"""The words of the phone pages: every key that a page names has words, and none is left over."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.core.phone import PACKAGE
from vuoro.core.phone.shown import turn_shown, with_codes
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.follow import FollowFrame, FollowState
from vuoro.core.wire.kiosk import Outcome

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(
    file.read_text("utf-8")
    for pattern in ("core/vuoro/core/phone/**/*.py", "core/vuoro/core/phone/templates/*.html",
                    "desk/vuoro/desk/*phone.py", "booking/vuoro/booking/web/follow.py")
    for file in sorted(ROOT.glob(pattern))
)  # fmt: skip
LITERAL = re.compile(r"""\b(?:text|count|t|n)\(\s*["']([a-z]+\.[\w.]+)["']""")
REFUSED = ("no_match", "wrong_day", "wrong_office", "cancelled", "superseded", "already_here",
           "see_staff", "too_many_tries", "closed", "full", "expired", "busy")  # fmt: skip
BUILT = {
    *(f"turn.{state}" for state in ("waiting", "parked", "missed", "over")),
    *(f"turn.{state}_do" for state in ("parked", "missed", "over")),
    *(f"own.{code}" for code in REFUSED),
    *(f"own.{code}.title" for code in REFUSED),
    *(f"own.{problem}" for problem in ("bad_booking_code", "bad_identity_code", "empty_code")),
    "turn.unheard", "turn.as_of", "quiet.on", "quiet.usual",
}  # fmt: skip


def keys() -> set[str]:
    known = catalogue(PACKAGE, "fi")
    return {*known.words, *known.plurals}


def test_every_key_that_a_page_names_has_words_and_none_is_left_over() -> None:
    named = {*LITERAL.findall(SOURCES), *BUILT}
    assert named - keys() == set()
    assert keys() - named == set()


def test_every_refusal_has_words() -> None:
    with_number = {"admitted", "early", "late", "rescheduled", "received", "issued"}
    by_scanner = {"bad_pass", "locked"}
    """Shown as no_match and closed."""
    assert {each.value for each in Outcome} - with_number - by_scanner <= set(REFUSED)


@pytest.mark.parametrize("language", ["fi", "sv", "en", "ar", "ru"])
@pytest.mark.parametrize("state", list(FollowState))
def test_every_state_can_be_said_in_every_language(language: str, state: FollowState) -> None:
    frame = FollowFrame(
        1, datetime(2026, 11, 23, 8, tzinfo=UTC), "A017", language, {}, {}, state, 3,
        WaitInterval(70, 130), "3", {}, 2, silent=True, elsewhere=True, has_elsewhere=True,
    )  # fmt: skip
    shown = turn_shown(frame, catalogue(PACKAGE, language))
    said = (shown.title, *(line.text for line in (*shown.now, *shown.facts)), shown.how)
    assert all("{" not in words for words in said)
    assert bool(shown.said) is (state is FollowState.CALLED)
    assert bool(shown.wishes) is (state is not FollowState.OVER)


def test_codes_run_from_left_to_right_in_any_sentence() -> None:
    assert with_codes("مثلًا 131052-308T.") == "مثلًا \u2066131052-308T\u2069."
    assert with_codes("8 merkkiä, esimerkiksi 7K4M Q2XB") == (
        "8 merkkiä, esimerkiksi \u20667K4M Q2XB\u2069"
    )
