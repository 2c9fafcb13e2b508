"""Every setting there is, with its default, its bounds and what it means.

The descriptions become ``docs/settings.md`` and the words of every complaint, so each says what a
good value is.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings import words
from vuoro.core.settings.booking_schema import BookingSettings, MailSettings, SmsSettings
from vuoro.core.settings.display_schema import (
    CounterSettings,
    DisplaySettings,
    TvSettings,
    VoiceSettings,
)
from vuoro.core.settings.kiosk_schema import (
    KioskSettings,
    PrinterSettings,
    ScannerSettings,
    SpeechSettings,
)
from vuoro.core.settings.tls_values import (
    DoorPort,
    OfficeNetworks,
    PortOrNone,
    TlsCertificate,
    TlsKey,
    TlsNames,
    VisitorNetworks,
)
from vuoro.core.settings.values import Host, Port, SecureCookies, SessionHours, Url, UrlOrNone

__all__ = [
    "BookingSettings",
    "CounterSettings",
    "DisplaySettings",
    "KioskSettings",
    "LobbySettings",
    "MailSettings",
    "PrinterSettings",
    "ScannerSettings",
    "Settings",
    "SmsSettings",
    "SpeechSettings",
    "SyncSettings",
    "TvSettings",
    "VoiceSettings",
]


@dataclass(frozen=True, slots=True)
class LobbySettings:
    """[lobby]: the lobby service of an office."""

    host: Annotated[Host, Meta(description="Address the service listens on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port the service listens on")] = 8480
    data: Annotated[
        Path, Meta(description="Folder of lobby.db and of what must survive a restart")
    ] = Path("vuoro-data")
    second_medium: Annotated[
        Path | None,
        Meta(
            description="Folder on another disk (a second card, or a disk beside the card) for a "
            "copy of every event as it happens, and for the nightly backup; unset: neither is made"
        ),
    ] = None
    backups_kept: Annotated[
        int, Meta(ge=1, le=60, description="How many nightly backups stay on the second medium")
    ] = 7
    office: Annotated[
        Path, Meta(description="TOML file with services, counters and opening hours")
    ] = Path("office.toml")
    public_url: Annotated[
        Url,
        Meta(
            description="Where phones reach this service, for the QR code on the slip: "
            "http:// or https://, without a slash at the end"
        ),
    ] = "http://localhost:8480"
    follow_url: Annotated[
        UrlOrNone,
        Meta(
            examples=["https://ajanvaraus.example.fi", ""],
            description="Where phones reach the page of a turn from anywhere, for the QR code on "
            "the slip; empty: at the backend, and without one at public_url",
        ),
    ] = ""
    theme: Annotated[Path | None, Meta(description=words.THEME)] = None
    session_hours: SessionHours = 10
    secure_cookies: SecureCookies = False
    tls_port: PortOrNone = 0
    door_port: DoorPort = 0
    tls_names: TlsNames = ()
    tls_certificate: TlsCertificate = None
    tls_key: TlsKey = None
    office_networks: OfficeNetworks = ()
    visitor_networks: VisitorNetworks = ()
    metrics_token: Annotated[
        str,
        Meta(
            description="Bearer token with which Prometheus reads /metrics from elsewhere; empty: "
            "only this computer may read it"
        ),
    ] = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """[sync]: how the lobby service keeps one story with the central backend."""

    backend_url: Annotated[
        UrlOrNone,
        Meta(
            examples=["https://ajanvaraus.example.fi", ""],
            description="Where the backend is, without a slash at the end; empty: none",
        ),
    ] = ""
    leader_url: Annotated[
        UrlOrNone,
        Meta(
            examples=["http://10.0.0.5:8480", ""],
            description="On a second kiosk: where the lobby service of the first one is; "
            "empty: this is the first",
        ),
    ] = ""
    leader_token_file: Annotated[
        Path,
        Meta(
            description="On a second kiosk: file with its token there (vuoro device add companion)"
        ),
    ] = Path("vuoro-data/leader.token")
    leader_authority: Annotated[Path | None, Meta(description=words.AUTHORITY)] = None
    day_keys: Annotated[
        Literal["memory", "file"],
        Meta(
            description="Where keys for identity codes are kept: memory forgets them at a restart "
            "until the backend is reached, file keeps them beside lobby.db"
        ),
    ] = "memory"
    forget_after_days: Annotated[
        int,
        Meta(
            ge=1,
            le=60,
            description="Days without the backend after which bookings and day keys are deleted",
        ),
    ] = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file."""

    lobby: LobbySettings = field(default_factory=LobbySettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    counter: CounterSettings = field(default_factory=CounterSettings)
    sync: SyncSettings = field(default_factory=SyncSettings)
    booking: BookingSettings = field(default_factory=BookingSettings)
