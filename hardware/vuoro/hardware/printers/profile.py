"""What a model of slip printer can do, as data: its width, its cutter, what it answers."""

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings.schema import PrinterSettings

Quirk = Literal["cut_without_feed"]
"""``cut_without_feed``: knows GS V 0/1 only, so the paper must be fed to the cutter first."""

_NARROW_MM = 48
"""What is printed of 58 mm paper, by nearly every maker."""
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One model. A file of ours or of the office holds all but the name, which is the file's."""

    name: str
    model: Annotated[str, Meta(min_length=1, description="Maker and model, for people")]
    source: Annotated[
        tuple[str, ...],
        Meta(min_length=1, description='Where the facts are from, as in ["Epson TM-T20III TRG"]'),
    ]
    paper_mm: Annotated[Literal[58, 80], Meta(description="Widest paper it takes, in millimetres")]
    dots: Annotated[
        int,
        Meta(ge=320, le=832, multiple_of=8, description="Dots across the widest paper, in eights"),
    ]
    dpi: Annotated[Literal[180, 203], Meta(description="Dots an inch; 203 is 8 a millimetre")] = 203
    cut: Annotated[
        Literal["partial", "full", "none"],
        Meta(description="What its cutter does: leaves a point of paper, cuts all, isn't there"),
    ] = "partial"
    feed_to_cutter_dots: Annotated[
        int,
        Meta(ge=0, le=400, description="Dots from the print head to the cutter or the tear bar"),
    ] = 120
    speed_mm: Annotated[int, Meta(ge=10, le=600, description="Millimetres it prints a second")] = (
        100
    )
    band_rows: Annotated[
        int, Meta(ge=8, le=256, description="Rows of one image command; small buffers need few")
    ] = 128
    pace: Annotated[
        int,
        Meta(ge=0, le=1_000_000, description="Most bytes a second it bears; 0: as they come"),
    ] = 0
    status: Annotated[
        Literal["asb", "poll", "none"],
        Meta(description="How it tells its state: by itself (GS a), when asked (DLE EOT), never"),
    ] = "poll"
    done_request: Annotated[
        bool, Meta(description="Answers GS r once everything before it has been worked off")
    ] = True
    clear: Annotated[bool, Meta(description="Throws its buffer away on DLE DC4 8")] = True
    flow: Annotated[
        Literal["auto", "dtr_dsr", "rts_cts", "xon_xoff", "none"],
        Meta(description="How it stops the computer on a serial cable; auto: by the lines it has"),
    ] = "auto"
    usb: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[0-9a-f]{4}:[0-9a-f]{4}\Z")], ...],
        Meta(description='Its USB identities, as in ["04b8:0e28"]'),
    ] = ()
    answers_to: Annotated[
        tuple[str, ...],
        Meta(description="What it says its model is (GS I 67), the beginning of it suffices"),
    ] = ()
    quirks: Annotated[
        tuple[Quirk, ...],
        Meta(description='What it does otherwise than others, as in ["cut_without_feed"]'),
    ] = ()

    def on_paper(self, paper_mm: int) -> "PrinterProfile":
        """The same printer with this roll in it; paper wider than it takes changes nothing."""
        if paper_mm >= self.paper_mm:
            return self
        dots = round(_NARROW_MM * self.dpi / _MM_PER_INCH) // 8 * 8
        return replace(self, paper_mm=58, dots=min(self.dots, dots))


def profile_for(settings: PrinterSettings) -> PrinterProfile:
    """The profile that the settings name, with the paper they name. Raises BadProfile."""
    from vuoro.hardware.printers.profile_files import profile_named

    name = f"generic-{settings.paper_mm}" if settings.profile == "generic" else settings.profile
    return profile_named(name).on_paper(settings.paper_mm)
