"""Waiting for a thread of a scanner, and what it may leave behind."""

import os
import threading
from collections.abc import Callable

PATIENCE = 20
"""Seconds after which a test gives up."""


def wait_until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 200):
        if true():
            return
        pause.wait(0.005)
    raise AssertionError("it never came true")


def alive(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
