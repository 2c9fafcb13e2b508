"""Who writes to the disk of the emulated device: asked of the computer that the test runs on."""

import os
import subprocess
from pathlib import Path

from deploy.raspberrypi.emulator.measures import WRITERS, writers


def told() -> dict[str, int]:
    done = subprocess.run(
        ["sh", "-c", f"{{ {WRITERS}; }} 2>/dev/null"], capture_output=True, text=True
    )
    return writers(done.stdout)


def test_a_process_is_named_with_what_it_wrote() -> None:
    name = Path("/proc/self/comm").read_text().strip().partition(":")[0]
    own = Path("/proc/self/io").read_text()
    wrote = int(own.partition("\nwrite_bytes: ")[2].partition("\n")[0])

    assert told()[f"{name}-{os.getpid()}"] >= wrote


def test_systemd_and_what_has_ended_meanwhile_are_left_out() -> None:
    assert writers("1/comm:systemd\n7/comm:sh\n1/io:write_bytes: 5\n9/io:write_bytes: 4096\n") == {
        "?-9": 4096
    }
