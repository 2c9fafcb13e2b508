"""The emulated device: what it is made of, what it is told, and how a test reports on it."""

import base64
import json
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.raspberrypi.emulator.base import depended_on, mirrors, packages
from deploy.raspberrypi.emulator.channel import Channel, Done, GuestTrouble
from deploy.raspberrypi.emulator.disk import Partition, write
from deploy.raspberrypi.emulator.qemu import Parts, words
from deploy.raspberrypi.emulator.qmp import Monitor, MonitorTrouble
from deploy.raspberrypi.emulator.steps import Steps

CONTROL = """\
Package: thing
Depends: python3 (>= 3.13), one | other,
 libatomic1, g++-12
Recommends: nothing
"""
MODERN = """\
Types: deb
URIs: http://mirror.example/debian/
Suites: bookworm

# URIs: http://commented.example/debian
Types: deb
URIs: http://mirror.example/debian-security
"""


def test_a_root_has_what_the_package_depends_on() -> None:
    assert list(depended_on(CONTROL)) == ["python3", "one", "libatomic1", "g++-12"]
    assert {"labwc", "seatd", "linux-image-arm64"} <= set(packages("arm64"))


@pytest.mark.parametrize(
    ("file", "text", "debian"),
    [
        ("sources.list.d/debian.sources", MODERN, "http://mirror.example/debian"),
        ("sources.list", "deb https://old.example/debian bookworm main\n", "https://old.example/debian"),
        ("sources.list.d/other.list", "deb http://x.example/apt x main\n", "http://deb.debian.org/debian"),
    ],
)  # fmt: skip
def test_debian_comes_from_where_this_computer_has_it(
    tmp_path: Path, file: str, text: str, debian: str
) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / file).write_text(text)
    assert mirrors(tmp_path)[0] == debian


def test_an_emulator_never_uses_kvm(tmp_path: Path) -> None:
    for arch in ("amd64", "arm64"):
        told = words(Parts(tmp_path, tmp_path, tmp_path, arch=arch), tmp_path, tmp_path)
        assert "tcg,thread=multi" in told
        assert not [word for word in told if "kvm" in word]


def test_a_disk_is_written_with_its_file_systems(tmp_path: Path) -> None:
    for name in ("root", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "hello").write_text(name)
    disk = tmp_path / "disk.raw"
    write(disk, (Partition("a", tmp_path / "root", 4), Partition("b", tmp_path / "data", 8)))
    for label, at in ((b"a", 1), (b"b", 5)):
        superblock = disk.read_bytes()[(at << 20) + 1024 :][:1024]
        assert superblock[0x38:0x3A] == b"\x53\xef"
        assert superblock[0x78:0x88].rstrip(b"\0") == label
    assert not disk.with_suffix(".part").exists()


def test_a_step_that_fails_does_not_end_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    now = iter(range(100))
    steps = Steps(mono=lambda: float(next(now)))
    assert not steps.good
    with steps.step("first"):
        raise ValueError("it broke")
    with steps.step("second") as step:
        step.seen = "12"
    assert [(step.good, step.seen, step.seconds) for step in steps.done] == [
        (False, "it broke", 1.0),
        (True, "12", 1.0),
    ]
    assert not steps.good
    assert "FAIL" in capsys.readouterr().out


def answering(path: Path, answer: Callable[[dict[str, Any]], list[object]]) -> threading.Thread:
    """A guest: says hello, then one list of messages for each order until the other end goes."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen()

    def serve() -> None:
        with listening, listening.accept()[0] as peer, peer.makefile("rwb") as lines:
            lines.write(b'{"hello": "one"}\n')
            lines.flush()
            for line in lines:
                for message in answer(json.loads(line)):
                    said = message if isinstance(message, bytes) else json.dumps(message).encode()
                    lines.write(said + b"\n")
                lines.flush()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return thread


def test_a_command_gets_its_own_answer(tmp_path: Path) -> None:
    data = base64.b64encode(b"\0\xff").decode()

    def answer(order: dict[str, Any]) -> list[object]:
        if "get" in order:
            return [{"id": order["id"], "status": 0, "data": data}]
        other = {"id": 999, "status": 1, "output": "not yours"}
        return [b'{"cut o', other, {"id": order["id"], "status": 3, "output": order["run"]}]

    thread = answering(tmp_path / "channel", answer)
    channel = Channel(tmp_path / "channel")
    channel.wait_for_boot(1, 10)
    assert channel.run("ls") == Done(3, "ls")
    assert channel.get("/etc/x") == b"\0\xff"
    channel.close()
    thread.join(10)


def test_a_guest_that_restarts_fails_what_it_was_told(tmp_path: Path) -> None:
    thread = answering(tmp_path / "channel", lambda order: [{"hello": "two"}])
    channel = Channel(tmp_path / "channel")
    with pytest.raises(GuestTrouble, match="anew"):
        channel.run("echo b > /proc/sysrq-trigger")
    channel.wait_for_boot(2, 10)
    assert channel.boots == ["one", "two"]
    channel.close()
    thread.join(10)


def test_an_order_that_qemu_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = [
        {"return": {}}, {"event": "RESET"}, {"error": {"desc": "no such device"}}
    ]  # fmt: skip
    replies = iter(told)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "monitor"))
    listening.listen()

    def serve() -> None:
        with listening, listening.accept()[0] as peer, peer.makefile("rwb") as lines:
            lines.write(b'{"QMP": {}}\n')
            lines.flush()
            for _ in lines:
                for reply in replies:
                    lines.write(json.dumps(reply).encode() + b"\n")
                    if "event" not in reply:
                        break
                lines.flush()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    monitor = Monitor(tmp_path / "monitor")
    with pytest.raises(MonitorTrouble, match="no such device"):
        monitor.order("device_del", id="stick")
    monitor.close()
    thread.join(10)


def test_the_agent_carries_out_what_it_is_told() -> None:
    agent = Path(__file__).parents[3] / "deploy/raspberrypi/emulator/agent/agent.py"
    program = (
        f"import runpy; ran = runpy.run_path({str(agent)!r})['ran'];"
        "print(ran('echo hello; exit 4', 9))"
    )
    told = subprocess.run(["python3", "-c", program], capture_output=True, text=True, timeout=30)
    assert told.stdout.strip() == "{'status': 4, 'output': 'hello\\n'}"
