"""The virtual printer understands what real ones understand, and survives the rest."""

import logging

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.hardware.printers.virtual.paper import CutSlip

ASK_ALL = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CUT = b"\x1dV\x00"
WATCH = b"\x1da\xff"
FINE = b"\x10\x00\x00\x00"
ROW = bytes(range(1, 73))


def raster(rows: int, row: bytes = ROW, mode: int = 0) -> bytes:
    size = len(row).to_bytes(2, "little") + rows.to_bytes(2, "little")
    return b"\x1dv0" + bytes((mode,)) + size + row * rows


class Bench:
    """A machine on a bench: what it cut and what it answered."""

    def __init__(
        self,
        paper_mm: int | None = None,
        roll_mm: float = 1_000,
        low_mm: float = 0,
        model: str = "generic-80",
    ) -> None:
        self.slips: list[CutSlip] = []
        self.answers = b""
        self.machine = Machine(
            keep=self.slips.append,
            model=MODELS[model],
            paper_mm=paper_mm,
            roll_mm=roll_mm,
            low_mm=low_mm,
        )

    def trouble(self, name: str, *, on: bool = True) -> bytes:
        """What it says by itself when this goes wrong, or right again."""
        before = len(self.answers)
        setattr(self.machine.troubles, name, on)
        self.work()
        return self.answers[before:]

    def send(self, *parts: bytes) -> bytes:
        """All answers to these bytes, after all of them were worked off as far as possible."""
        before = len(self.answers)
        for part in parts:
            self.answers += self.machine.receive(part)
            self.work()
        return self.answers[before:]

    def work(self) -> None:
        for _ in range(200_000):
            step = self.machine.step()
            if step is None:
                return
            self.answers += step.answer
        raise AssertionError("the machine never comes to rest")


def test_an_image_is_printed_dot_for_dot() -> None:
    bench = Bench()

    bench.send(b"\x1b@" + raster(3) + CUT)

    assert bench.slips[0].rows == ROW * 3
    assert bench.slips[0].data == b"\x1b@" + raster(3) + CUT


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (0, b"\xa0" + bytes(47)),
        (1, b"\xcc\x00" + bytes(46)),
        (2, (b"\xa0" + bytes(47)) * 2),
        (3, (b"\xcc\x00" + bytes(46)) * 2),
    ],
)
def test_dots_are_doubled_as_asked(mode: int, expected: bytes) -> None:
    bench = Bench(paper_mm=58)

    bench.send(raster(1, b"\xa0", mode) + CUT)

    assert bench.slips[0].rows == expected


def test_what_is_wider_than_the_paper_is_lost() -> None:
    bench = Bench(paper_mm=58)

    bench.send(raster(2, b"\xff" * 72) + CUT)

    assert bench.slips[0].rows == b"\xff" * 96


@pytest.mark.parametrize("way", ["bitImageRaster", "graphics"])
def test_it_prints_what_python_escpos_sends(way: str) -> None:
    picture = Image.new("1", (576, 40), 1)
    picture.paste(0, (8, 4, 16, 12))
    sender = Dummy()
    sender.image(picture, impl=way)
    sender.cut()
    bench = Bench()

    bench.send(sender.output)

    rows = bench.slips[0].rows
    black = b"\x00\xff" + bytes(70)
    assert rows[: 72 * 40] == bytes(72 * 4) + black * 8 + bytes(72 * 28)


@pytest.mark.parametrize(
    ("bytes_", "height"),
    [(b"\x1bJ\x10", 16), (b"\x1bd\x02", 68), (b"\n", 34), (b"text \xe4\xf6\n", 34)],
)
def test_the_paper_moves_as_far_as_asked(bytes_: bytes, height: int) -> None:
    bench = Bench()

    bench.send(bytes_ + CUT)

    assert bench.slips[0].height == height


def test_a_cut_may_feed_first_and_an_empty_strip_gives_no_slip() -> None:
    bench = Bench()

    bench.send(CUT + b"\x1dVB\x08")

    assert [slip.height for slip in bench.slips] == [8]


def test_it_tells_how_it_is() -> None:
    bench = Bench(roll_mm=100, low_mm=10)

    assert bench.send(ASK_ALL) == b"\x12\x12\x12\x12"
    bench.machine.run_down(5)
    assert bench.send(ASK_ALL) == b"\x12\x12\x12\x1e"
    bench.machine.run_down(0)
    assert bench.send(ASK_ALL) == b"\x1a\x32\x12\x7e"
    bench.machine.load()
    bench.machine.troubles.cover_open = True
    assert bench.send(ASK_ALL) == b"\x1a\x16\x12\x12"


def test_a_request_in_two_pieces_is_answered_once() -> None:
    bench = Bench()

    assert bench.send(b"\x10", b"\x04", b"\x04", b"\x04") == b"\x12"


def test_a_request_inside_an_image_is_answered_and_still_printed() -> None:
    bench = Bench(paper_mm=58)
    row = b"\x10\x04\x04" + bytes(45)

    assert bench.send(raster(1, row) + CUT) == b"\x12"
    assert bench.slips[0].rows == row


def test_done_is_answered_only_when_its_turn_comes() -> None:
    bench = Bench()
    bench.machine.troubles.cover_open = True

    assert bench.send(raster(1) + b"\x1dr\x01") == b""

    bench.machine.troubles.cover_open = False
    assert bench.send(b"\x00") == b"\x00"


def test_a_job_is_held_at_the_end_of_the_paper_and_goes_on_with_a_new_roll() -> None:
    bench = Bench(roll_mm=1)

    bench.send(raster(12) + CUT)
    assert bench.machine.paper_out
    assert bench.machine.strip.height == 8
    assert bench.slips == []

    bench.machine.load(10)
    bench.work()
    assert bench.slips[0].height == 4


def test_a_held_job_can_be_taken_back() -> None:
    bench = Bench(roll_mm=1)
    bench.send(raster(12) + CUT)

    assert bench.send(CLEAR) == b"\x37\x25\x00"

    bench.machine.load(10)
    bench.send(raster(2) + CUT)
    assert [slip.height for slip in bench.slips] == [2]


def test_switching_off_forgets_the_job() -> None:
    bench = Bench()
    bench.machine.troubles.cover_open = True
    bench.send(raster(2) + CUT)

    bench.machine.switch(on=False)
    assert bench.send(ASK_ALL) == b""
    bench.machine.switch(on=True)
    bench.machine.troubles.cover_open = False
    bench.work()

    assert bench.slips == []


def test_a_mute_printer_prints_and_says_nothing() -> None:
    bench = Bench()
    bench.machine.troubles.mute = True

    assert bench.send(ASK_ALL + raster(1) + CUT + b"\x1dr\x01") == b""
    assert len(bench.slips) == 1


@pytest.mark.parametrize(
    ("trouble", "asked", "told"),
    [
        ("cover_open", "1a 16 12 12", "38 00 00 00"),
        ("jam", "1a 52 1a 12", "18 08 00 00"),
        ("hot", "1a 52 52 12", "18 40 00 00"),
        ("broken", "1a 52 32 12", "18 20 00 00"),
        ("paused", "1a 12 12 12", "18 00 00 00"),
        ("stuck", "12 12 12 12", ""),
        ("mute", "", ""),
    ],
)
def test_every_trouble_stops_it_and_is_told_as_epson_s_reference_has_it(
    trouble: str, asked: str, told: str
) -> None:
    bench = Bench()
    assert bench.send(WATCH) == FINE

    assert bench.trouble(trouble) == bytes.fromhex(told)
    assert bench.send(ASK_ALL) == bytes.fromhex(asked)
    assert bench.send(raster(1) + CUT) == b""
    assert len(bench.slips) == (trouble == "mute")

    assert bench.trouble(trouble, on=False) == (FINE if told else b"")
    assert bench.send(raster(1) + CUT) == b""
    assert bench.slips


def test_it_tells_by_itself_how_paper_ends_and_comes() -> None:
    bench = Bench(roll_mm=4, low_mm=2)
    bench.send(WATCH)

    assert bench.send(raster(16)) == b"\x10\x00\x03\x00"
    assert bench.send(raster(17)) == b"\x18\x00\x0f\x00"
    bench.machine.load()
    bench.work()
    assert bench.answers.endswith(FINE)


def test_it_tells_nothing_by_itself_that_nobody_asked_for() -> None:
    bench = Bench()

    assert bench.trouble("cover_open") == b""
    bench.trouble("cover_open", on=False)
    bench.send(WATCH)
    bench.send(b"\x1b@")
    assert bench.trouble("cover_open") == b""


def test_a_cutter_that_jams_cuts_once_it_is_cleared() -> None:
    bench = Bench()
    bench.machine.troubles.jam_at_cut = True

    assert bench.send(raster(1) + b"\x1dr\x01" + CUT + b"\x1dr\x01") == b"\x00"
    assert bench.send(ASK_ALL) == b"\x1a\x52\x1a\x12"
    assert bench.slips == []

    bench.trouble("jam", on=False)
    assert len(bench.slips) == 1
    assert bench.answers.endswith(b"\x00")


def test_mending_ends_every_trouble() -> None:
    bench = Bench()
    for name in ("cover_open", "jam", "jam_at_cut", "hot", "broken", "paused", "mute", "stuck"):
        bench.trouble(name)

    bench.machine.troubles.end()

    assert bench.send(ASK_ALL) == b"\x12\x12\x12\x12"


@pytest.mark.parametrize("name", MODELS)
def test_a_model_does_what_its_profile_says_of_it(name: str) -> None:
    profile, bench = profile_named(name), Bench(model=name)
    says = bench.send(b"\x1dI\x43")

    assert bench.machine.strip.width == profile.dots
    assert (bench.send(WATCH) == FINE) >= (profile.status == "asb")
    assert bench.send(b"\x1b@" + ASK_ALL) == b"\x12\x12\x12\x12"
    assert bench.send(b"\x1dr\x01") == (b"\x00" if profile.done_request else b"")
    assert bench.send(CLEAR) == (b"\x37\x25\x00" if profile.clear else b"")
    assert says.startswith(b"_")
    assert says.endswith(b"\0")
    assert not profile.answers_to or says[1:-1].decode().startswith(profile.answers_to)


@pytest.mark.parametrize(
    ("number", "answer"),
    [(1, b"\x63"), (2, b"\x02"), (65, b"_\0"), (66, b"_EPSON\0"), (67, b"_TM-T20III\0"), (9, b"")],
)
def test_it_says_who_it_is(number: int, answer: bytes) -> None:
    assert Bench(model="epson-tm-t20iii").send(b"\x1dI" + bytes((number,))) == answer


def test_a_printer_without_the_sensor_does_not_see_the_roll_get_thin() -> None:
    bench = Bench(model="xprinter-xp80", roll_mm=10, low_mm=20)

    assert bench.send(ASK_ALL) == b"\x12\x12\x12\x12"
    bench.machine.run_down(0)
    assert bench.send(ASK_ALL) == b"\x1a\x32\x12\x72"


def test_a_slip_is_the_bytes_that_made_it_without_the_questions_in_between() -> None:
    bench = Bench()

    bench.send(ASK_ALL + b"\x1b@" + raster(1) + ASK_ALL + CUT)

    assert bench.slips[0].data == b"\x1b@" + raster(1) + CUT


def test_what_is_never_cut_is_not_kept_for_ever() -> None:
    bench = Bench(roll_mm=100)

    for _ in range(20):
        bench.send(b"\x1b*\x21\xff\xff" + bytes(3 * 65_535))
    bench.send(raster(1) + CUT)

    assert len(bench.slips[0].data) < 2_500_000


def test_an_unknown_command_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()

    with caplog.at_level(logging.WARNING):
        bench.send(b"\x1d\xee" + raster(1) + CUT)

    assert caplog.messages == ["unknown command"]
    assert bench.slips[0].rows == ROW


@pytest.mark.parametrize(
    "passed_over",
    [
        b"\x1bt\x10",
        b"\x1b!\x38",
        b"\x1ba\x01",
        b"\x1bD\x08\x10\x00",
        b"\x1bp\x00\x19\xfa",
        b"\x1b*\x21\x02\x00" + b"\xff" * 6,
        b"\x1d!\x11",
        b"\x1dL\x10\x00",
        b"\x1d(k\x03\x00\x31\x43\x08",
        b"\x1dk\x04CODE39\x00",
        b"\x1dk\x49\x05{B123",
        b"\x1c.",
        b"\x10\x05\x01",
        b"\x10\x14\x01\x00\x01",
        b"\x00\x00\x00",
    ],
)
def test_commands_that_move_no_paper_are_passed_over(passed_over: bytes) -> None:
    bench = Bench()

    bench.send(passed_over + raster(1) + CUT)

    assert bench.slips[0].rows == ROW


PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([ASK_ALL, CLEAR, CUT, b"\x1b@", b"\x1dr\x01", b"\x1dVB\x08", b"\x1dI\x43"]),
    st.builds(raster, st.integers(0, 5), st.binary(max_size=80), st.integers(0, 3)),
    st.tuples(st.sampled_from(b"\x10\x1b\x1c\x1d"), st.integers(0, 255)).map(bytes),
)


@given(st.lists(PIECES, max_size=12), st.integers(0, 40))
def test_no_bytes_make_it_crash_or_hang(pieces: list[bytes], roll_mm: int) -> None:
    bench = Bench(roll_mm=roll_mm)

    bench.send(*pieces)

    assert all(len(slip.rows) == slip.height * 72 for slip in bench.slips)
    assert bench.machine.left_mm >= 0


@given(st.lists(PIECES, max_size=8).map(b"".join), st.integers(1, 17))
def test_it_makes_no_difference_in_which_pieces_bytes_arrive(data: bytes, size: int) -> None:
    whole, pieces = Bench(), Bench()

    whole.machine.receive(data)
    whole.work()
    for at in range(0, len(data), size):
        pieces.machine.receive(data[at : at + size])
    pieces.work()

    assert [slip.rows for slip in pieces.slips] == [slip.rows for slip in whole.slips]
    assert pieces.machine.held == whole.machine.held
