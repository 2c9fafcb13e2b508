"""Settings: one TOML file, the environment over it, every error told at once."""

from vuoro.core.settings.load import BadSettings, load_settings
from vuoro.core.settings.reference import reference
from vuoro.core.settings.schema import (
    DisplaySettings,
    KioskSettings,
    LobbySettings,
    PrinterSettings,
    ScannerSettings,
    Settings,
)

__all__ = [
    "BadSettings",
    "DisplaySettings",
    "KioskSettings",
    "LobbySettings",
    "PrinterSettings",
    "ScannerSettings",
    "Settings",
    "load_settings",
    "reference",
]
