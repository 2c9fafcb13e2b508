"""Paper, books and what visitors saw held against each other: nothing lost, nothing doubled."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that came out: the number drawn on it, and the secret in its code."""

    number: str
    token: str = field(repr=False)


PIECE = Slip("", "")
"""What was cut off of a slip that broke off: a number perhaps, but no code."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket in the lobby's database."""

    id: str
    day: str
    number: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Job:
    """A slip that was ordered: for which ticket, and what became of it by the lobby's own word."""

    ticket: str
    state: str


@dataclass(frozen=True, slots=True)
class Books:
    """The lobby's database: its tickets, its jobs, and what SQLite says of the file."""

    tickets: tuple[Ticket, ...]
    jobs: tuple[Job, ...]
    integrity: str = "ok"


@dataclass(frozen=True, slots=True)
class Account:
    """What came of holding them against each other. Empty ``faults``: nothing lost or doubled."""

    tickets: int
    slips: int
    seen: int
    unsure: int
    """Jobs of which the lobby says that nobody can know; each may have a slip or none."""
    faults: tuple[str, ...]


def account(
    books: Books, paper: Iterable[Slip], seen: Iterable[str], before: Books | None = None
) -> Account:
    """Hold them against each other. ``seen``: the numbers that were on the glass; ``before``: the
    books as they were earlier, of which nothing may be missing now.

    At rest: no job is under way any more.
    """
    cuts, numbers = tuple(paper), tuple(seen)
    slips = tuple(slip for slip in cuts if slip != PIECE)
    faults = (
        *_pieces(books, len(cuts) - len(slips)),
        *_books(books),
        *_paper(books, slips),
        *_jobs(books, slips),
        *_seen(books, numbers),
        *_kept(books, before or Books((), ())),
    )
    unsure = sum(job.state == "unknown" for job in books.jobs)
    return Account(len(books.tickets), len(slips), len(numbers), unsure, faults)


def _books(books: Books) -> Iterator[str]:
    if books.integrity != "ok":
        yield f"the database is damaged: {books.integrity}"
    given = Counter((ticket.day, ticket.number) for ticket in books.tickets)
    yield from (f"{number} was given {n} times" for (_, number), n in given.items() if n > 1)


def _paper(books: Books, slips: tuple[Slip, ...]) -> Iterator[str]:
    """Each slip is of a ticket that the lobby knows, and no more of them than were ordered."""
    known = {ticket.token: ticket for ticket in books.tickets}
    for slip in slips:
        ticket = known.get(slip.token)
        if ticket is None:
            yield f"the slip {slip.number} belongs to no ticket: the ticket was lost"
        elif ticket.number != slip.number:
            yield f"the slip {slip.number} belongs to the ticket {ticket.number}"
    numbers = Counter((slip.number, slip.token) for slip in slips)
    holders = Counter(number for number, _ in numbers)
    yield from (f"{n} visitors hold {number}" for number, n in holders.items() if n > 1)


def _pieces(books: Books, pieces: int) -> Iterator[str]:
    """A piece is left of a slip that did not come out, or perhaps did."""
    broken = sum(job.state in ("failed", "unknown") for job in books.jobs)
    if pieces > broken:
        yield f"{pieces} pieces were cut off, but only {broken} slips broke off"


def _jobs(books: Books, slips: tuple[Slip, ...]) -> Iterator[str]:
    """What the lobby says that was printed is on paper, and what was not is not."""
    printed = Counter(slip.token for slip in slips)
    for ticket in books.tickets:
        states = Counter(job.state for job in books.jobs if job.ticket == ticket.id)
        least, most = states["done"], states["done"] + states["unknown"]
        if printed[ticket.token] < least:
            yield f"{ticket.number} was printed, says the lobby, but its slip is not there"
        if printed[ticket.token] > most:
            yield f"{ticket.number} has {printed[ticket.token]} slips instead of {most}"
        under_way = states["queued"] + states["sending"]
        if under_way:
            yield f"a slip of {ticket.number} is still under way"


def _seen(books: Books, numbers: tuple[str, ...]) -> Iterator[str]:
    """What was on the glass is in the books, and was there for one visitor."""
    given = {ticket.number for ticket in books.tickets}
    yield from (
        f"{number} was on the glass and is lost" for number in numbers if number not in given
    )
    shown = Counter(numbers)
    yield from (f"{number} was shown to {n} visitors" for number, n in shown.items() if n > 1)


def _kept(books: Books, before: Books) -> Iterator[str]:
    """Whatever was in the books is still there, as it was."""
    now = set(books.tickets)
    yield from (f"the ticket {old.number} is gone" for old in before.tickets if old not in now)
