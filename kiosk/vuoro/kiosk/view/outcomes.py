"""Every outcome of an arrival: its icon, its words and the way forward."""

from vuoro.core.catalogue import Catalogue
from vuoro.core.wire.kiosk import CheckInBy, Outcome
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import Numbered, Refused
from vuoro.kiosk.view.shown import Action, Bar, Layout, Shown, Tone
from vuoro.kiosk.view.words import at_time, day_and_time, isolated

_ICONS = {
    Outcome.ALREADY_HERE: "ticket",
    Outcome.NO_MATCH: "search",
    Outcome.BAD_PASS: "code",
    Outcome.WRONG_DAY: "calendar",
    Outcome.WRONG_OFFICE: "place",
    Outcome.CANCELLED: "calendar",
    Outcome.SUPERSEDED: "calendar",
    Outcome.SEE_STAFF: "person",
    Outcome.TOO_MANY_TRIES: "clock",
    Outcome.CLOSED: "door",
    Outcome.LOCKED: "lock",
    Outcome.FULL: "ticket",
}
_TRY_AGAIN = {Outcome.NO_MATCH, Outcome.BAD_PASS, Outcome.TOO_MANY_TRIES}
_NO_NUMBER = {Outcome.CLOSED, Outcome.LOCKED}


def refused(
    screen: Refused, now: float, info_open: bool, words: Catalogue, back: str, again: str
) -> Shown:
    """A refusal: what happened in a few words, what to do now, one button that leads on."""
    kind = screen.outcome.value
    lead = words.text(f"refused.{kind}.lead", **_number(screen))
    if screen.outcome is Outcome.WRONG_DAY and screen.start is not None:
        lead = words.text("refused.wrong_day.known", at=day_and_time(screen.start, words))
    title = words.text(f"refused.{kind}.title")
    if screen.several:
        title, lead = words.text("refused.several.title"), words.text("refused.several.lead")
    left = 0 if screen.until is None else max(0, round_up(screen.until - now))
    can_take = info_open and screen.outcome not in _NO_NUMBER
    has_number = screen.outcome is Outcome.ALREADY_HERE
    offers = (words.text("offer.number" if can_take and not has_number else "offer.staff"),)
    return Shown(
        screen=f"refused-{kind.replace('_', '-')}",
        layout=Layout.MESSAGE,
        icon=_ICONS[screen.outcome],
        title=title,
        lead=lead,
        lines=() if screen.outcome in _NO_NUMBER else offers,
        actions=tuple(_ways(screen, left, can_take, words)),
        back=back,
        again=again,
        bar=_pause(left, words),
    )


def _number(screen: Refused) -> dict[str, str]:
    return {"number": isolated(screen.number.replace("/", " / "))} if screen.number else {}


def number_line(screen: Numbered, words: Catalogue) -> str:
    """The sentence under a number."""
    outcome, start = screen.outcome, screen.start
    if outcome in (Outcome.EARLY, Outcome.RESCHEDULED) and start is not None:
        return words.text(f"number.{outcome.value}.known", at=at_time(start, words))
    return words.text(f"number.{outcome.value}")


def round_up(seconds: float) -> int:
    """Whole seconds, so that a countdown says 1 until there is nothing left."""
    return -int(-seconds // 1)


def _ways(screen: Refused, left: int, can_take: bool, words: Catalogue) -> list[Action]:
    ways = []
    if can_take:
        take = words.text("button.take_number")
        # Who has a number is not led to another one; who is another person may take it.
        tone = Tone.PLAIN if screen.outcome is Outcome.ALREADY_HERE else Tone.PRIMARY
        ways.append(Action(Button.TAKE_NUMBER, take, "ticket", tone=tone))
    if screen.outcome in _TRY_AGAIN and left == 0:
        tone = Tone.PLAIN if can_take else Tone.PRIMARY
        ways.append(Action(Button.TRY_AGAIN, words.text("button.try_again"), "again", tone=tone))
    if screen.outcome in (Outcome.NO_MATCH, Outcome.BAD_PASS) and screen.by is CheckInBy.PASS:
        other = words.text("button.other_way")
        ways.append(Action(Button.APPOINTMENT, other, "keys"))
        ways = [way for way in ways if way.button != Button.TRY_AGAIN]
    return ways


def _pause(left: int, words: Catalogue) -> Bar | None:
    return Bar(left, left, words.text("refused.pause", n=left)) if left else None
