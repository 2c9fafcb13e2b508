"""What the demo says when it is open: addresses, sign-ins, and what to try."""

from collections.abc import Iterator

from vuoro.core.booking_code import grouped
from vuoro.core.clock import local
from vuoro.lobby.demo.cast import AINO, CLERKS, PASSWORD, Clerk, Client
from vuoro.lobby.demo.house import PIN, House

TRIES = (("in-time", "in time"), ("early", "early"), ("late", "late"))
TYPED = ("identity-code", "booking-code")


def introduction(house: House, without_booking: str) -> str:
    """The page on the terminal. ``without_booking`` is an identity code that nobody booked with."""
    return "\n".join(_lines(house, without_booking))


def picture_name(part: str) -> str:
    """The file of a pass."""
    return f"{part}.png"


def _lines(house: House, without_booking: str) -> Iterator[str]:
    ports = house.ports
    yield "\nThe office is open. Its folder, gone when you end the demo:"
    yield f"  {house.folder}\n"
    yield f"  Desk       http://127.0.0.1:{ports.lobby}/"
    yield f"  Paper      http://127.0.0.1:{ports.paper}/   (comes out of the printer)"
    yield f"  Booking    http://127.0.0.1:{ports.booking}/   (for clients; /staff for the staff)"
    yield f"  Network    http://127.0.0.1:{ports.switch}/   (pull the plug, plug it in)"
    yield f"  Messages   {house.messages}   (e-mail and SMS)"
    yield "  Kiosk and display are the two windows on your screen.\n"
    yield f"Sign in at the desk, and at the booking pages, password {PASSWORD}:"
    for clerk in CLERKS:
        yield f"  {clerk.username:<7} {_seat(clerk)}"
    yield "\nHold a pass to the kiosk's scanner, by putting its picture before the camera:"
    for part, words in TRIES:
        start = _time(house.client(part))
        picture = house.folder / "passes" / picture_name(part)
        yield f"  cp {picture} {house.camera}/   # {start}, {words}"
    yield "\nOr type one of these at the kiosk (all made up):"
    identity, code = (house.client(part) for part in TYPED)
    yield f"  identity code {identity.identity}   booked for {_time(identity)}"
    yield f"  identity code {without_booking}   no booking: the kiosk answers just the same"
    yield f"  booking code  {grouped(code.code)}     booked for {_time(code)}"
    yield "\nThen:"
    yield f"  - sign in as {AINO.username}, press Next: see it on the board"
    yield "  - take a number at the kiosk, see the slip on the Paper page; its code leads to"
    yield "    the page for the visitor's phone (here only on this computer)"
    yield "  - take the paper out on the Paper page, take a number, put a new roll in, print again"
    yield "  - book a time of today on the Booking page, save the picture of your pass, and hold it"
    yield "    to the scanner: the lobby knows it already"
    yield "  - pull the plug on the Network page: nothing stops; plug it in, and see the desk's"
    yield "    events go out"
    yield f"  - staff menu of the kiosk: hold the clock for three seconds, PIN {PIN}"
    yield f"  - vuoro status --settings {house.file}"
    yield "\nCtrl-C ends the demo.\n"


def _seat(clerk: Clerk) -> str:
    place = clerk.counter.replace("palvelupiste-", "counter ").replace("huone-", "room ")
    if clerk.busy:
        return f"sits at {place} with a client"
    clients = "with" if clerk.sees_bookings else "without"
    verb = "sits at" if clerk.seated else "may take"
    return f"{verb} {place}: clients {clients} an appointment"


def _time(client: Client) -> str:
    return f"{local(client.start):%H:%M}"
