"""Settings of a waiting-room screen and of the box at a counter."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings import words
from vuoro.core.settings.values import (
    Dark,
    LitHours,
    Millimetres,
    Name,
    OpenHours,
    QuietHours,
    Rotation,
    Url,
    WindowSize,
)


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
class VoiceSettings:
    """[display.voice]: who says the calls."""

    engine: Annotated[
        Literal["espeak", "piper"],
        Meta(
            description="espeak-ng, or Piper where a voice of the language is in the folder of "
            "voices"
        ),
    ] = "espeak"
    voices: Annotated[
        Path | None,
        Meta(
            description="Folder of voices: LANGUAGE.onnx with LANGUAGE.onnx.json (Piper), and "
            "recordings as LANGUAGE/*.wav with LANGUAGE/index.toml"
        ),
    ] = None
    loudness_dbfs: Annotated[
        int,
        Meta(ge=-40, le=-12, description="Loudness of chime and voice in dBFS"),
    ] = -22


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """[display]: one waiting-room screen."""

    name: Annotated[Name, Meta(description="What staff call this screen")] = "Display 1"
    lobby_url: Annotated[Url, Meta(description=words.LOBBY_URL)] = "http://127.0.0.1:8480"
    lobby_authority: Annotated[Path | None, Meta(description=words.AUTHORITY)] = None
    token_file: Annotated[Path, Meta(description="File with this device's token")] = Path(
        "vuoro-data/display.token"
    )
    screen_width_mm: Annotated[Millimetres, Meta(description=words.WIDTH)] = 1210
    distance_m: Annotated[
        float,
        Meta(ge=1, le=20, description="Metres from which the board must be legible"),
    ] = 8.0
    full_screen: Annotated[bool, Meta(description=words.FULL_SCREEN)] = True
    output: Annotated[str, Meta(examples=["HDMI-A-2", ""], description=words.OUTPUT)] = ""
    rotate: Rotation = 0
    hours: LitHours = ""
    dark: Dark = "off"
    window: Annotated[WindowSize, Meta(description=words.WINDOW)] = "1920x1080"
    languages: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            max_length=2,
            description="One or two languages of the foot line; calls are said in the first "
            "and in the language of the ticket",
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
    still: Annotated[bool, Meta(description="Nothing moves on the screen")] = False
    theme: Annotated[Path | None, Meta(description=words.THEME)] = None
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    tv: TvSettings = field(default_factory=TvSettings)


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """[counter]: the box at a counter, with its status light, its sound and its call button."""

    name: Annotated[Name, Meta(description="What staff call this box")] = "Counter box 1"
    lobby_url: Annotated[Url, Meta(description=words.LOBBY_URL)] = "http://127.0.0.1:8480"
    lobby_authority: Annotated[Path | None, Meta(description=words.AUTHORITY)] = None
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
