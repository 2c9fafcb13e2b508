"""What the board says: scenes, words, times, the lost connection."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import polib
import pytest

from vuoro.core.clock import SteppingClock
from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.core.wire.common import Lobby, LobbyMode
from vuoro.display import gallery, spoken
from vuoro.display.gallery import CALLS, LOBBY, NOON, closed, on
from vuoro.display.link import Link
from vuoro.display.quiet import is_quiet
from vuoro.display.scene import Scene
from vuoro.display.stage import Framed, Linked, Passed, Stage, step
from vuoro.display.timing import seconds_to_change
from vuoro.display.view import CallView, Foot, Notice, View, picture

LANGUAGES = ("fi", "sv")
NOBODY = replace(LOBBY, mode=LobbyMode.CLOSED, waiting=0)


def test_the_board_before_the_first_call_welcomes_in_both_languages() -> None:
    view = on(LOBBY)

    assert view.scene is Scene.WELCOME
    assert view.notice.title == ("Tervetuloa", "Välkommen")
    assert view.newest is None


def test_the_board_shows_one_large_two_before_and_six_of_history() -> None:
    view = on(LOBBY, CALLS)

    assert view.newest == CallView("A017", "3", "Palvelupiste 3", ("Palvelupiste 3", "Disk 3"))
    assert [item.number for item in view.previous] == ["C104", "A016"]
    history = [item.number for item in view.history]
    assert history == ["B032", "A015", "C103", "A014", "B031", "A013"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Avaamme tänään klo 12.42"),
        (1, "Avaamme huomenna klo 12.42"),
        (5, "Avaamme maanantaina klo 12.42"),
        (9, "Avaamme 13. maaliskuuta klo 12.42"),
    ],
)
def test_a_closed_office_says_when_it_opens(days: int, words: str) -> None:
    view = on(closed(NOON + timedelta(days=days, hours=2)))

    assert view.scene is Scene.CLOSED
    assert view.notice.detail[0] == words


def test_a_closed_office_that_does_not_know_when_it_opens_says_something_friendly() -> None:
    assert on(replace(NOBODY, opens_at=None)).notice.detail == ("Tervetuloa taas", "Välkommen åter")


def test_after_closing_the_numbers_stay_while_someone_waits() -> None:
    assert on(replace(NOBODY, waiting=1), CALLS[1:]).scene is Scene.CALLS


def test_after_closing_the_last_call_stays_for_ten_minutes() -> None:
    def scene(ago: int) -> Scene:
        return on(NOBODY, (gallery.call("A017", "3", ago),)).scene

    assert (scene(599), scene(600)) == (Scene.CALLS, Scene.CLOSED)


def test_a_locked_office_says_so_calmly() -> None:
    assert on(replace(NOBODY, mode=LobbyMode.LOCKED)).notice.title[1] == (
        "Inga nummer delas ut just nu"
    )


def test_what_staff_want_to_say_stands_in_the_foot() -> None:
    view = on(replace(LOBBY, message={"fi": "Työpaja klo 13"}))

    assert view.foot.line == "Työpaja klo 13"


def test_the_foot_changes_its_language_every_fifteen_seconds() -> None:
    stage = _open_stage()

    lines = [picture(stage, LANGUAGES, now=NOON, mono=mono).foot.line for mono in (0, 14.9, 15, 30)]

    assert lines == [
        "Odota, kunnes numerosi kutsutaan",
        "Odota, kunnes numerosi kutsutaan",
        "Vänta tills ditt nummer ropas upp",
        "Odota, kunnes numerosi kutsutaan",
    ]


def test_a_lost_connection_is_told_after_five_seconds_and_not_before() -> None:
    clock, stage = SteppingClock(NOON), _open_stage()
    stage = step(stage, Linked(False), now=clock.now(), mono=clock.mono(), speaking=False)

    clock.advance(timedelta(seconds=4.9))
    assert picture(stage, LANGUAGES, now=clock.now(), mono=clock.mono()).lost.words == ()

    clock.advance(timedelta(seconds=0.1))
    view = picture(stage, LANGUAGES, now=clock.now(), mono=clock.mono())
    assert view.lost.words == (
        "Yhteys katkesi klo 10.42 – numerot päivittyvät, kun yhteys palaa",
        "Förbindelsen bröts kl. 10.42 – numren uppdateras när den är tillbaka",
    )
    assert view.newest is not None


def test_the_age_of_the_picture_does_not_depend_on_the_wall_clock() -> None:
    clock, stage = SteppingClock(NOON), _open_stage()
    stage = step(stage, Linked(False), now=clock.now(), mono=clock.mono(), speaking=False)
    clock.advance(timedelta(minutes=7))
    clock.jump(NOON - timedelta(days=1))

    view = picture(stage, LANGUAGES, now=clock.now(), mono=clock.mono())

    assert (view.lost.age, view.lost.age_words) == ("7 min", ("sitten", "sedan"))


def test_the_line_goes_by_itself_when_the_connection_is_back() -> None:
    stage = _open_stage()
    for event, mono in ((Linked(False), 0.0), (Linked(True), 60.0)):
        stage = step(stage, event, now=NOON, mono=mono, speaking=False)

    assert picture(stage, LANGUAGES, now=NOON, mono=70).lost.words == ()


def test_a_display_that_never_had_a_connection_says_that_it_waits_for_one() -> None:
    view = picture(Stage(Link(since=0.0, at=NOON)), LANGUAGES, now=NOON, mono=5.0)

    assert view.lost.words[0].startswith("Yhteyttä odotetaan")
    assert view.scene is Scene.BLANK


def test_an_idle_board_wakes_for_the_minute_the_line_and_nothing_else() -> None:
    stage = _open_stage()
    now = NOON + timedelta(seconds=20)

    assert seconds_to_change(stage, now=now, mono=31.0, speaking=False) == pytest.approx(9 + 5)
    assert seconds_to_change(
        stage, now=NOON + timedelta(seconds=58), mono=31.0, speaking=False
    ) == pytest.approx(2)


def test_the_board_wakes_to_say_that_the_connection_is_lost() -> None:
    stage = step(_open_stage(), Linked(False), now=NOON, mono=30.0, speaking=False)

    assert seconds_to_change(stage, now=NOON, mono=31.0, speaking=False) == pytest.approx(4)


def test_the_picture_moves_a_little_every_minute_and_never_far() -> None:
    stage = _open_stage()
    shifts = [
        picture(stage, LANGUAGES, now=NOON + timedelta(minutes=n), mono=0).shift for n in range(20)
    ]

    assert all(a != b for a, b in pairwise(shifts))
    assert all(abs(x) <= 4 and abs(y) <= 4 for x, y in shifts)


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        ("", "03:00", False),
        ("20:00-07:00", "19:59", False),
        ("20:00-07:00", "20:00", True),
        ("20:00-07:00", "06:59", True),
        ("20:00-07:00", "07:00", False),
        ("12:00-13:00", "12:30", True),
        ("12:00-13:00", "11:00", False),
    ],
)
def test_quiet_hours_are_kept_in_local_time(hours: str, at: str, quiet: bool) -> None:
    hour, minute = (int(part) for part in at.split(":"))
    winter = datetime(2026, 1, 15, hour, minute, tzinfo=UTC) - timedelta(hours=2)

    assert is_quiet(hours, winter) is quiet


def test_every_text_is_there_in_every_language() -> None:
    folder = gallery.__file__.rsplit("/", 1)[0] + "/texts"
    books = [polib.pofile(f"{folder}/{tag}.po") for tag in ("fi", "sv", "en")]
    keys = [{entry.msgid for entry in book} for book in books]

    assert keys[0] == keys[1] == keys[2]
    for book in books:
        assert not [entry.msgid for entry in book if not (entry.msgstr or entry.msgstr_plural)]


def test_the_board_has_no_place_for_anything_personal() -> None:
    """Numbers, counters, the office and texts: a field added here must be thought about."""
    names = {kind.__name__: {item.name for item in fields(kind)} for kind in (BoardCall, Lobby)}

    assert {item.name for item in fields(CallView)} == {"number", "counter", "place", "names"}
    assert {item.name for item in fields(Foot)} == (
        {"clock", "office", "line", "waiting", "waiting_words"}
    )
    assert {item.name for item in fields(Notice)} == {"title", "detail"}
    assert {item.name for item in fields(spoken.Utterance)} == {"language", "clauses"}
    assert names["BoardCall"] == (
        {"id", "number", "counter_label", "counter", "called_at", "times", "language"}
        | {"version", "gone", "also"}
    )
    assert {item.name for item in fields(View)} == (
        {"scene", "foot", "serial", "accent", "newest", "previous", "history", "empty"}
        | {"notice", "lost", "shift"}
    )


def _open_stage() -> Stage:
    stage = Stage(Link(since=0.0, at=NOON))
    frame = Framed(BoardFrame(1, True, NOON, LOBBY, CALLS[2:]))
    for event in (Linked(True), frame, Passed()):
        stage = step(stage, event, now=NOON, mono=0.0, speaking=False)
    return stage


def test_a_visit_with_two_numbers_shows_both() -> None:
    two = replace(CALLS[0], number="A017", also=("BX004",))
    shown = on(LOBBY, (two,))
    assert shown.newest is not None
    assert shown.newest.number == "A017 / BX004"
