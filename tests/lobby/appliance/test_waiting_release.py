"""A release that comes block by block is whole in the end, whatever is cut in between."""

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.upkeep import Offer
from vuoro.lobby.appliance.waiting_release import Waiting

BLOCK = 64


def offer_of(file: bytes, attempt: int = 1, version: str = "1.1.0") -> Offer:
    blocks = tuple(
        hashlib.sha256(file[n : n + BLOCK]).hexdigest() for n in range(0, len(file), BLOCK)
    )
    whole = hashlib.sha256(file).hexdigest()
    return Offer("id", version, attempt, len(file), whole, blocks, BLOCK)


def fetched(waiting: Waiting, file: bytes, offer: Offer, most: int = 1000) -> int | None:
    wanted = waiting.begin(offer)
    while wanted is not None and most:
        block = file[wanted * BLOCK : (wanted + 1) * BLOCK]
        wanted = waiting.put(offer, wanted, block)
        most -= 1
    return wanted


@given(
    file=st.binary(min_size=1, max_size=500),
    spoils=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 500), st.booleans()), max_size=4),
)
def test_what_is_cut_or_spoilt_on_the_disk_is_fetched_again(
    file: bytes, spoils: list[tuple[int, int, bool]]
) -> None:
    with TemporaryDirectory() as folder:
        waiting, offer = Waiting(Path(folder) / "release"), offer_of(file)
        for blocks, where, cuts in spoils:
            fetched(waiting, file, offer, blocks)
            part = Path(folder) / "release/part"
            if not part.exists():
                break
            data = part.read_bytes()
            zeros = bytes(len(data) - min(where, len(data)))
            part.write_bytes(data[:where] + (b"" if cuts else zeros))

        assert fetched(waiting, file, offer) is None
        assert waiting.whole is not None
        assert waiting.whole.read_bytes() == file


def test_another_attempt_keeps_the_file_and_another_release_takes_its_place(
    tmp_path: Path,
) -> None:
    waiting, file = Waiting(tmp_path / "release"), b"a release" * 30
    fetched(waiting, file, offer_of(file))

    assert waiting.begin(offer_of(file, attempt=2)) is None
    assert waiting.offer is not None
    assert waiting.offer.attempt == 2
    assert waiting.begin(offer_of(b"other" * 40, version="1.2.0")) == 0
    assert waiting.whole is None


def test_a_disk_that_would_be_full_gets_no_file(tmp_path: Path) -> None:
    waiting, small = Waiting(tmp_path / "release"), offer_of(b"a release")
    assert waiting.has_room(small)
    assert not waiting.has_room(replace(small, size=2**50))


@pytest.mark.parametrize("kept", ["", "nonsense", '{"id": 1}'])
def test_a_spoilt_offer_is_fetched_anew(tmp_path: Path, kept: str) -> None:
    waiting, file = Waiting(tmp_path / "release"), b"a release" * 30
    fetched(waiting, file, offer_of(file), 2)
    (tmp_path / "release/offer.json").write_text(kept, encoding="utf-8")

    assert waiting.offer is None
    assert waiting.begin(offer_of(file)) == 0
    waiting.drop()
    assert waiting.size == 0
