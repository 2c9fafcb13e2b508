"""The settings a command goes by."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from vuoro.core.settings.load import BadSettings, load_settings
from vuoro.core.settings.schema import Settings
from vuoro.lobby.complaint import Complaint

VARIABLE = "VUORO_SETTINGS"
USUAL = Path("vuoro.toml")


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of this command. Raises Complaint with every error in them."""
    try:
        return load_settings(chosen(options.settings, os.environ), os.environ)
    except BadSettings as error:
        raise Complaint(*error.errors) from None


def check_authority(file: Path | None) -> None:
    """Whether a lobby service can be trusted by this file. Raises Complaint."""
    if file is not None:
        from vuoro.core.pinned import fault

        if why := fault(file):
            raise Complaint(why)


def chosen(asked: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The file asked for, else that of the environment, else the usual one if it is there."""
    if asked is not None:
        return asked
    if named := environment.get(VARIABLE):
        return Path(named)
    return USUAL if USUAL.exists() else None
