"""The paper ledger of the test image: what came out stays out, whenever the plug is pulled."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.raspberrypi.emulator.guest.ledger import BadLedger, Ledger, end, packed, slips

ROOM = 1 << 14
SLIPS = st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=6)


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "paper", ROOM)
    ledger.keep(b"one")
    ledger.keep(b"two")
    ledger.close()
    assert list(slips((tmp_path / "paper").read_bytes())) == [b"one", b"two"]


def test_a_ledger_goes_on_where_it_ended(tmp_path: Path) -> None:
    for slip in (b"yesterday", b"today"):
        ledger = Ledger(tmp_path / "paper", ROOM)
        ledger.keep(slip)
        ledger.close()
    assert list(slips((tmp_path / "paper").read_bytes())) == [b"yesterday", b"today"]


def test_its_room_is_taken_at_once(tmp_path: Path) -> None:
    Ledger(tmp_path / "paper", ROOM).close()
    taken = (tmp_path / "paper").stat().st_blocks * 512
    assert taken >= ROOM


def test_a_full_ledger_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "paper", 100)
    with pytest.raises(BadLedger, match="full"):
        ledger.keep(bytes(range(200)))
    ledger.close()


@given(kept=SLIPS, last=st.binary(min_size=1, max_size=60), data=st.data())
def test_a_torn_end_is_no_slip(kept: list[bytes], last: bytes, data: st.DataObject) -> None:
    written = b"".join(map(packed, kept))
    torn = packed(last)
    cut = data.draw(st.integers(0, len(torn) - 1))
    whole = (written + torn[:cut]).ljust(ROOM, b"\0")
    # A slip's packed form may end in zeros that were there already.
    assert list(slips(whole)) in (kept, [*kept, last])
    assert end(whole) in (len(written), len(written) + len(torn))


@given(kept=SLIPS, last=st.binary(min_size=1, max_size=60), data=st.data())
def test_damage_before_the_end_is_told(kept: list[bytes], last: bytes, data: st.DataObject) -> None:
    written = bytearray(b"".join(map(packed, [*kept, last])))
    at = data.draw(st.integers(0, len(written) - len(packed(last)) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadLedger, match="damaged"):
        list(slips(bytes(written).ljust(ROOM, b"\0")))


def test_a_slip_is_written_over_what_was_torn(tmp_path: Path) -> None:
    file = tmp_path / "paper"
    file.write_bytes(packed(b"kept") + packed(b"a slip that never came out")[:20])
    ledger = Ledger(file, ROOM)
    ledger.keep(b"next")
    ledger.close()
    assert list(slips(file.read_bytes())) == [b"kept", b"next"]
