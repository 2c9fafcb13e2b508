"""What keypads have in common: each hangs on a tether, which finds it again by itself."""

import logging
import time
from collections.abc import Callable

from vuoro.hardware.keypads.keys import NavKey, OnKey
from vuoro.hardware.part_state import PartState
from vuoro.hardware.tether import Line, Mono, Tether

log = logging.getLogger(__name__)


class Keys:
    """Where a keypad's line puts its keys; a bug in whoever takes them does not end it."""

    def __init__(self) -> None:
        self.on_key: OnKey = lambda key: None

    def put(self, key: NavKey) -> None:
        try:
            self.on_key(key)
        except Exception:
            log.exception("a key could not be handled")


class TetheredKeypad:
    """A ``NavKeypad`` over a line that puts its keys into ``keys``."""

    def __init__(
        self,
        line: Line,
        keys: Keys,
        name: str,
        *,
        retry: Callable[[int], float],
        mono: Mono = time.monotonic,
    ) -> None:
        self._keys = keys
        self._tether = Tether(line, name, retry=retry, mono=mono)

    @property
    def state(self) -> PartState:
        return PartState.OK if self._tether.attached else PartState.OFFLINE

    def start(self, on_key: OnKey) -> None:
        if not self._tether.used:
            self._keys.on_key = on_key
            self._tether.start()

    def close(self) -> None:
        self._tether.close()
