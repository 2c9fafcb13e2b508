"""The note when a code was taken: it never keeps anybody waiting, and fails in silence."""

import logging
import threading
from collections.abc import Iterator

import pytest

from vuoro.hardware.sound import PlayerFailed, programs
from vuoro.kiosk.earcon import MUTE_SECONDS, Earcon

PATIENCE = 20


class Player:
    """A speaker of the system that plays for as long as a test wants, or can't."""

    def __init__(self) -> None:
        self.works = True
        self.played = 0
        self.began, self.may_end = threading.Event(), threading.Event()

    def __call__(self, players: object, grace: float) -> "Player":
        return self

    def play(self, wav: bytes) -> None:
        self.played += 1
        self.began.set()
        self.may_end.wait(PATIENCE)
        if not self.works:
            raise PlayerFailed("no sound card")


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Player:
    player = Player()
    monkeypatch.setattr(programs, "ProgramSpeaker", player)
    return player


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def now() -> Time:
    return Time()


@pytest.fixture
def earcon(player: Player, now: Time) -> Iterator[Earcon]:
    earcon = Earcon(now)
    earcon.start()
    yield earcon
    player.may_end.set()
    earcon.close()


def settled(earcon: Earcon) -> None:
    """What was to be played has been."""
    earcon._worker.submit_and_wait(lambda: None, PATIENCE)


def test_codes_that_come_faster_than_sound_do_not_line_up(earcon: Earcon, player: Player) -> None:
    earcon.play()
    assert player.began.wait(PATIENCE)
    for _ in range(5):
        earcon.play()
    player.may_end.set()
    settled(earcon)

    assert player.played == 1


def test_a_kiosk_without_sound_tries_again_after_a_while_and_says_so_once(
    earcon: Earcon, player: Player, now: Time, caplog: pytest.LogCaptureFixture
) -> None:
    player.works = False
    player.may_end.set()
    with caplog.at_level(logging.INFO, logger="vuoro"):
        for _ in range(3):
            earcon.play()
            settled(earcon)
    assert player.played == len(caplog.records) == 1

    now.now += MUTE_SECONDS
    player.works = True
    earcon.play()
    settled(earcon)

    assert player.played == 2


def test_nothing_is_played_once_it_is_closed(earcon: Earcon, player: Player) -> None:
    earcon.close()

    earcon.play()

    assert player.played == 0
