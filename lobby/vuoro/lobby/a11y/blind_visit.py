"""A check-in and a walk-in by keypad and speech alone, the screen off: python -m … [OUT]."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.clock import SystemClock
from vuoro.core.languages import ENDONYMS, Language, in_language
from vuoro.hardware.keypads.keys import NavKey
from vuoro.lobby.a11y.blind.office import Office, office
from vuoro.lobby.a11y.blind.recording import Story, keep, slowest_stop
from vuoro.lobby.a11y.blind.typing_by_ear import Typist
from vuoro.lobby.a11y.blind.visitor import Line, Visitor
from vuoro.lobby.a11y.hearing import heard_number
from vuoro.lobby.demo.house import House
from vuoro.lobby.tour.failing import Failed, expect, expect_that
from vuoro.queue.office_file import load_office

OUT = Path("build/a11y/blind")
SPOKEN = ("fi", "ar")
CLIENTS = {"fi": "identity-code", "ar": "in-time"}
INFO = "neuvonta"
STOP_SECONDS = 0.3
_NUMBERS = tuple(f"{letter}{number:03}" for letter in "ABC" for number in range(1, 61))
"""What a recording could say as well: the numbers of a morning."""

Visit = Callable[[Office, Visitor, Catalogue], None]


def visits(out: Path) -> Iterator[Story]:
    """Every visit in every language, each kept below ``out`` as it ends. Raises Failed."""
    out.mkdir(parents=True, exist_ok=True)
    with office(SystemClock()) as opened:
        for language in SPOKEN:
            for name, visit in (("check-in", _check_in), ("walk-in", _walk_in)):
                yield _visited(opened, language, name, visit, out)


def main(arguments: list[str]) -> int:
    """Make every visit; 0 when all of them ended with the number that was printed."""
    out = Path(arguments[0]) if arguments else OUT
    try:
        for story in visits(out):
            print(
                f"ok   {story.language} {story.visit}: printed {story.printed}, heard "
                f"{story.heard}, {story.keys} keys, {story.seconds:.0f} s, silent within "
                f"{story.slowest_stop_ms} ms of a key",
                flush=True,
            )
    except Failed as failed:
        print(f"FAIL {failed}", file=sys.stderr)
        return 1
    print(f"Transcripts and recordings are in {out}/.")
    return 0


def _visited(opened: Office, language: str, name: str, visit: Visit, out: Path) -> Story:
    words, headset = catalogue("vuoro.kiosk", language), opened.sound / "headset"
    visitor, slips = Visitor(opened.keypad, opened.transcript), opened.paper.count()
    visitor.begin()
    _arrive(visitor, language)
    visit(opened, visitor, words)
    number = _number_line(visitor, words)
    visitor.listen()
    # A kiosk that has just begun may print what was left to print: the newest slip is this one's.
    slip = opened.paper.await_slip(max(slips + 1, opened.paper.count()))
    shutil.copy(slip.file, out / f"{language}-{name}-slip.png")
    printed = slip.number
    _leave(visitor, words)
    heard = heard_number(Path(number.wav).read_bytes(), language, _NUMBERS)
    stop = slowest_stop(visitor, headset)
    seconds = visitor.mine()[-1].mono - visitor.pressed[0][0]
    story = Story(
        language, name, printed, heard.number, heard.clear, round(stop * 1000), seconds,
        len(visitor.pressed),
    )  # fmt: skip
    keep(story, visitor, headset, out / f"{language}-{name}")
    expect(f"number heard in {language}", heard.number, printed)
    expect_that(f"the number is clear ({heard})", heard.clear)
    expect_that(f"speech ends within {STOP_SECONDS} s of a key", stop < STOP_SECONDS)
    expect("what came out of the loudspeaker", [line.text for line in visitor.mine()
           if line.output != "headset"], [])  # fmt: skip
    return story


def _arrive(visitor: Visitor, language: str) -> None:
    """Plug in, listen to how it is used, choose a language by its own name."""
    welcome = catalogue("vuoro.kiosk", "fi").text("speech.welcome")
    visitor.press(NavKey.HEADSET_IN)
    visitor.hears(welcome, visitor.came)
    visitor.listen()
    before = visitor.choose(ENDONYMS[Language(language)])
    visitor.hears(catalogue("vuoro.kiosk", language).text("home.title"), before)


def _check_in(opened: Office, visitor: Visitor, words: Catalogue) -> None:
    client = opened.house.client(CLIENTS[words.language])
    visitor.choose(words.text("home.appointment"))
    before = visitor.choose(words.text("show.identity"))
    visitor.hears(words.text("pad.typed", n=0, of=11), before)
    Typist(visitor, opened.sound / "headset", words).types(client.identity)
    visitor.hears(words.text("button.check_in"), len(visitor.heard()) - 2)
    visitor.press(NavKey.CHOOSE)


def _walk_in(opened: Office, visitor: Visitor, words: Catalogue) -> None:
    visitor.choose(words.text("home.number"))
    visitor.choose(_service(opened.house, words.language))


def _service(house: House, language: str) -> str:
    services = load_office(house.settings.lobby.office).services
    found = next(service for service in services if service.id == INFO)
    return in_language(found.name, language)


def _number_line(visitor: Visitor, words: Catalogue) -> Line:
    """What is said after "your number is"."""
    label = words.text("number.label")
    visitor.hears(label, len(visitor.heard()) - 3)
    at = max(place for place, line in enumerate(visitor.heard()) if label in line.text)
    deadline = time.monotonic() + 10.0
    while time.monotonic() < deadline:
        if len(visitor.heard()) > at + 1:
            return visitor.heard()[at + 1]
        time.sleep(0.05)
    raise Failed("no number is said")


def _leave(visitor: Visitor, words: Catalogue) -> None:
    """Say that all is well, hear that it is over, pull the plug."""
    before = visitor.choose(words.text("button.done"))
    visitor.hears(words.text("speech.bye"), before)
    visitor.listen()
    visitor.press(NavKey.HEADSET_OUT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
