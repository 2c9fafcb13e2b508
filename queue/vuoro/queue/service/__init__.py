"""The use cases of the lobby.

Each decides by a pure function and writes what it decided in one transaction.
"""

from vuoro.queue.service.lobby import Committed, LobbyService, Refused

__all__ = ["Committed", "LobbyService", "Refused"]
