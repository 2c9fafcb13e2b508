"""The counter box as a program: settings in, light, sound and button at work."""

import logging
import signal
import sys
import threading

from vuoro.core.clock import Clock, SystemClock
from vuoro.core.ids import RandomIds
from vuoro.core.settings.schema import CounterSettings
from vuoro.core.wire.counter import CounterFrame
from vuoro.display.reporting import Reporter
from vuoro.hardware.buttons import open_button
from vuoro.hardware.health import HealthWatch, probe
from vuoro.hardware.lamps import BadLampDevice, Lamp, open_lamp
from vuoro.hardware.lamps.opening import NoLamp
from vuoro.hardware.part_state import PartState
from vuoro.hardware.sound import locating, open_counter_speaker
from vuoro.lobby.counter.locator import Locator, NoLocator
from vuoro.lobby.counter.presser import Presser
from vuoro.lobby.counter.running import CounterBox, Parts, Sound
from vuoro.queue.client import CounterClient, Feed, LobbyRefused, LobbyUnreachable
from vuoro.queue.client.counter_box import stream_of

log = logging.getLogger(__name__)


def main(settings: CounterSettings) -> int:
    """Run the box of these settings until it is told to end; the exit status."""
    try:
        token = settings.token_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = f"The token of this counter box can't be read from {settings.token_file}: {error}."
        print(
            f"{why}\nMake it where the lobby service is: vuoro device add counter", file=sys.stderr
        )
        return 1
    clock = SystemClock()
    parts = parts_of(settings, clock)
    box = CounterBox(parts, clock, settings.quiet_hours)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: box.stop())
    serve(settings, token, clock, parts, box)
    return 0


def serve(
    settings: CounterSettings, token: str, clock: Clock, parts: Parts, box: CounterBox
) -> None:
    """Connect the box with its lobby service, and run it until it is stopped."""
    url, counter = settings.lobby_url, settings.counter
    authority = settings.lobby_authority
    client = CounterClient(url, token, authority=authority)
    folder = settings.token_file.parent
    health = HealthWatch(lambda: probe(clock, folder), clock)
    reporter = Reporter(CounterClient(url, token, authority=authority), health.look, parts.states)

    def linked(up: bool) -> None:
        box.linked(up)
        reporter.linked(up)

    new_key = RandomIds(clock).event
    presser = Presser(client, counter, new_key, box.lobby_time, box.notice, clock.mono)
    feed = Feed(
        url, stream_of(counter), token, CounterFrame, box.framed, linked, authority=authority
    )
    for part in (presser, reporter, feed):
        part.start()
    threading.Thread(target=_complain, args=(client, counter), daemon=True).start()
    try:
        box.run(presser.press)
    finally:
        feed.close()
        presser.close()
        reporter.close()
        client.close()


def parts_of(settings: CounterSettings, clock: Clock) -> Parts:
    """What the settings say hangs on the box; nothing is opened yet."""
    return Parts(_lamp(settings), _sound(settings, clock), open_button(settings))


def _complain(client: CounterClient, counter: str) -> None:
    """Say it, where the lobby service knows no such box or counter: the stream would try on."""
    try:
        client.look(counter)
    except LobbyRefused as error:
        log.error("the lobby service turns this box away: %s", error.problem.detail)
    except LobbyUnreachable:
        pass  # it may be there later


def _lamp(settings: CounterSettings) -> Lamp:
    try:
        return open_lamp(settings)
    except BadLampDevice as error:
        log.error("no light: %s", error)
        return NoLamp(PartState.OFFLINE)


def _sound(settings: CounterSettings, clock: Clock) -> Sound:
    if settings.locating_sound == "none":
        return NoLocator()
    return Locator(
        lambda: open_counter_speaker(settings, clock), lambda: locating(settings.sound_db)
    )
