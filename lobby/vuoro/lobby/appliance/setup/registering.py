"""Making a program of a device known to the lobby service there, whether it runs or not."""

import os
from dataclasses import replace

from vuoro.lobby.admin.asking import ask
from vuoro.lobby.admin.orders import AddDevice, Token
from vuoro.lobby.appliance.setup.device import Device
from vuoro.lobby.appliance.setup.present import LOBBY_DATA
from vuoro.lobby.complaint import FAILED, Complaint


def register(device: Device, kind: str, name: str, token: str) -> None:
    """Register it with the token it has. Raises Complaint; a second time does no harm."""
    if device.is_here:
        _as_the_service(device, kind, name, token)
    else:
        _in_an_image(device, kind, name, token)


def _as_the_service(device: Device, kind: str, name: str, token: str) -> None:
    """The database is its user's alone: what root made there, the service could not write."""
    done = device.vuoro(
        "vuoro-lobby", "device", "add", kind, name, "--token-file", "-",
        "--settings", str(device.settings / "lobby.toml"), given=token,
    )  # fmt: skip
    if done.returncode:
        raise Complaint(last_line(done.stderr), status=FAILED)


def _in_an_image(device: Device, kind: str, name: str, token: str) -> None:
    from vuoro.core.settings.load import load_settings

    lobby = load_settings(device.settings / "lobby.toml", os.environ).lobby
    office = device.settings / "office.toml"
    try:
        ask(
            replace(lobby, data=device.root / LOBBY_DATA, office=office),
            AddDevice(kind, name, token), Token,
        )  # fmt: skip
    except Complaint as error:
        raise Complaint(*error.sentences, status=FAILED) from None


def last_line(text: str) -> str:
    """The last thing that a command said."""
    lines = text.strip().splitlines()
    return lines[-1].removeprefix("vuoro: ") if lines else ""
