"""A program with a window as systemd sees it: started, heard, ended; its outputs are Qt's own."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect

LIMIT_SECONDS = 60
_BEAT = "WATCHDOG=1"


@dataclass(frozen=True)
class Told:
    """What it told the manager, its exit status (negative: a signal), and its last words."""

    words: list[str]
    status: int
    stderr: str


def run_on_outputs(
    command: Sequence[str], outputs: Mapping[str, QRect], folder: Path, end: int = signal.SIGTERM
) -> Told:
    """Run it there until it is ready and has shown two signs of life; then send it ``end``."""
    screens = [
        {"name": name, "x": at.x(), "y": at.y(), "width": at.width(), "height": at.height()}
        for name, at in outputs.items()
    ]
    (folder / "outputs.json").write_text(json.dumps({"screens": screens}))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(folder / "notify"))
        line.settimeout(LIMIT_SECONDS)
        program = subprocess.Popen(
            command, cwd=folder, stderr=subprocess.PIPE, text=True,
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen:configfile=outputs.json",
                "QT_QUICK_BACKEND": "software",
                "XDG_CACHE_HOME": str(folder),
                "NOTIFY_SOCKET": str(folder / "notify"),
                "WATCHDOG_USEC": "300000",
            },
        )  # fmt: skip
        try:
            words: list[str] = []
            while "READY=1" not in words or words.count(_BEAT) < 2:
                words.append(line.recv(400).decode())
            program.send_signal(end)
            _, stderr = program.communicate(timeout=LIMIT_SECONDS)
        finally:
            program.kill()
        line.setblocking(False)
        words += _left(line)
    return Told(words, program.returncode, stderr)


def _left(line: socket.socket) -> list[str]:
    words = []
    while True:
        try:
            words.append(line.recv(400).decode())
        except BlockingIOError:
            return words
