"""Import every module of Vuoro and say what any of them did besides.

A program that test_layout runs, so that imports are fresh and their watch ends with it. Takes the
folder of the checkout and the modules' names; prints one line per offence.
"""

import importlib
import os
import sys
import threading
from pathlib import Path
from types import FrameType

LOUD = (
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "sqlite3.connect",
    "subprocess.Popen",
)


def main(root: str, names: list[str]) -> None:
    """Import the modules one by one under watch."""
    offences: list[str] = []
    current = ""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        quiet = not is_data(arguments[0]) if event == "open" else not event.startswith(LOUD)
        if not quiet and done_by_us(root, sys._getframe(1)):
            offences.append(f"{current}: {event} {arguments}")

    def start(thread: threading.Thread) -> None:
        offences.append(f"{current}: starts {thread}")

    sys.addaudithook(watch)
    threading.Thread.start = start  # type: ignore[assignment,method-assign]  # no audit event tells of threads
    for current in names:
        importlib.import_module(current)
    print(*offences, sep="\n", end="")
    threads = len(os.listdir(Path("/proc/self/task")))
    if threads > 1:
        print(f"\nimporting left {threads - 1} threads of some library behind", end="")


def done_by_us(root: str, frame: FrameType | None) -> bool:
    """Whether one of our modules did it, if through a library, and not a library's own import.

    urllib3, for one, tries at import whether the computer knows IPv6.
    """
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return False
        if file.startswith(root) and file != __file__ and "site-packages" not in file:
            return True
        frame = frame.f_back
    return False


def is_data(path: object) -> bool:
    """Whether a file is neither code (PySide6 reads it) nor a time zone (a constant may be one)."""
    return not str(path).endswith((".py", ".pyc", ".so")) and "zoneinfo" not in str(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
