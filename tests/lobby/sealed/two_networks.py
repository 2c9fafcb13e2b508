"""Two computers of this test alone: a device and its neighbour, joined by a cable of the kernel.

Each is a network namespace (network_namespaces(7)); nothing of them is seen outside.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

DEVICE = ("10.77.0.1", "10.78.0.1", "fd77::1", "fd78::1")
NEIGHBOUR = ("10.77.0.9", "10.78.0.9", "fd77::9", "fd78::9")
LISTEN = """
import json, select, socket, sys
ports, held = json.loads(sys.argv[1]), []
for port in ports:
    held.append(socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True))
print("listening", flush=True)
while True:
    for ready in select.select([*held, sys.stdin], [], [])[0]:
        if ready is sys.stdin:
            sys.exit()
        ready.accept()[0].close()
"""
KNOCK = """
import json, select, socket, sys
answers, pending = {}, {}
for name, source, target, port in json.loads(sys.argv[1]):
    line = socket.socket(socket.AF_INET6 if ":" in target else socket.AF_INET)
    line.bind((source, 0))
    line.setblocking(False)
    line.connect_ex((target, port))
    pending[line], answers[name] = name, "silence"
while pending:
    ready = select.select([], list(pending), [], 0.4)[1]
    if not ready:
        break
    for line in ready:
        error = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        answers[pending.pop(line)] = "refused" if error else "in"
print(json.dumps(answers))
"""
Knock = tuple[str, str, str, int]
"""A name for it, from which address, to which, to which port."""


@dataclass(frozen=True)
class Pair:
    """Their names for ip-netns(8)."""

    device: str
    neighbour: str

    def on_device(self, *words: str, told: str = "") -> str:
        return _run("ip", "netns", "exec", self.device, *words, told=told)

    def knock(self, *knocks: Knock) -> dict[str, str]:
        """``in``, ``refused`` or ``silence``, by the names of the knocks."""
        words = (sys.executable, "-I", "-c", KNOCK, json.dumps(knocks))
        answers: dict[str, str] = json.loads(_run("ip", "netns", "exec", self.neighbour, *words))
        return answers

    @contextmanager
    def listening(self, ports: Sequence[int]) -> Iterator[None]:
        """The device accepts at these ports, of every address it has."""
        words = ("ip", "netns", "exec", self.device, sys.executable, "-I", "-c", LISTEN)
        with subprocess.Popen(
            [*words, json.dumps(ports)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as listener:
            assert listener.stdin is not None
            assert listener.stdout is not None
            assert listener.stdout.readline() == "listening\n"
            try:
                yield
            finally:
                listener.stdin.close()
                listener.wait(10)


@contextmanager
def two_networks() -> Iterator[Pair]:
    """The pair, while the context lasts."""
    pair = Pair(f"vuoro-d{os.getpid()}", f"vuoro-n{os.getpid()}")
    cable = (f"vd{os.getpid()}", f"vn{os.getpid()}")
    try:
        for name in (pair.device, pair.neighbour):
            _run("ip", "netns", "add", name)
        _run("ip", "link", "add", cable[0], "type", "veth", "peer", "name", cable[1])
        _plug(pair.device, cable[0], DEVICE)
        _plug(pair.neighbour, cable[1], NEIGHBOUR)
        yield pair
    finally:
        for name in (pair.device, pair.neighbour):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, timeout=20)


def possible() -> bool:
    """Whether this computer lets us: root, with ip(8) and nft(8)."""
    try:
        with two_networks() as pair:
            pair.on_device("nft", "list", "ruleset")
    except (OSError, AssertionError):
        return False
    return True


def _plug(name: str, cable: str, addresses: tuple[str, ...]) -> None:
    _run("ip", "link", "set", cable, "netns", name)
    for address in addresses:
        more = ("/64", "nodad") if ":" in address else ("/24",)
        _run("ip", "-n", name, "address", "add", address + more[0], "dev", cable, *more[1:])
    for device in ("lo", cable):
        _run("ip", "-n", name, "link", "set", device, "up")


def _run(*words: str, told: str = "") -> str:
    done = subprocess.run(words, input=told, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"{' '.join(words[:6])}: {done.stderr}"
    return done.stdout
