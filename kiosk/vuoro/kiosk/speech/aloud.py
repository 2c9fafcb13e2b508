"""One step of a kiosk that is read aloud: the flow's own, and what is said of it."""

from dataclasses import replace

from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Event, Pressed, Ticked
from vuoro.kiosk.flow.languages import turned
from vuoro.kiosk.flow.patience import patient
from vuoro.kiosk.flow.screens import BookingPad, Home, IdentityPad, Numbered, StaffPin
from vuoro.kiosk.flow.speech import ended, is_bounce, started, tuned
from vuoro.kiosk.flow.speech_events import (
    HeadsetChanged,
    Keyed,
    SpeechEvent,
    Spoken,
    Utterance,
    VoicesFound,
)
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.speech.telling import Reader
from vuoro.kiosk.speech.turn import Effects, Turn
from vuoro.kiosk.view.reading_item import Item
from vuoro.kiosk.view.reading_pad import character_said
from vuoro.kiosk.view.walk import ROWS, command_of, row_of

Next = tuple[State, Effects]

_PADS = IdentityPad | BookingPad | StaffPin


def aloud(
    state: State, event: Event | SpeechEvent, moment: Moment, config: Config, reader: Reader
) -> Next:
    """The kiosk after an event, what it wants done, and what it wants said."""
    turn = Turn(state, moment, config, reader)
    match event:
        case Keyed(key=key, at=at):
            _keyed(turn, key, moment.mono if at is None else at)
        case Pressed(button=Button.ZONE, value=value):
            _keyed(turn, NavKey(value), moment.mono)
        case Pressed(button=Button.SPEECH):
            _toggled(turn)
        case HeadsetChanged():
            _headset(turn, event)
        case Spoken(serial=serial):
            _spoken(turn, serial)
        case VoicesFound(languages=languages):
            _voices(turn, languages)
        case _:
            _happened(turn, event)
    return turn.state, turn.effects


def _keyed(turn: Turn, key: NavKey, at: float) -> None:
    """A key; the first one begins the speech, and one that answers the warning does no more."""
    if key in (NavKey.HEADSET_IN, NavKey.HEADSET_OUT):
        _headset(turn, HeadsetChanged(key is NavKey.HEADSET_IN))
        return
    speech = turn.state.speech
    if speech.mute or is_bounce(speech, key, at):
        return
    turn.change(struck=(key.value, at))
    if not speech.on:
        _start(turn, zones=False)
        return
    turn.touch()
    if turn.state.warned:
        turn.step(Pressed(Button.MORE_TIME))
        turn.say_here()
        return
    _act(turn, key)


def _act(turn: Turn, key: NavKey) -> None:
    teller, speech = turn.teller, turn.state.speech
    changed = tuned(speech, key)
    if changed is not None:
        turn.state = replace(turn.state, speech=changed)
        turn.say(turn.teller.tuning(key))
    elif key in (NavKey.NEXT, NavKey.BACK):
        turn.change(at=teller.beside(1 if key is NavKey.NEXT else -1).id, moved=True)
        turn.say_here()
    elif key is NavKey.REPEAT and not speech.moved:
        turn.say(*teller.intro())
    elif key is NavKey.HELP:
        turn.say(*teller.help())
    elif key is NavKey.CHOOSE:
        _choose(turn, teller.current)
    elif key.digit and isinstance(turn.state.screen, _PADS):
        _press(turn, Pressed(Button.KEY, key.digit), picked=False)
    else:
        turn.say_here()


def _choose(turn: Turn, item: Item) -> None:
    command, row = command_of(item), row_of(item)
    if command is not None:
        _act(turn, command)
    elif row is not None or item.id == ROWS:
        turn.change(row=row, at="", moved=True)
        turn.say_here()
    elif item.button == Button.SPEECH:
        _toggled(turn)
    elif item.acts and (item.enabled or item.button == Button.CONFIRM):
        # A code that isn't whole yet is answered with why.
        _press(turn, Pressed(Button(item.button), item.value), picked=True)
    else:
        turn.say_here()


def _press(turn: Turn, press: Pressed, *, picked: bool) -> None:
    """What the cursor is on is pressed, or a digit is typed."""
    before = turn.state
    turn.step(press)
    if press.button is Button.START_AGAIN and not turn.state.speech.on:
        # Whoever begins anew is still there, and speaks the same language.
        wishes = replace(Wishes(), language=before.wishes.language)
        turn.state = replace(turn.state, wishes=wishes, speech=before.speech)
    echo: tuple[Utterance, ...] = ()
    if press.button is Button.KEY:
        turn.change(row=None, at="", moved=True)
        echo = _echo(turn, before, press.value)
    turn.tell(before, echo=echo, here=picked)


def _echo(turn: Turn, before: State, key: str) -> tuple[Utterance, ...]:
    """A character that was typed: for the headset."""
    teller, screen = turn.teller, turn.state.screen
    took = isinstance(screen, _PADS) and screen != before.screen
    if not (took and turn.state.speech.headset):
        return ()
    return (Utterance(character_said(key, teller.own), teller.reading.language, private=True),)


def _happened(turn: Turn, event: Event) -> None:
    """News, time, or the finger of somebody who sees."""
    before = turn.state
    turn.step(event)
    turn.tell(before, patient=not isinstance(event, Pressed))
    if isinstance(event, Ticked):
        turn.warn_of_the_end()


def _toggled(turn: Turn) -> None:
    if turn.state.speech.on:
        before = turn.state
        turn.state = replace(before, speech=ended(before.speech), touched=turn.moment.mono)
        turn.tell(before)
    elif not turn.state.speech.mute:
        _start(turn, zones=True)


def _start(turn: Turn, *, zones: bool) -> None:
    """From the screen where the visitor is; a kiosk at rest asks for the language first."""
    config, state = turn.config, turn.state
    speech = started(state.speech, config.rate, config.volume, zones=zones)
    turn.state = replace(state, speech=speech, warned=False)
    turn.touch()
    at_rest = state.wishes == Wishes() and isinstance(state.screen, Home)
    if at_rest and state.lobby is not None and len(state.lobby.languages) > 1:
        turn.state = turned(turn.state, turn.moment)
    teller = turn.arrived()
    turn.say(*teller.welcome(), *teller.intro())


def _headset(turn: Turn, event: HeadsetChanged) -> None:
    was = turn.state.speech
    turn.change(headset=event.plugged)
    if event.found or was.headset == event.plugged or was.mute:
        return
    if not was.on:
        if event.plugged:
            _start(turn, zones=False)
        return
    if not event.plugged:
        _unplugged(turn)
        return
    turn.touch()
    if turn.state.warned:
        turn.step(Pressed(Button.MORE_TIME))
    turn.say(*turn.arrived().intro())


def _voices(turn: Turn, languages: frozenset[str]) -> None:
    """What can be spoken. Where that is nothing any more, the glass is for eyes again."""
    turn.change(voices=languages)
    if turn.state.speech.mute:
        turn.state = replace(turn.state, speech=ended(turn.state.speech))


def _unplugged(turn: Turn) -> None:
    """Perhaps the visitor goes; perhaps only the plug came out. So the question comes now."""
    config, now = patient(turn.state, turn.config), turn.moment.mono
    turn.state = replace(turn.state, touched=now - config.idle)
    if isinstance(turn.state.screen, Numbered):
        until = min(turn.state.screen.until, now + config.warn)
        turn.state = replace(turn.state, screen=replace(turn.state.screen, until=until))
        turn.change(warned_until=until)
    turn.step(Ticked())
    teller = turn.arrived()
    question = teller.intro() if turn.state.warned else (teller.plain("speech.stay"),)
    turn.say(teller.plain("speech.headset_out"), *question, counts=False)


def _spoken(turn: Turn, serial: int) -> None:
    """Time begins when the words have ended."""
    state, now = turn.state, turn.moment.mono
    if serial == state.speech.serial and state.touched > now:
        turn.state = replace(state, touched=now)
