"""What a printer says, sorted: every kind of answer comes on one line, told apart by fixed bits.

Source: Epson, *ESC/POS Command Reference*, GS a and DLE EOT; Citizen, *CT-S310 Command Reference*,
5.3 "Identification of Send Status". In bits, ``*`` is anything:

=====================  ============================================
answer to GS r, GS I   ``0**0****``
answer to DLE EOT      ``0**1**10``
automatic status back  ``0**1**00``, then three of ``0**0****``
XON, XOFF              ``00010001``, ``00010011``
block                  ``37``, ``3D`` or ``5F``, then text, then NUL
=====================  ============================================
"""

from vuoro.printer.status import Status

_XON_XOFF = b"\x11\x13"
_BLOCK_STARTS = b"\x37\x3d\x5f"
_CLEARED = b"\x37\x25"
_LONGEST_BLOCK = 80
"""A header and 79 characters; a printer's name has up to 15. More is no block but rubbish."""
_QUESTIONS = 4
_PACKET = 4


class StatusStream:
    """Takes bytes in pieces of any size, whatever they are, and keeps no more than a block of them.

    ``done`` counts answers to GS r, ``cleared`` those to DLE DC4 8, ``asked`` whole answers to the
    four questions, ``pushed`` packets of automatic status back; ``status`` is what the newest of
    these two said.
    """

    def __init__(self) -> None:
        self.done = 0
        self.cleared = 0
        self.asked = 0
        self.pushed = 0
        self.status: Status | None = None
        self._answers = bytearray()
        self._packet = bytearray()
        self._block = bytearray()

    def hear(self, data: bytes) -> None:
        """Sort what was heard."""
        for byte in data:
            if not (self._block and self._goes_on(byte)):
                self._sort(byte)

    def _goes_on(self, byte: int) -> bool:
        """Whether a byte belongs to the block; one that is no text shows that there was none."""
        if byte == 0:
            self.cleared += self._block == _CLEARED
            self._block.clear()
            return True
        if 0x20 <= byte < 0x7F and len(self._block) < _LONGEST_BLOCK:
            self._block.append(byte)
            return True
        self._block.clear()
        return False

    def _sort(self, byte: int) -> None:
        if byte & 0x90 == 0x00:
            self._plain(byte)
        elif byte & 0x93 == 0x12:
            self._packet.clear()
            self._answer(byte)
        elif byte & 0x93 == 0x10:
            self._packet[:] = bytes((byte,))
        elif byte in _BLOCK_STARTS:
            self._packet.clear()
            self._block.append(byte)
        elif byte not in _XON_XOFF:
            self._packet.clear()

    def _plain(self, byte: int) -> None:
        """The rest of a packet, which is never interrupted but by XOFF; else an answer to GS r."""
        if not self._packet:
            self.done += 1
            return
        self._packet.append(byte)
        if len(self._packet) == _PACKET:
            self.status = Status.from_packet(bytes(self._packet))
            self.pushed += 1
            self._packet.clear()

    def _answer(self, byte: int) -> None:
        self._answers.append(byte)
        if len(self._answers) == _QUESTIONS:
            self.status = Status.from_answers(bytes(self._answers))
            self.asked += 1
            self._answers.clear()
