"""The lobby's settings for whoever works on the device: its service's, unless told others."""

import argparse
from dataclasses import replace
from pathlib import Path

from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.commands.appliance_parts import SETTINGS

_HOME = Path("/var/lib/vuoro/lobby")
"""The folder in which the service runs."""


def lobby_of(options: argparse.Namespace) -> LobbySettings:
    """The settings; on a device without --settings, the service's. Raises Complaint."""
    from vuoro.lobby.settings_file import settings_of

    if options.settings is None and SETTINGS.exists():
        options.settings = SETTINGS
    lobby = settings_of(options).lobby
    if options.settings == SETTINGS:
        return replace(lobby, data=_HOME / lobby.data)
    return lobby
