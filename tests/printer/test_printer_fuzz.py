"""10,000 byte strings, random and mutated, into everything that reads a printer's bytes."""

import random
import tracemalloc
from collections.abc import Iterator

from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.hardware.printers.virtual.paper import CutSlip
from vuoro.printer.conversation import Conversation
from vuoro.printer.escpos import ASK, CLEAR, DONE
from vuoro.printer.status_stream import StatusStream

COUNT = 10_000
SAID = (
    b"\x12\x12\x12\x12",
    b"\x1a\x32\x12\x7e",
    b"\x10\x00\x00\x00",
    b"\x38\x00\x00\x00",
    b"\x18\x08\x0f\x00",
    b"\x00",
    b"\x37\x25\x00",
    b"_TM-T20III\x00",
    b"\x11",
    b"\x13",
)
SENT = (
    ASK,
    CLEAR,
    DONE,
    b"\x1b@\x1da\xff",
    b"\x1dv0\x00\x48\x00\x04\x00" + bytes(range(72)) * 4,
    b"\x1dv0\x03\xff\xff\xff\xff",
    b"\x1d(L\x0c\x00\x30\x70\x30\x01\x01\x31\x10\x00\x01\x00\xff\xff",
    b"\x1d(L\x02\x00\x30\x32",
    b"\x1dVB\x00",
    b"\x1bJ\xff",
    b"\x1bd\xff",
    b"\x1b*\x21\xff\xff",
    b"\x1dk\x49\xff",
    b"\x1bD\x08",
    b"\x1dI\x43",
    b"text\n",
)
TROUBLES = ("cover_open", "jam", "jam_at_cut", "hot", "broken", "paused", "mute", "stuck")


def strings(words: tuple[bytes, ...], seed: int) -> Iterator[bytes]:
    """Half of them random, half of them sentences with something wrong in them."""
    chance = random.Random(seed)
    for number in range(COUNT):
        if number % 2:
            yield chance.randbytes(chance.randrange(120))
        else:
            yield mutated(b"".join(chance.choices(words, k=chance.randrange(1, 12))), chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0:
                del changed[at : at + chance.randrange(1, 5)]
            case 1:
                changed[at:at] = chance.randbytes(chance.randrange(1, 5))
            case 2:
                changed[at : at + 1] = bytes((chance.randrange(256),))
            case _:
                changed[at:at] = changed[at : at + 20]
    return bytes(changed)


def test_the_sorting_of_what_a_printer_says_bears_everything() -> None:
    stream = StatusStream()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()

    for said in strings(SAID, seed=1):
        stream.hear(said)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert stream.done
    assert stream.asked
    assert stream.pushed
    assert stream.cleared
    assert after - before < 10_000


class Talker:
    """Says these bytes a few at a time, then nothing; every read takes a hundredth of a second."""

    answers = True

    def __init__(self, says: bytes, piece: int) -> None:
        self.now = 0.0
        self._says = bytearray(says)
        self._piece = piece

    def mono(self) -> float:
        return self.now

    def open(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        pass

    def read(self, timeout: float) -> bytes:
        self.now += 0.01
        said = bytes(self._says[: self._piece])
        del self._says[: self._piece]
        return said

    def close(self, *, drop: bool = False) -> None:
        pass


def test_a_talk_with_a_printer_that_says_anything_ends_in_its_time() -> None:
    for number, said in enumerate(strings(SAID, seed=2)):
        printer = Talker(said, 1 + number % 9)
        talk = Conversation(printer, printer.mono, 1.0)
        if number % 3 == 0:
            talk.pass_over(0.0)
        status = talk.ask(0.2)
        talk.wait_done(2, 0.2)
        talk.clear(0.2)

        assert status is None or status.state is not None
        assert printer.now < 2.0


def test_the_virtual_printer_bears_everything_and_is_well_afterwards() -> None:
    """Every trouble of its own comes and goes meanwhile."""
    chance = random.Random(3)
    slips: list[CutSlip] = []
    machines = [Machine(keep=slips.append, model=each, roll_mm=60) for each in MODELS.values()]
    tracemalloc.start()

    for number, sent in enumerate(strings(SENT, seed=4)):
        machine = machines[number % len(machines)]
        if number % 5 == 0:
            setattr(machine.troubles, chance.choice(TROUBLES), chance.random() < 0.3)
        if number % 11 == 0:
            machine.load()
        if number % 43 == 0:
            machine.switch(on=not machine.on)
        if machine.held < machine.model.buffer:
            machine.receive(sent)
        work(machine)
        slips.clear()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20_000_000
    for machine in machines:
        machine.troubles.end()
        machine.switch(on=False)
        machine.switch(on=True)
        machine.load()
        slips.clear()
        machine.receive(b"\x1b@\x1dv0\x00\x01\x00\x02\x00\xf0\x0f\x1dV\x00")
        work(machine)
        assert [slip.height for slip in slips] == [2]


def work(machine: Machine) -> None:
    for _ in range(100_000):
        if machine.step() is None:
            return
    raise AssertionError("the machine never comes to rest")
