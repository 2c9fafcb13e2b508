"""Figures of the line, of the streams and of the database."""

from collections import Counter
from collections.abc import Iterator

from prometheus_client.metrics_core import HistogramMetricFamily, Metric

from vuoro.core.clock import ClockState
from vuoro.core.wire.common import LobbyMode
from vuoro.core.wire.desk import SyncLevel, TicketState
from vuoro.lobby.metrics.families import gauge, gauges, states
from vuoro.queue.api.context import Here
from vuoro.queue.domain.ticket import OPEN_STATES
from vuoro.queue.reading.shared import lobby_of
from vuoro.queue.reading.view import View
from vuoro.queue.store.commit_times import BOUNDS, CommitTimes


def lobby_figures(here: Here) -> Iterator[Metric]:
    """Everything but devices and computers."""
    view = here.view
    yield from _line(view)
    yield gauges(
        "vuoro_streams",
        "Open event streams, by whom they are for",
        ("to",),
        {(to,): float(count) for to, count in here.hub.listeners().items()},
    )
    yield states(
        "vuoro_clock_state",
        "How far the clock can be trusted",
        ClockState,
        {(): view.clock.state.value},
    )
    yield _commits(here.lobby.store.commit_times)
    if view.sync is not None:
        yield from _sync(view)


def _line(view: View) -> Iterator[Metric]:
    tickets, now = view.line.tickets.values(), view.clock.now()
    counted = Counter(ticket.state for ticket in tickets)
    yield states("vuoro_lobby", "Whether the lobby is open", LobbyMode, {(): lobby_of(view).mode})
    yield gauges(
        "vuoro_tickets",
        "Tickets of today that are open, by where they are",
        ("state",),
        {(state.value,): counted[state] for state in TicketState if state in OPEN_STATES},
    )
    yield gauge("vuoro_tickets_today", "Numbers given today", len(tickets))
    yield gauge("vuoro_calls_today", "Calls made today", sum(ticket.times for ticket in tickets))
    overdue = ((now - ticket.due_at).total_seconds() for ticket in view.line.waiting.values())
    yield gauge(
        "vuoro_longest_overdue_seconds",
        "Since when the client who is due longest should have been called; 0: nobody is due",
        max((0.0, *overdue)),
    )
    yield gauge(
        "vuoro_counters_open",
        "Counters at which somebody sits",
        sum(counter.staff is not None for counter in view.line.counters.values()),
    )
    yield gauge("vuoro_emergency", "1 while a counter asks for help", bool(view.emergency))


def _commits(times: CommitTimes) -> Metric:
    """Of this process since its start."""
    so_far, buckets = 0, []
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), times.counts, strict=True):
        so_far += count
        buckets.append((bound, so_far))
    return HistogramMetricFamily(
        "vuoro_commit_seconds",
        "Time until the disk had a change for good",
        buckets=buckets,
        sum_value=times.seconds,
    )


def _sync(view: View) -> Iterator[Metric]:
    sync = view.sync
    assert sync is not None
    yield states("vuoro_sync_level", "How the sync stands", SyncLevel, {(): sync.level.value})
    yield gauge("vuoro_outbox_waiting", "Events that the backend has not had", sync.events_waiting)
    yield gauge("vuoro_sync_problems", "Matters of the sync that want a person", sync.problems)
    if sync.data_as_of is not None:
        age = (view.clock.now() - sync.data_as_of).total_seconds()
        yield gauge("vuoro_sync_data_age_seconds", "Age of what is known of the backend", age)
