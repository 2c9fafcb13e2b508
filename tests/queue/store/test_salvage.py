"""Salvage: a real database damaged at random, and what comes back of it."""

import sqlite3
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.queue.world import ONE, START, World
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.queue.domain.moves import Move
from vuoro.queue.service.restoring import note
from vuoro.queue.service.salvaging import take_over
from vuoro.queue.store import Store, high_water
from vuoro.queue.store.event_row import COLUMNS, EventRow, sound
from vuoro.queue.store.high_water import HighWater
from vuoro.queue.store.salvage.carving import carve
from vuoro.queue.store.salvage.filling import numbered
from vuoro.queue.store.salvage.gathering import Gathered, gather
from vuoro.queue.store.salvage.image import PAGE, Image, image, image_of
from vuoro.queue.store.salvage.records import Unreadable, values_of, varint
from vuoro.queue.store.stream import first_break

FRAME = 24 + PAGE
TODAY = START.date().isoformat()
names = count()


@dataclass(frozen=True)
class Day:
    """A database after a morning: most of it in the file, the last visits in the log only."""

    file: bytes
    log: bytes
    events: tuple[EventRow, ...]
    numbers: frozenset[str]
    seen: HighWater
    in_file: dict[int, list[int]]
    """The events of each page of the file, by position."""


@cache
def made() -> Day:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lobby.db"
        world = World(path)
        world.sit("staff1", ONE)
        for _ in range(36):
            world.number()
        for _ in range(10):
            called = world.called("staff1", ONE)
            world.moved(Move.DONE, called.id, "staff1")
        world.store.checkpoint(truncate=True)
        file = path.read_bytes()
        for _ in range(5):
            world.number()
        note(world.store, TODAY)
        events = world.store.read(f"SELECT {COLUMNS} FROM event ORDER BY n")
        numbers = world.store.read("SELECT number FROM ticket")
        seen = high_water.read(path)
        assert seen is not None
        told = Day(
            path.read_bytes(),
            path.with_name("lobby.db-wal").read_bytes(),
            tuple(EventRow(*row) for row in events),
            frozenset(number for (number,) in numbers),
            seen,
            _where(file),
        )
        world.close()
        return told


@pytest.fixture
def day() -> Day:
    return made()


def _where(file: bytes) -> dict[int, list[int]]:
    pages = dict(Image(file).pages())
    found = {number: carve(Image(b"", {number: page})) for number, page in pages.items()}
    return {number: [event.n for event in each.events] for number, each in found.items()}


Damage = list[tuple[float, int, bytes]]
"""Where (0 to 1 of the file), how many times the bytes, and the bytes."""
damages: st.SearchStrategy[Damage] = st.lists(
    st.tuples(
        st.floats(0, 0.9999),
        st.sampled_from([1, 1, 4, 64, PAGE, 3 * PAGE]),
        st.sampled_from([b"\x00", b"\xff", b"\x0d", b"\x01", b"Z"]),
    ),
    min_size=1,
    max_size=4,
)
slow = settings(
    max_examples=4, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
quick = settings(slow, max_examples=10)


def damaged(whole: bytes, damage: Damage, share: float = 1.0) -> tuple[bytes, set[int]]:
    """The bytes after the damage and a cut, and the places that are not as they were."""
    now = bytearray(whole)
    for where, times, what in damage:
        at = int(where * len(whole))
        now[at : at + times] = (what * times)[: len(now) - at]
    now = now[: int(share * len(now))]
    changed = {at for at, (a, b) in enumerate(zip(whole, now, strict=False)) if a != b}
    return bytes(now), changed | set(range(len(now), len(whole)))


def lying(tmp_path: Path, file: bytes, log: bytes) -> Path:
    path = tmp_path / f"case{next(names)}" / "lobby.db"
    path.parent.mkdir()
    path.write_bytes(file)
    path.with_name("lobby.db-wal").write_bytes(log)
    return path


def taken_over(tmp_path: Path, gathered: Gathered, day: Day) -> Store:
    path = tmp_path / f"new{next(names)}" / "lobby.db"
    path.parent.mkdir()
    clock = SteppingClock(START)
    ids = seeded_ids(clock, 99)
    store = Store(path, clock, ids)
    take_over(store, gathered, day.seen, {}, ids, clock)
    return store


def test_an_undamaged_database_is_read_as_sqlite_reads_it(tmp_path: Path, day: Day) -> None:
    path = lying(tmp_path, day.file, day.log)
    gathered = gather(path)
    assert sorted(gathered.events, key=lambda event: event.n) == list(day.events)
    assert gathered.account.own == len(day.events)
    assert (gathered.account.damaged_pages, gathered.account.unproven) == (0, 0)
    kept = sqlite3.connect(path)
    for table in ("idem", "print_job", "audit"):
        (rows,) = kept.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert len(gathered.rows[table]) == rows > 0, table
    kept.close()


@quick
@given(damage=damages, cut=st.sampled_from([1.0, 1.0, 0.9, 0.5, 0.0]))
def test_every_event_on_a_page_that_is_whole_comes_back(
    tmp_path: Path, damage: Damage, cut: float
) -> None:
    day = made()
    file, changed = damaged(day.file, damage, cut)
    hit = {at // PAGE + 1 for at in changed}
    wanted = {n for page, some in day.in_file.items() if page not in hit for n in some}
    path = lying(tmp_path, file, b"")
    original = {event.n: event for event in day.events}
    found = {event.n: event for event in gather(path).events}
    assert wanted <= found.keys()
    assert all(found[n] == original[n] for n in wanted)


@quick
@given(damage=damages, cut=st.sampled_from([1.0, 1.0, 0.9, 0.5]))
@example(damage=[(0.0, 3 * PAGE, b"\x00")], cut=1.0)
@example(damage=[(0.0, 64, b"\xff")], cut=1.0)
def test_a_damaged_frame_of_the_log_costs_itself_and_the_next(
    tmp_path: Path, damage: Damage, cut: float
) -> None:
    day = made()
    log, changed = damaged(day.log, damage, cut)
    frames = range((len(day.log) - 32) // FRAME)
    hit = {(at - 32) // FRAME for at in changed}
    whole = [n for n in frames if not {n, n - 1} & hit and (n or not changed & set(range(32)))]
    ends = [n for n in whole if any(day.log[32 + n * FRAME + 4 : 32 + n * FRAME + 8])]
    path = lying(tmp_path, day.file, log)
    found = {event.n for event in gather(path).events}
    on_pages = {
        event.n
        for n in whole
        if ends and n <= ends[-1]
        for event in carve(image(day.log[32 + n * FRAME + 24 : 32 + (n + 1) * FRAME], b"")).events
    }
    # Of one page the log may hold several, and a later one that is damaged hides nothing.
    assert {n for some in day.in_file.values() for n in some} | on_pages <= found


@slow
@given(file_damage=damages, log_damage=damages, cut=st.sampled_from([1.0, 0.7, 0.0]))
def test_with_the_second_medium_every_event_comes_back_as_it_was(
    tmp_path: Path, file_damage: Damage, log_damage: Damage, cut: float
) -> None:
    day = made()
    file, _ = damaged(day.file, file_damage, cut)
    log, _ = damaged(day.log, log_damage)
    path = lying(tmp_path, file, log)
    gathered = gather(path, day.events, last=day.seen.next_n - 1)
    assert gathered.account.missing == gathered.account.denied == 0
    store = taken_over(tmp_path, gathered, day)
    rows = store.read(f"SELECT {COLUMNS} FROM event ORDER BY n")
    assert tuple(EventRow(*row) for row in rows) == day.events
    assert store.check()
    assert first_break(store) is None
    numbers = [number for (number,) in store.read("SELECT number FROM ticket")]
    assert sorted(numbers) == sorted(day.numbers)
    store.close()


@slow
@given(damage=damages, cut=st.sampled_from([1.0, 0.8, 0.4]))
def test_whatever_was_lost_no_number_is_given_twice(
    tmp_path: Path, damage: Damage, cut: float
) -> None:
    day = made()
    file, _ = damaged(day.file, damage, cut)
    gathered = gather(lying(tmp_path, file, b""), last=day.seen.next_n - 1)
    store = taken_over(tmp_path, gathered, day)
    path = store.path
    assert store.check()
    assert first_break(store) is None
    store.close()
    # Presses of the morning would get the answers that they were given then.
    world = World(path, seed=7, presses=1000)
    try:
        fresh = {world.number().number for _ in range(3)}
    finally:
        world.close()
    assert len(fresh) == 3
    assert not fresh & day.numbers


def test_a_denied_event_is_left_out_and_comes_from_the_second_medium(
    tmp_path: Path, day: Day
) -> None:
    wrong = day.file.replace(b'"number":"A017"', b'"number":"A071"')
    assert wrong != day.file
    path = lying(tmp_path, wrong, day.log)
    alone = gather(path, last=day.seen.next_n - 1)
    assert alone.account.denied == alone.account.missing >= 1
    assert len(alone.events) == len(day.events) - alone.account.denied
    both = gather(path, day.events)
    assert {event.event_id: event for event in both.events} == {
        event.event_id: event for event in day.events
    }


def test_a_link_that_was_damaged_denies_nothing(tmp_path: Path, day: Day) -> None:
    found = carve(image(day.file, day.log))
    place = next(place for place in found.places if place.seq == 30)
    # The link stands in its own row and as the one before in the next.
    at = day.file.find(place.hash)
    assert at > 0
    file = day.file[:at] + bytes(16) + day.file[at + 16 :]
    assert len(gather(lying(tmp_path, file, day.log)).events) == len(day.events)


def test_an_erased_person_does_not_come_back_from_the_copies(tmp_path: Path, day: Day) -> None:
    from vuoro.core.chain import canonical

    redacted = canonical({"redacted": True})
    path = tmp_path / "erased.db"
    path.write_bytes(day.file)
    path.with_name("erased.db-wal").write_bytes(day.log)
    live = sqlite3.connect(path)
    live.execute("UPDATE event SET payload = ? WHERE n = 5", (redacted,))
    live.commit()
    live.close()
    found = {event.n: event for event in gather(path, day.events).events}
    assert found[5].payload == redacted


def test_two_stories_of_one_position_are_both_kept(day: Day) -> None:
    one, two = day.events[3], day.events[4]
    other = EventRow(*(one.n, *two.values()[1:]))
    kept = list(numbered((*day.events[:4], other)))
    assert [event.n for event in kept] == [1, 2, 3, 4, 5]
    assert kept[3] == one
    assert kept[4].event_id == two.event_id


def test_a_second_salvage_finds_what_the_first_has_made(tmp_path: Path, day: Day) -> None:
    store = taken_over(tmp_path, gather(lying(tmp_path, day.file, day.log)), day)
    path = store.path
    store.close()
    assert path is not None
    again = gather(path)
    assert {event.event_id for event in again.events} == {event.event_id for event in day.events}
    assert again.account.unproven == 0


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall(data: bytes) -> None:
    for read in (values_of, lambda raw: varint(raw, 0)):
        try:
            read(data)
        except Unreadable:
            continue
    page = data.ljust(PAGE, b"\x00")
    found = carve(image(page * 2, data))
    assert all(sound(event) for event in found.events)


def test_nothing_at_all_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert list(image_of(tmp_path / "lobby.db").pages()) == []
    assert gather(tmp_path / "lobby.db").events == ()


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(slow, max_examples=400, derandomize=False)
@given(file_damage=damages, log_damage=damages, cut=st.floats(0, 1))
def test_hundreds_of_damaged_databases_lose_nothing_that_can_be_read(
    tmp_path: Path, file_damage: Damage, log_damage: Damage, cut: float
) -> None:
    day = made()
    file, changed = damaged(day.file, file_damage, cut)
    log, _ = damaged(day.log, log_damage)
    hit = {at // PAGE + 1 for at in changed}
    wanted = {n for page, some in day.in_file.items() if page not in hit for n in some}
    path = lying(tmp_path, file, log)
    alone = gather(path, last=day.seen.next_n - 1)
    assert wanted <= {event.n for event in alone.events}
    store = taken_over(tmp_path, gather(path, day.events), day)
    rows = store.read(f"SELECT {COLUMNS} FROM event ORDER BY n")
    assert tuple(EventRow(*row) for row in rows) == day.events
    store.close()
