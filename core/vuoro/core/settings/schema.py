"""Every setting there is, with its default, its bounds and what it means.

The descriptions become ``docs/settings.md`` and the words of every complaint, so each says what a
good value is.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings.values import (
    Host,
    Millimetres,
    Name,
    OpenHours,
    Port,
    QuietHours,
    Seconds,
    SecureCookies,
    SessionHours,
    Url,
    UrlOrNone,
    WindowSize,
)

_THEME = "Theme of the municipality: a TOML file with brand colours and logo"
_LOBBY_URL = "Where the lobby service is: http:// or https://, without a slash at the end"
_FULL_SCREEN = "Cover the whole screen; false opens a window"
_WINDOW = "Window size in pixels when not full screen"
_WIDTH = "Width of the picture on the screen in millimetres; sizes of letters follow from it"


@dataclass(frozen=True, slots=True)
class LobbySettings:
    """[lobby]: the lobby service of an office."""

    host: Annotated[Host, Meta(description="Address the service listens on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port the service listens on")] = 8480
    data: Annotated[
        Path, Meta(description="Folder of lobby.db and of what must survive a restart")
    ] = Path("vuoro-data")
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
    theme: Annotated[Path | None, Meta(description=_THEME)] = None
    session_hours: SessionHours = 10
    secure_cookies: SecureCookies = False
    metrics_token: Annotated[
        str,
        Meta(
            description="Bearer token with which Prometheus reads /metrics from elsewhere; empty: "
            "only this computer may read it"
        ),
    ] = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """[kiosk.printer]: where slips come out."""

    kind: Annotated[
        Literal["network", "usb", "serial", "file", "cups", "none"],
        Meta(description="How the printer is connected"),
    ] = "none"
    host: Annotated[Host, Meta(description="Address of a network printer")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port of a network printer")] = 9100
    device: Annotated[
        str,
        Meta(
            examples=["usb:04b8:0e28", "/dev/serial/by-id/usb-printer", "/dev/usb/lp0", "slips"],
            description="USB and serial: usb:VENDOR:PRODUCT or usb:VENDOR:PRODUCT:SERIAL, or a "
            "path below /dev; file: the path; cups: the queue. Empty: the first printer found",
        ),
    ] = ""
    baud: Annotated[
        Literal[9600, 19200, 38400, 57600, 115200], Meta(description="Speed of a serial printer")
    ] = 38400
    profile: Annotated[
        str,
        Meta(description="What the printer can do: a profile of ours, or the path of a file"),
    ] = "generic"
    paper_mm: Annotated[Literal[58, 80], Meta(description="Width of the paper in millimetres")] = 80
    roll_m: Annotated[
        float,
        Meta(
            ge=0,
            le=500,
            description="Metres on a new roll; what is printed is counted, for printers that can't "
            "tell when the paper ends. 0: not counted",
        ),
    ] = 0
    timeout: Annotated[
        Seconds, Meta(description="Seconds a slip may take before its outcome is unknown")
    ] = 5


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """[kiosk.scanner]: what reads QR codes."""

    kind: Annotated[
        Literal["camera", "serial", "wedge", "video", "folder", "stdin", "keyboard", "none"],
        Meta(
            description="A camera; a scanner on a serial or USB serial port; a scanner that types, "
            "kept from the window (wedge) or not (keyboard); a video file; a folder that pictures "
            "are put into; lines on standard input"
        ),
    ] = "none"
    source: Annotated[
        str,
        Meta(
            examples=["0", "usb:0c2e:0b6a", "/dev/serial/by-id/usb-scanner", "/dev/video0"],
            description="Camera: number or path; serial and wedge: usb:VENDOR:PRODUCT or "
            "usb:VENDOR:PRODUCT:SERIAL, or a path below /dev; video: the file; folder: the folder",
        ),
    ] = "0"
    profile: Annotated[
        str,
        Meta(
            description="How a serial or typing scanner talks: a profile of ours, or the path of "
            "a file"
        ),
    ] = "generic"
    exposure: Annotated[
        int,
        Meta(ge=0, le=10_000, description="Exposure of a camera in 0.1 ms; 0: it sees to it"),
    ] = 0
    mirror: Annotated[bool, Meta(description="Show the picture of the camera as a mirror does")] = (
        True
    )
    preview: Annotated[
        bool,
        Meta(description="Show the picture of the camera on the screen, with a frame to aim at"),
    ] = True
    sound: Annotated[bool, Meta(description="A short soft note when a code is taken")] = True
    frames_per_second: Annotated[
        int, Meta(ge=1, le=60, description="How often a second a camera frame is looked at")
    ] = 15
    same_code_seconds: Annotated[
        Seconds, Meta(description="A code held in view is reported once in so many seconds")
    ] = 3


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """[kiosk]: one touchscreen."""

    name: Annotated[Name, Meta(description="What staff call this kiosk")] = "Kiosk 1"
    lobby_url: Annotated[Url, Meta(description=_LOBBY_URL)] = "http://127.0.0.1:8480"
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path(
        "vuoro-data/kiosk.token"
    )
    screen_width_mm: Annotated[Millimetres, Meta(description=_WIDTH)] = 340
    full_screen: Annotated[bool, Meta(description=_FULL_SCREEN)] = True
    window: Annotated[WindowSize, Meta(description=_WINDOW)] = "1080x1920"
    idle_seconds: Annotated[
        Seconds,
        Meta(description="Seconds without a touch after which the kiosk asks for more time"),
    ] = 40
    warn_seconds: Annotated[
        int,
        Meta(
            ge=20,
            le=600,
            description="Seconds it asks before it starts again; at least 20 (WCAG 2.2.1)",
        ),
    ] = 20
    result_seconds: Annotated[Seconds, Meta(description="Seconds a number stays on the screen")] = (
        25
    )
    pin: Annotated[
        str,
        Meta(
            pattern=r"^([0-9]{4,8})?\Z",
            examples=["2580", ""],
            description="PIN of the staff menu, 4 to 8 digits in quotes; empty closes the menu",
        ),
    ] = field(default="", repr=False)
    theme: Annotated[Path | None, Meta(description=_THEME)] = None
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)


@dataclass(frozen=True, slots=True)
class TvSettings:
    """[display.tv]: the set that the board is shown on."""

    kind: Annotated[
        Literal["cec", "none"],
        Meta(description="Switched on and off through its HDMI cable (CEC), or by people"),
    ] = "none"
    device: Annotated[Path, Meta(description="CEC adapter: /dev/cec0 is HDMI 1")] = Path(
        "/dev/cec0"
    )
    hours: OpenHours = ""


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """[display]: one waiting-room screen."""

    name: Annotated[Name, Meta(description="What staff call this screen")] = "Display 1"
    lobby_url: Annotated[Url, Meta(description=_LOBBY_URL)] = "http://127.0.0.1:8480"
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path(
        "vuoro-data/display.token"
    )
    screen_width_mm: Annotated[Millimetres, Meta(description=_WIDTH)] = 1210
    distance_m: Annotated[
        float,
        Meta(ge=1, le=20, description="Metres from which the board must be legible"),
    ] = 8.0
    full_screen: Annotated[bool, Meta(description=_FULL_SCREEN)] = True
    window: Annotated[WindowSize, Meta(description=_WINDOW)] = "1920x1080"
    languages: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            max_length=2,
            description="One or two languages of the foot line and of announcements: fi, sv, en",
        ),
    ] = ("fi", "sv")
    sound: Annotated[
        Literal["speaker", "folder", "none"],
        Meta(description="Play calls aloud, write them as WAV files, or stay silent"),
    ] = "speaker"
    sound_folder: Annotated[Path, Meta(description='Where WAV files go with sound = "folder"')] = (
        Path("vuoro-data/sound")
    )
    quiet_hours: QuietHours = ""
    theme: Annotated[Path | None, Meta(description=_THEME)] = None
    tv: TvSettings = field(default_factory=TvSettings)


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """[counter]: the box at a counter, with its status light, its sound and its call button."""

    name: Annotated[Name, Meta(description="What staff call this box")] = "Counter box 1"
    lobby_url: Annotated[Url, Meta(description=_LOBBY_URL)] = "http://127.0.0.1:8480"
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path(
        "vuoro-data/counter.token"
    )
    counter: Annotated[str, Meta(description="Label of the counter that it stands at")] = "1"
    light: Annotated[
        Literal["gpio", "relay", "none"],
        Meta(description="Status light: on pins of this computer, on a USB relay board, or none"),
    ] = "none"
    light_device: Annotated[
        str,
        Meta(
            examples=["gpiochip0:17,27,22", "usb:16c0:05df"],
            description="gpio: chip and the lines of red, yellow, green, or one line; with :low at "
            "the end, low means on. relay: the board; empty: the common kind",
        ),
    ] = ""
    locating_sound: Annotated[
        Literal["speaker", "folder", "none"],
        Meta(description="A soft sound at the counter while its client is on the way"),
    ] = "none"
    sound_folder: Annotated[
        Path, Meta(description='Where WAV files go with locating_sound = "folder"')
    ] = Path("vuoro-data/sound")
    sound_db: Annotated[
        int,
        Meta(
            ge=-45,
            le=-20,
            description="Loudness of that sound in dBFS: to be heard three metres away, not "
            "across the lobby; the chime of the board has -22",
        ),
    ] = -32
    quiet_hours: QuietHours = ""
    button: Annotated[
        str,
        Meta(
            examples=["usb:1189:8890", ""],
            description="USB keypad whose key calls the next client; empty: none",
        ),
    ] = ""


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
class MailSettings:
    """[booking.mail]: the server that e-mail goes out by."""

    host: Annotated[str, Meta(description="SMTP server; empty: e-mail waits in the outbox")] = ""
    port: Annotated[Port, Meta(description="Port of the SMTP server")] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"], Meta(description="How the connection is protected")
    ] = "starttls"
    username: Annotated[str, Meta(description="User name; empty: none is needed")] = ""
    password: Annotated[str, Meta(description="Password")] = field(default="", repr=False)
    sender: Annotated[
        str,
        Meta(examples=["Ajanvaraus <ajanvaraus@example.fi>"], description="From whom e-mail comes"),
    ] = "Ajanvaraus <ajanvaraus@example.fi>"


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """[booking.sms]: the HTTP gateway that text messages go out by."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://\S+)?\Z",
            examples=["https://gateway.example.fi/send", ""],
            description="Address that messages are posted to; empty: they wait in the outbox",
        ),
    ] = ""
    token: Annotated[str, Meta(description="Bearer token of the gateway")] = field(
        default="", repr=False
    )
    sender: Annotated[
        str,
        Meta(
            pattern=r"^[0-9A-Za-z ]{1,11}\Z|^\+[0-9]{5,15}\Z",
            examples=["Ajanvaraus"],
            description="Sender id: up to 11 letters and digits, or a number (Traficom 28 L/2025)",
        ),
    ] = "Ajanvaraus"


@dataclass(frozen=True, slots=True)
class BookingSettings:
    """[booking]: the central backend."""

    host: Annotated[Host, Meta(description="Address the backend listens on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port the backend listens on")] = 8490
    database: Annotated[
        str,
        Meta(
            pattern=r"^((sqlite|postgresql\+psycopg)://\S*)?\Z",
            examples=["postgresql+psycopg://vuoro@db.example.fi/vuoro", ""],
            description="Address of the database; empty: booking.db in the data folder",
        ),
    ] = field(default="", repr=False)
    data: Annotated[
        Path, Meta(description="Folder of the secret that opens what is sealed, and of booking.db")
    ] = Path("vuoro-booking")
    public_url: Annotated[
        Url,
        Meta(
            description="Where clients reach the pages, for links and calendar files: "
            "http:// or https://, without a slash at the end"
        ),
    ] = "http://localhost:8490"
    theme: Annotated[Path | None, Meta(description=_THEME)] = None
    hold_minutes: Annotated[
        int,
        Meta(ge=10, le=60, description="Minutes a time is kept while its form is filled in"),
    ] = 20
    session_hours: SessionHours = 10
    secure_cookies: SecureCookies = False
    private_webhooks: Annotated[
        bool,
        Meta(
            description="Let webhooks go to this computer and its networks too, by http:// as "
            "well; only where everybody who may add one may also reach those"
        ),
    ] = False
    mail: MailSettings = field(default_factory=MailSettings)
    sms: SmsSettings = field(default_factory=SmsSettings)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file."""

    lobby: LobbySettings = field(default_factory=LobbySettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    counter: CounterSettings = field(default_factory=CounterSettings)
    sync: SyncSettings = field(default_factory=SyncSettings)
    booking: BookingSettings = field(default_factory=BookingSettings)
