"""The queue from outside: for kiosks, displays, desks and tests."""

from vuoro.queue.client.counter_box import CounterClient
from vuoro.queue.client.errors import LobbyRefused, LobbyUnreachable
from vuoro.queue.client.feed import Feed
from vuoro.queue.client.kiosk import KioskClient
from vuoro.queue.client.staff import StaffClient

__all__ = [
    "CounterClient",
    "Feed",
    "KioskClient",
    "LobbyRefused",
    "LobbyUnreachable",
    "StaffClient",
]
