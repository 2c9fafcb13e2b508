"""What a lobby device and the backend say about its programs: releases, and answers to support.

Both under ``vuoro.core.wire.sync.PREFIX``, in a session; bodies are signed as pushes are.
"""

import enum
from dataclasses import dataclass, field
from typing import Annotated

from msgspec import Meta

BLOCK = 1024 * 1024
"""Bytes that a device fetches at once."""
LARGEST_ANSWER = 512 * 1024
"""Bytes of an answer to support."""
Short = Annotated[str, Meta(max_length=100)]


class UpdateState(enum.StrEnum):
    """How far a device is with a release that was offered to it."""

    OFFERED = "offered"
    DOWNLOADING = "downloading"
    WAITING = "waiting"
    """It has all of it, and waits until the office is closed and nobody is served."""
    GOOD = "good"
    ROLLED_BACK = "rolled_back"
    """It did not work there; the release before is in use again."""
    REFUSED = "refused"
    """The device's own check of the signature, the room or the system said no."""


class Why(enum.StrEnum):
    """Why a release is not in use; only such words leave the device, for sentences may tell more
    than they should.
    """

    TRIAL = "trial"
    """It failed on a copy of the data."""
    ILL = "ill"
    """The programs did not work after the switch."""
    STARTS = "starts"
    """The device did not get through its starts."""
    RELEASE = "release"
    """Signature, kind of computer or Python."""
    ROOM = "room"
    BROKEN_OFF = "broken_off"
    """It was begun several times and never ended."""


FAILED = frozenset({UpdateState.ROLLED_BACK, UpdateState.REFUSED})


@dataclass(frozen=True, slots=True)
class UpdateTold:
    """``attempt``: as it was offered; ``percent``: of the download; ``why``: see Why."""

    version: Short
    attempt: int
    state: UpdateState
    percent: Annotated[int, Meta(ge=0, le=100)] = 0
    why: Short = ""


@dataclass(frozen=True, slots=True)
class ReleaseAsk:
    """POST /release: which release runs, how the last offer went; the answer is what to run."""

    version: Short
    arch: Short
    """As Debian names it: arm64, amd64."""
    python: Short
    told: UpdateTold | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A release for this device. Block ``n`` is at GET /release/{id}/{n}.

    ``sha256`` of the whole file and ``blocks`` of its parts find faults of the way; what is to be
    believed is the signature within the file.
    """

    id: str
    version: str
    attempt: int
    size: int
    sha256: str
    blocks: tuple[str, ...]
    block_bytes: int = BLOCK


@dataclass(frozen=True, slots=True)
class ReleaseAnswer:
    """``offer`` is None where the device has what it should have."""

    server_epoch: str
    offer: Offer | None = None


class MediaType(enum.StrEnum):
    """What an answer may be: nothing that a browser would run."""

    JSON = "application/json"
    PNG = "image/png"
    XZ = "application/x-xz"


class Word(enum.StrEnum):
    """What is to be known of an answer."""

    COARSE = "coarse"
    """A picture without what visitors could be known by."""
    NO_SCREEN = "no_screen"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SupportAnswer:
    """POST /answer: what a command of support brought. ``words``: of Word, or empty."""

    command: Short
    media_type: MediaType
    name: Short
    """Of the file, for whoever keeps it."""
    data: str = field(default="", repr=False)
    """Base64."""
    words: Short = ""
