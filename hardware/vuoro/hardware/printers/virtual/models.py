"""The printers that this one can be: what they answer, what they keep, what they don't know.

Named as their profiles. Sources: Epson, *ESC/POS Command Reference* and *TM-T20III Technical
Reference*; Xprinter, *XP-80XX Programmer Manual*; emupos 0.4 (Rongta RP326, TM-T20III). What is
said of the two clones has not been tried on the devices.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of printer. ``buffer`` is in bytes; a full one stops the line."""

    name: str
    maker: str
    says: str
    """Its name by its own word (GS I 67)."""
    paper_mm: int = 80
    model_id: int = 0x20
    buffer: int = 64 * 1024
    tells_changes: bool = False
    """Knows GS a: status packets whenever something changes."""
    confirms: bool = True
    """Answers GS r."""
    clears: bool = False
    """Knows DLE DC4 8."""
    near_end: bool = True
    """Has a sensor that sees the roll get thin."""

    def identity(self, number: int) -> bytes:
        """The answer to GS I: model and type a byte each, names as a block, nothing else."""
        match number:
            case 1 | 49:
                return bytes((self.model_id,))
            case 2 | 50:
                return b"\x02"
            case 66:
                return b"_" + self.maker.encode() + b"\0"
            case 67:
                return b"_" + self.says.encode() + b"\0"
            case 65 | 68 | 69:
                return b"_\0"
            case _:
                return b""


GENERIC = Model(
    "generic-80", "Vuoro", "Virtual printer", tells_changes=True, clears=True, buffer=128 * 1024
)
MODELS = {
    model.name: model
    for model in (
        GENERIC,
        Model(
            "generic-58",
            "Vuoro",
            "Virtual printer",
            paper_mm=58,
            tells_changes=True,
            clears=True,
            buffer=128 * 1024,
        ),
        Model(
            "epson-tm-t20iii",
            "EPSON",
            "TM-T20III",
            model_id=0x63,
            buffer=4 * 1024,
            tells_changes=True,
            clears=True,
        ),
        Model("xprinter-xp80", "XPRINTER", "XP-80", near_end=False),
        Model("rongta-rp326", "Rongta", "RP326", tells_changes=True),
    )
}
