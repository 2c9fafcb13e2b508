"""The few ESC/POS requests that show who a printer is and what it can tell; none prints.

Source: Epson, *ESC/POS Command Reference for TM printers*.
"""

STATUS = tuple(bytes((0x10, 0x04, number)) for number in (1, 2, 3, 4))
"""DLE EOT: printer, cause of being offline, errors, paper; a byte each, at once."""

ALL_UNASKED, NONE_UNASKED = b"\x1da\xff", b"\x1da\x00"
"""GS a: every change of state is told by itself, in four bytes, the first at once; or none is."""

DONE = b"\x1dr\x01"
"""GS r: a byte, when everything before it has been worked off."""

CLEAR, CLEARED = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x37\x25\x00"
"""DLE DC4 8: what was received is thrown away, at once; and what the printer says then."""

FIRMWARE, MAKER, MODEL = 65, 66, 67


def who(number: int) -> bytes:
    """GS I: 1–3 are answered with a byte, 65 and more with a name."""
    return b"\x1dI" + bytes((number,))


def are_status(said: bytes) -> bool:
    """Whether these are four answers to DLE EOT: bits 0, 1, 4 and 7 are fixed."""
    return len(said) == 4 and all(byte & 0x93 == 0x12 for byte in said)


def is_unasked(said: bytes) -> bool:
    """Whether this is a state told by itself: the first byte is known by the same bits."""
    return len(said) == 4 and said[0] & 0x93 == 0x10


def is_done(said: bytes) -> bool:
    """Whether this answers DONE: bits 4 and 7 are fixed."""
    return len(said) == 1 and said[0] & 0x90 == 0
