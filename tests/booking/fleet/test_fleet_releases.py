"""Releases are taken in whole or not at all, staged over devices, and stop where one fails."""

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.fleet.lobbies import ADMIN, CENTRE, HERVANTA, TENANT, Lobby, Make
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet import commands, offering, releases, rollouts, support
from vuoro.booking.fleet.rings import is_in_ring
from vuoro.booking.fleet.rollouts import RolloutState
from vuoro.booking.store.tables import updates
from vuoro.core.release.manifest import MANIFEST, SIGNATURE, File, Manifest, sealed
from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import (
    BLOCK,
    MediaType,
    Offer,
    ReleaseAsk,
    SupportAnswer,
    UpdateState,
    UpdateTold,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"release key of a test, 32 bytes.")
KEYS = (KEY.public_key(),)
ASK = ReleaseAsk("1.0.0", "arm64", "3.13")


def bundle(
    version: str = "1.1.0",
    arch: str = "arm64",
    key: Ed25519PrivateKey = KEY,
    python: str = "3.13",
) -> bytes:
    """A release of one file that xz can't make small, so that it has several blocks."""
    words = b"".join(hashlib.sha512(bytes([n >> 8, n & 255])).digest() for n in range(18_000))
    files = {"lib/words": File(hashlib.sha256(words).hexdigest(), len(words))}
    text, signature = sealed(Manifest(version, arch, python, files), key)
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", preset=0) as tar:
        for name, data in ((MANIFEST, text), (SIGNATURE, signature), ("lib/words", words)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return made.getvalue()


def taken(backend: Backend, file: bytes) -> releases.Release:
    key = releases.begin(backend, ADMIN, TENANT)
    for n, start in enumerate(range(0, len(file), BLOCK)):
        releases.put_block(backend, key, n, file[start : start + BLOCK])
    return releases.finish(backend, ADMIN, TENANT, key, KEYS)


@pytest.fixture(scope="module")
def file() -> bytes:
    return bundle()


def offered(lobby: Lobby, told: UpdateTold | None = None, version: str = "1.0.0") -> Offer | None:
    asked = replace(ASK, version=version, told=told)
    return offering.ask(lobby.backend, lobby.id, asked).offer


def test_a_release_comes_back_block_by_block_as_it_was(lobby: Lobby, file: bytes) -> None:
    made = taken(lobby.backend, file)

    blocks = [releases.block(lobby.backend, TENANT, made.id, n) for n in range(len(made.blocks))]
    assert len(blocks) > 1
    assert b"".join(blocks) == file
    assert [hashlib.sha256(each).hexdigest() for each in blocks] == list(made.blocks)
    assert (made.version, made.arch, made.size) == ("1.1.0", "arm64", len(file))
    assert made.sha256 == hashlib.sha256(file).hexdigest()
    with pytest.raises(Refused, match="no_such_release"):
        releases.block(lobby.backend, "another area", made.id, 0)


@pytest.mark.parametrize("spoil", ["cut", "other_key", "flipped", "no_tar"])
def test_a_file_that_is_not_whole_and_signed_is_refused_and_leaves_nothing(
    sqlite_backend: Backend, file: bytes, spoil: str
) -> None:
    bad = {
        "cut": file[:-BLOCK],
        "other_key": bundle(key=Ed25519PrivateKey.generate()),
        "flipped": file[:1_000_000] + bytes([file[1_000_000] ^ 1]) + file[1_000_001:],
        "no_tar": b"hello" * 100,
    }[spoil]

    with pytest.raises(Refused, match="bad_release"):
        taken(sqlite_backend, bad)

    assert releases.releases(sqlite_backend, TENANT) == []
    with sqlite_backend.read() as sql:
        assert not list(sql.execute(updates.release_block.select()))


def test_a_version_is_taken_once_for_each_kind_of_computer(
    sqlite_backend: Backend, file: bytes
) -> None:
    taken(sqlite_backend, file)
    with pytest.raises(Refused, match="same_release"):
        taken(sqlite_backend, file)
    taken(sqlite_backend, bundle(arch="amd64"))
    assert len(releases.releases(sqlite_backend, TENANT)) == 2


def test_nobody_is_offered_anything_before_a_rollout_begins(lobby: Lobby, file: bytes) -> None:
    taken(lobby.backend, file)
    assert offered(lobby) is None

    rollouts.start(lobby.backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)

    offer = offered(lobby)
    assert offer is not None
    assert (offer.version, offer.attempt, offer.size) == ("1.1.0", 1, len(file))
    assert offered(lobby, version="1.1.0") is None
    assert offered(lobby, version="1.2.0") is None


def test_only_the_chosen_offices_have_it_until_the_ring_is_widened(
    sqlite_lobby: Lobby, another: Make, file: bytes
) -> None:
    backend, other = sqlite_lobby.backend, another(HERVANTA)
    taken(backend, file)
    made = rollouts.start(backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)
    assert offered(sqlite_lobby) is not None
    assert offered(other) is None

    rollouts.widen(backend, ADMIN, TENANT, made, [CENTRE], 100)
    assert offered(other) is not None


def test_a_device_on_which_it_fails_pauses_it_for_all_until_somebody_says_again(
    sqlite_lobby: Lobby, another: Make, file: bytes
) -> None:
    backend, other = sqlite_lobby.backend, another(HERVANTA)
    taken(backend, file)
    made = rollouts.start(backend, ADMIN, TENANT, "1.1.0", [], 100)
    assert offered(sqlite_lobby) is not None
    half = UpdateTold("1.1.0", 1, UpdateState.DOWNLOADING, 50)
    assert offered(sqlite_lobby, half) is not None

    failed = UpdateTold("1.1.0", 1, UpdateState.ROLLED_BACK, 100, "trial")
    assert offered(sqlite_lobby, failed) is None

    (view,) = rollouts.views(backend, TENANT)
    assert (view.rollout.state, view.rollout.why) == (RolloutState.PAUSED, "device_failed")
    assert (view.failed, view.in_ring) == (1, 2)
    assert offered(other) is None

    rollouts.set_state(backend, ADMIN, TENANT, made, RolloutState.RUNNING)
    assert offered(other) is not None
    assert offered(sqlite_lobby, failed) is None
    assert rollouts.views(backend, TENANT)[0].rollout.state is RolloutState.RUNNING

    rollouts.try_again(backend, ADMIN, TENANT, made, sqlite_lobby.id)
    offer = offered(sqlite_lobby, failed)
    assert offer is not None
    assert offer.attempt == 2
    with pytest.raises(Refused, match="not_failed"):
        rollouts.try_again(backend, ADMIN, TENANT, made, other.id)


def test_the_page_shows_how_far_each_device_is(sqlite_lobby: Lobby, file: bytes) -> None:
    backend = sqlite_lobby.backend
    taken(backend, file)
    rollouts.start(backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)
    offered(sqlite_lobby)
    offered(sqlite_lobby, UpdateTold("1.1.0", 1, UpdateState.DOWNLOADING, 40))
    (device,) = rollouts.views(backend, TENANT)[0].devices
    assert (device.state, device.percent) == (UpdateState.DOWNLOADING, 40)

    told = UpdateTold("1.1.0", 1, UpdateState.GOOD, 100)
    offered(sqlite_lobby, told, version="1.1.0")

    view = rollouts.views(backend, TENANT)[0]
    assert (view.good, view.failed) == (1, 0)


def test_a_device_that_was_updated_by_hand_counts_as_well(sqlite_lobby: Lobby, file: bytes) -> None:
    taken(sqlite_lobby.backend, file)
    rollouts.start(sqlite_lobby.backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)
    assert offered(sqlite_lobby, version="1.1.0") is None
    assert rollouts.views(sqlite_lobby.backend, TENANT)[0].good == 1


def test_a_device_that_no_file_fits_is_shown_as_such(sqlite_lobby: Lobby) -> None:
    taken(sqlite_lobby.backend, bundle(arch="amd64"))
    rollouts.start(sqlite_lobby.backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)
    assert offered(sqlite_lobby) is None
    (device,) = rollouts.views(sqlite_lobby.backend, TENANT)[0].devices
    assert device.why == "no_file"


def test_an_ended_rollout_offers_nothing_and_lets_the_file_go(
    sqlite_lobby: Lobby, file: bytes
) -> None:
    backend = sqlite_lobby.backend
    made = taken(backend, file)
    rollout = rollouts.start(backend, ADMIN, TENANT, "1.1.0", [CENTRE], 0)
    with pytest.raises(Refused, match="release_in_use"):
        releases.delete_release(backend, ADMIN, TENANT, made.id)
    rollouts.set_state(backend, ADMIN, TENANT, rollout, RolloutState.ENDED)
    assert offered(sqlite_lobby) is None
    with pytest.raises(Refused, match="rollout_over"):
        rollouts.set_state(backend, ADMIN, TENANT, rollout, RolloutState.RUNNING)
    releases.delete_release(backend, ADMIN, TENANT, made.id)
    assert releases.releases(backend, TENANT) == []


@given(st.uuids(), st.lists(st.uuids(), min_size=1, max_size=60), st.integers(0, 99))
def test_who_was_in_stays_in_as_the_ring_grows(
    rollout: object, devices: list[object], percent: int
) -> None:
    for device in map(str, devices):
        inside = is_in_ring(str(rollout), device, "office", (), percent)
        assert is_in_ring(str(rollout), device, "office", (), percent + 1) >= inside
        assert is_in_ring(str(rollout), device, "office", (), 100)
        assert not is_in_ring(str(rollout), device, "office", (), 0)
        assert is_in_ring(str(rollout), device, "office", ("office",), 0)


def test_a_share_is_about_that_share() -> None:
    inside = sum(is_in_ring("r", f"device {n}", "o", (), 20) for n in range(2000))
    assert 330 <= inside <= 470


def test_an_answer_to_support_is_kept_for_a_month_and_for_its_area_only(lobby: Lobby) -> None:
    backend = lobby.backend
    asked = commands.command(backend, ADMIN, lobby.id, CommandKind.SCREENSHOT)
    told = SupportAnswer(asked, MediaType.PNG, "kiosk.png", "aGVsbG8=")
    support.take(backend, lobby.id, told)
    support.take(backend, lobby.id, told)

    (kept,) = support.answers(backend, TENANT, lobby.id)
    assert (kept.kind, kept.size, kept.name) == (CommandKind.SCREENSHOT, 5, "kiosk.png")
    assert support.bytes_of(backend, TENANT, lobby.id, asked) == b"hello"
    with pytest.raises(Refused, match="no_such_answer"):
        support.bytes_of(backend, "another area", lobby.id, asked)
    lobby.later(days=31)
    support.forget(backend)
    assert support.answers(backend, TENANT, lobby.id) == []


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (SupportAnswer("none", MediaType.PNG, "x", ""), "no_such_command"),
        (SupportAnswer("", MediaType.PNG, "x", "§"), "malformed"),
        (SupportAnswer("", MediaType.PNG, "x", "AAAA" * 200_000), "too_large"),
    ],
)
def test_answers_nobody_asked_for_are_refused(
    sqlite_lobby: Lobby, told: SupportAnswer, problem: str
) -> None:
    with pytest.raises(Refused, match=problem):
        support.take(sqlite_lobby.backend, sqlite_lobby.id, told)


def test_keys_of_releases_come_from_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_release_keys"):
        releases.release_keys(tmp_path)
    (tmp_path / "a.pub").write_text("nonsense", encoding="ascii")
    with pytest.raises(Refused, match="no_release_keys"):
        releases.release_keys(tmp_path)
