"""Carrying a plan out, step by step, each of them told; every step may be repeated."""

import subprocess
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vuoro.lobby.appliance.setup.answers import TAKEN
from vuoro.lobby.appliance.setup.device import DEVICES_UNIT, Device, systemctl
from vuoro.lobby.appliance.setup.network import CONNECTION, commands
from vuoro.lobby.appliance.setup.placing import place
from vuoro.lobby.appliance.setup.plan import File, Plan
from vuoro.lobby.appliance.setup.present import TOKENS
from vuoro.lobby.appliance.setup.registering import last_line, register
from vuoro.lobby.appliance.setup.starter import starter
from vuoro.lobby.complaint import FAILED, Complaint

NETWORK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Step:
    """``key`` of its words; ``do`` gives what became of it, for ``vuoro`` to say, or raises."""

    key: str
    do: Callable[[], str]


def steps(plan: Plan, device: Device, beside: Path) -> Iterator[Step]:
    """What is to be done on a device before its programs start. ``beside``: the folder that paths
    of the answers start from."""
    yield Step("settings", lambda: _settings(plan, device, beside))
    if plan.network.address is not None:
        yield Step("network", lambda: _network(plan, device))
    if plan.tokens:
        yield Step("programs", lambda: _tokens(plan, device))


def files_of(plan: Plan, beside: Path) -> tuple[File, ...]:
    """Every file below /etc/vuoro, those that came with the answers too."""
    files = list(plan.files)
    if plan.office:
        files.append(File("office.toml", _read(beside / plan.office), "vuoro-lobby"))
    elif plan.starter:
        files.append(File("office.toml", starter(str(uuid.uuid4())), "vuoro-lobby"))
    if plan.authority:
        files.append(File("lobby-authority.pem", _read(beside / plan.authority)))
    return tuple(files)


def _settings(plan: Plan, device: Device, beside: Path) -> str:
    for token in plan.tokens:
        file = TOKENS[token.kind]
        if token.given not in ("", TAKEN):
            device.keep_secret(file, token.given, token.user)
        elif not device.secret(file):
            device.keep_secret(file, device.new_secret(), token.user)
    changed = place(device.settings, files_of(plan, beside), plan.unused, device.own)
    if "usb-allowed" in changed and device.runs:
        systemctl("restart", DEVICES_UNIT)
    return ", ".join(changed)


def _network(plan: Plan, device: Device) -> str:
    if not device.runs:
        return ""
    try:
        known = _run(["nmcli", "connection", "show", CONNECTION], NETWORK_SECONDS) == ""
        for command in commands(plan.network, known):
            if trouble := _run(command, NETWORK_SECONDS):
                raise Complaint(f"The network: {trouble}", status=FAILED)
    except FileNotFoundError:
        raise Complaint(
            "There is no NetworkManager (nmcli) here: leave [network] out, and set the network up "
            "as this system does it.",
            status=FAILED,
        ) from None
    return plan.network.address or "DHCP"


def _tokens(plan: Plan, device: Device) -> str:
    """Make programs of this device known to its own lobby service."""
    own = [token for token in plan.tokens if not token.given]
    for token in own:
        register(device, token.kind, token.name, device.secret(TOKENS[token.kind]))
    return ", ".join(token.name for token in own)


def _run(command: Sequence[str], seconds: float) -> str:
    """What went wrong with a command; "" where nothing did."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"{command[0]} did not answer within {seconds:.0f} s"
    return "" if done.returncode == 0 else last_line(done.stderr) or str(done.returncode)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise Complaint(f"{file} can't be read ({why}).") from None
