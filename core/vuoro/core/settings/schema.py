"""Every setting there is, with its default, its bounds and what it means."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

Port = Annotated[int, Meta(ge=1, le=65535)]
Millimetres = Annotated[int, Meta(ge=50, le=5000)]
Seconds = Annotated[int, Meta(ge=1, le=3600)]


@dataclass(frozen=True, slots=True)
class LobbySettings:
    """[lobby]: the lobby service of an office."""

    host: Annotated[str, Meta(description="Address the service listens on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port the service listens on")] = 8480
    data: Annotated[Path, Meta(description="Folder of lobby.db and of what must survive a restart")] = Path("vuoro-data")
    office: Annotated[Path, Meta(description="File with services, counters and opening hours")] = Path("office.toml")
    public_url: Annotated[
        str,
        Meta(description="Where phones reach this service, for the QR on the slip", pattern=r"^https?://.+[^/]$"),
    ] = "http://localhost:8480"
    theme: Annotated[Path | None, Meta(description="Theme of the municipality: brand colours and logo")] = None
    session_hours: Annotated[int, Meta(ge=1, le=24, description="How long a staff sign-in lasts")] = 10
    secure_cookies: Annotated[
        bool, Meta(description="Send the sign-in cookie over HTTPS only; false only without TLS")
    ] = False


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """[kiosk.printer]: where slips come out."""

    kind: Annotated[Literal["network", "none"], Meta(description="How the printer is connected")] = "none"
    host: Annotated[str, Meta(description="Address of a network printer")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port of a network printer")] = 9100
    paper_mm: Annotated[Literal[58, 80], Meta(description="Width of the paper")] = 80
    timeout: Annotated[Seconds, Meta(description="How long a slip may take before its outcome is unknown")] = 5


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """[kiosk.scanner]: what reads QR codes."""

    kind: Annotated[
        Literal["camera", "video", "folder", "stdin", "keyboard", "none"],
        Meta(description="A camera device, a video file, a folder that pictures are put into, lines on standard input, or keys typed by a scanner"),
    ] = "none"
    source: Annotated[str, Meta(description="Device number, file or folder, by kind")] = "0"
    frames_per_second: Annotated[int, Meta(ge=1, le=60, description="How often a camera frame is looked at")] = 15
    same_code_seconds: Annotated[Seconds, Meta(description="A code held in view is reported once in so long")] = 3


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """[kiosk]: one touchscreen."""

    name: Annotated[str, Meta(min_length=1, max_length=40, description="What staff call this kiosk")] = "Kiosk 1"
    lobby_url: Annotated[str, Meta(description="Where the lobby service is", pattern=r"^https?://.+[^/]$")] = "http://127.0.0.1:8480"
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path("vuoro-data/kiosk.token")
    screen_width_mm: Annotated[Millimetres, Meta(description="Width of the picture on the screen")] = 340
    full_screen: Annotated[bool, Meta(description="Cover the whole screen; false opens a window")] = True
    window: Annotated[str, Meta(description="Window size when not full screen", pattern=r"^\d{3,4}x\d{3,4}$")] = "1080x1920"
    idle_seconds: Annotated[Seconds, Meta(description="Without a touch for so long, the kiosk asks for more time")] = 40
    warn_seconds: Annotated[Annotated[int, Meta(ge=20, le=600)], Meta(description="How long it asks before it starts again (WCAG 2.2.1: at least 20)")] = 20
    result_seconds: Annotated[Seconds, Meta(description="How long a number stays on the screen")] = 25
    pin: Annotated[str, Meta(description="PIN of the staff menu, 4 to 8 digits; empty closes the menu", pattern=r"^(\d{4,8})?$")] = ""
    theme: Annotated[Path | None, Meta(description="Theme of the municipality: brand colours and logo")] = None
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """[display]: one waiting-room screen."""

    name: Annotated[str, Meta(min_length=1, max_length=40, description="What staff call this screen")] = "Display 1"
    lobby_url: Annotated[str, Meta(description="Where the lobby service is", pattern=r"^https?://.+[^/]$")] = "http://127.0.0.1:8480"
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path("vuoro-data/display.token")
    screen_width_mm: Annotated[Millimetres, Meta(description="Width of the picture on the screen")] = 1210
    distance_m: Annotated[float, Meta(ge=1, le=20, description="How far away the board must be legible")] = 8.0
    full_screen: Annotated[bool, Meta(description="Cover the whole screen; false opens a window")] = True
    window: Annotated[str, Meta(description="Window size when not full screen", pattern=r"^\d{3,4}x\d{3,4}$")] = "1920x1080"
    languages: Annotated[tuple[str, ...], Meta(description="The two languages of the foot line and of announcements")] = ("fi", "sv")
    sound: Annotated[Literal["speaker", "folder", "none"], Meta(description="Play calls aloud, write them as WAV files, or stay silent")] = "speaker"
    sound_folder: Annotated[Path, Meta(description="Where WAV files go with sound = folder")] = Path("vuoro-data/sound")
    quiet_hours: Annotated[str, Meta(description="No sound between these times, as 20:00-07:00; empty for none", pattern=r"^(\d\d:\d\d-\d\d:\d\d)?$")] = ""
    theme: Annotated[Path | None, Meta(description="Theme of the municipality: brand colours and logo")] = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file."""

    lobby: LobbySettings = field(default_factory=LobbySettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
