"""Settings of a kiosk, its printer, its scanner and its speech."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings import words
from vuoro.core.settings.values import (
    Dark,
    Host,
    LitHours,
    Millimetres,
    Name,
    Port,
    Rotation,
    Seconds,
    Url,
    WindowSize,
)


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
class SpeechSettings:
    """[kiosk.speech]: the kiosk read aloud, for those who don't see it."""

    engine: Annotated[
        Literal["espeak", "piper", "none"],
        Meta(
            description="What speaks: espeak-ng; Piper where a voice of the language is in the "
            "folder of voices, else espeak-ng; none: no speech"
        ),
    ] = "espeak"
    voices: Annotated[
        Path | None,
        Meta(
            description="Folder of voices: LANGUAGE.onnx with LANGUAGE.onnx.json (Piper), and "
            "recordings as LANGUAGE/*.wav with LANGUAGE/index.toml"
        ),
    ] = None
    loudspeaker: Annotated[
        bool,
        Meta(
            description="Speak through the loudspeaker while no headset is plugged in; what is "
            "private is never said there"
        ),
    ] = True
    sound: Annotated[
        Literal["speaker", "folder", "none"],
        Meta(description="Speak aloud, write what is said as WAV files, or stay silent"),
    ] = "speaker"
    sound_folder: Annotated[Path, Meta(description='Where WAV files go with sound = "folder"')] = (
        Path("vuoro-data/speech")
    )
    headset: Annotated[
        str,
        Meta(
            examples=["auto", "/dev/input/by-path/platform-sound-event", "none"],
            description="What tells that a headset is plugged in: auto finds the jack, a path "
            "below /dev names it, none: there is no jack",
        ),
    ] = "auto"
    headset_output: Annotated[
        str,
        Meta(
            examples=["plughw:CARD=Headphones", ""],
            description="Sound device of the headset; empty: the computer's own choice",
        ),
    ] = ""
    keypad: Annotated[
        str,
        Meta(
            examples=["usb:2047:0ad1", ""],
            description="USB audio navigation keypad: usb:VENDOR:PRODUCT; empty: none",
        ),
    ] = ""
    keypad_profile: Annotated[
        str,
        Meta(description="Which key means what: a profile of ours, or the path of a file"),
    ] = "generic"
    rate: Annotated[
        int,
        Meta(ge=80, le=300, description="Words a minute before a visitor changes it"),
    ] = 140
    volume: Annotated[
        int, Meta(ge=1, le=10, description="Volume before a visitor changes it, 1 to 10")
    ] = 5


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """[kiosk]: one touchscreen."""

    name: Annotated[Name, Meta(description="What staff call this kiosk")] = "Kiosk 1"
    lobby_url: Annotated[Url, Meta(description=words.LOBBY_URL)] = "http://127.0.0.1:8480"
    lobby_authority: Annotated[Path | None, Meta(description=words.AUTHORITY)] = None
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path(
        "vuoro-data/kiosk.token"
    )
    screen_width_mm: Annotated[Millimetres, Meta(description=words.WIDTH)] = 340
    full_screen: Annotated[bool, Meta(description=words.FULL_SCREEN)] = True
    output: Annotated[str, Meta(examples=["HDMI-A-1", ""], description=words.OUTPUT)] = ""
    rotate: Rotation = 0
    hours: LitHours = ""
    dark: Dark = "off"
    window: Annotated[WindowSize, Meta(description=words.WINDOW)] = "1080x1920"
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
    theme: Annotated[Path | None, Meta(description=words.THEME)] = None
    eye_mm: Annotated[
        int,
        Meta(
            ge=300,
            le=1500,
            description="Distance of the eye in millimetres at which letters have 0.7 degrees "
            "(EN 301 549, 5.1.4)",
        ),
    ] = 600
    hand: Annotated[
        Literal["right", "left"],
        Meta(description="Side on which buttons lie in reach mode before a visitor changes it"),
    ] = "right"
    still: Annotated[bool, Meta(description="Nothing moves on the screen")] = False
    own_phone: Annotated[
        bool,
        Meta(description="Offer to check in on one's own phone, by a code on the screen"),
    ] = True
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
