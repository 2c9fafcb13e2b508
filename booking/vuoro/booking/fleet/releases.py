"""Releases that devices can be given: taken in block by block, checked whole, kept, deleted."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor
from vuoro.booking.service.audit import audit
from vuoro.booking.store import Work
from vuoro.booking.store.tables import updates
from vuoro.core.release.contents import Writes, copy_contents
from vuoro.core.release.head import head, opened
from vuoro.core.release.manifest import BadRelease, File, Manifest, read_key
from vuoro.core.release.order import order
from vuoro.core.wire.upkeep import BLOCK

COMING, READY = "coming", "ready"
ABANDONED_MS = 24 * 3_600_000
_r, _b = updates.release.c, updates.release_block.c


@dataclass(frozen=True, slots=True)
class Release:
    """One file that is ready: for one architecture, ``size`` in bytes."""

    id: str
    version: str
    arch: str
    python: str
    size: int
    sha256: str
    blocks: tuple[str, ...]
    made_at: datetime
    made_by: str


def release_keys(folder: Path) -> tuple[Ed25519PublicKey, ...]:
    """Whose releases are taken: ``*.pub`` in a folder. Refused: no_release_keys."""
    try:
        keys = tuple(read_key(each.read_text("ascii")) for each in sorted(folder.glob("*.pub")))
    except (BadRelease, OSError, UnicodeError):
        keys = ()
    if not keys:
        raise Refused(
            "no_release_keys",
            f"Put the public key that releases are signed with into {folder} first.",
        )
    return keys


def releases(backend: Backend, tenant: str) -> list[Release]:
    """Those that are ready, the newest version first."""
    query = select(updates.release).where(_r.tenant == tenant, _r.state == READY)
    with backend.read() as sql:
        found = [_release(row) for row in sql.execute(query.order_by(_r.arch))]
    return sorted(found, key=lambda each: order(each.version), reverse=True)


def begin(backend: Backend, actor: Actor, tenant: str) -> str:
    """Begin to take a file in; gives its id. What was abandoned before is deleted."""
    key = str(backend.ids.thing())
    with backend.begin() as work:
        old = (_r.state == COMING) & (_r.made_at < work.now_ms - ABANDONED_MS)
        _delete(work, [each.id for each in work.sql.execute(select(_r.id).where(old))])
        row = {"id": key, "tenant": tenant, "blocks": [], "made_at": work.now_ms,
               "made_by": actor.name}  # fmt: skip
        work.sql.execute(insert(updates.release), row)
    return key


def put_block(backend: Backend, release: str, n: int, data: bytes) -> None:
    """Keep the next block; all but the last have BLOCK bytes."""
    with backend.begin() as work:
        row = {"release": release, "n": n, "data": data}
        work.sql.execute(insert(updates.release_block), row)


def finish(
    backend: Backend, actor: Actor, tenant: str, release: str, keys: Sequence[Ed25519PublicKey]
) -> Release:
    """Read it whole, as a device would, and offer it from now on.

    Refused, and then deleted: bad_release, same_release.
    """
    try:
        file = _Blocks(backend, release)
        manifest = _read(file, keys)
        values = {
            "version": manifest.version, "arch": manifest.arch, "python": manifest.python,
            "size": file.size, "sha256": file.whole.hexdigest(), "blocks": file.digests,
            "state": READY,
        }  # fmt: skip
        with backend.begin() as work:
            _only_one(work, tenant, manifest)
            this = update(updates.release).where(_r.id == release, _r.tenant == tenant)
            work.sql.execute(this.values(values))
            told = f"{manifest.version} {manifest.arch}"
            audit(work, tenant, actor, "release.added", release, told)
    except Refused:
        drop(backend, release)
        raise
    return next(each for each in releases(backend, tenant) if each.id == release)


def drop(backend: Backend, release: str) -> None:
    """Delete what never became whole."""
    with backend.begin() as work:
        _delete(work, [release])


def delete_release(backend: Backend, actor: Actor, tenant: str, release: str) -> None:
    """Delete a file; devices that have it keep it. Refused: release_in_use, no_such_release."""
    ro = updates.rollout.c
    with backend.begin() as work:
        mine = select(_r.version).where(_r.id == release, _r.tenant == tenant)
        version = work.sql.execute(mine).scalar_one_or_none()
        if version is None:
            raise Refused("no_such_release", "There is no such release.", 404)
        running = select(ro.id).where(
            ro.tenant == tenant, ro.version == version, ro.state != "ended"
        )
        if work.sql.execute(running).first() is not None:
            raise Refused("release_in_use", "End its rollout first.")
        _delete(work, [release])
        audit(work, tenant, actor, "release.deleted", release, version)


def block(backend: Backend, tenant: str, release: str, n: int) -> bytes:
    """One block of a file that is ready. Refused: no_such_release."""
    query = (
        select(_b.data)
        .join(updates.release, _r.id == _b.release)
        .where(_b.release == release, _b.n == n, _r.tenant == tenant, _r.state == READY)
    )
    with backend.read() as sql:
        data: bytes | None = sql.execute(query).scalar_one_or_none()
    if data is None:
        raise Refused("no_such_release", "There is no such release.", 404)
    return data


class _Blocks(io.RawIOBase):
    """A file out of its blocks, read once, with the hashes of what was read."""

    def __init__(self, backend: Backend, release: str) -> None:
        self._backend, self._release, self._left = backend, release, b""
        self.whole, self.size = hashlib.sha256(), 0
        self.digests: list[str] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = self._next()
        part = self._left[: len(buffer)]
        buffer[: len(part)] = part
        self._left = self._left[len(part) :]
        return len(part)

    def _next(self) -> bytes:
        query = select(_b.data).where(_b.release == self._release, _b.n == len(self.digests))
        with self._backend.read() as sql:
            data: bytes = sql.execute(query).scalar_one_or_none() or b""
        if data:
            self.whole.update(data)
            self.size += len(data)
            self.digests.append(hashlib.sha256(data).hexdigest())
        return data


class _Nowhere:
    """Takes the bytes of a file that is only looked at."""

    def write(self, data: bytes, /) -> None:
        """They are gone."""


@contextmanager
def _nowhere(name: str, wanted: File) -> Iterator[Writes]:
    yield _Nowhere()


def _read(file: _Blocks, keys: Sequence[Ed25519PublicKey]) -> Manifest:
    try:
        with io.BufferedReader(file, BLOCK) as whole, opened(whole) as tar:
            manifest, _, _ = head(tar, keys)
            copy_contents(tar, manifest, _nowhere)
            while whole.read(BLOCK):
                pass  # what stands behind the tar belongs to the file, too
    except BadRelease as error:
        raise Refused("bad_release", str(error), 422) from None
    return manifest


def _only_one(work: Work, tenant: str, manifest: Manifest) -> None:
    same = select(_r.id).where(
        _r.tenant == tenant, _r.state == READY,
        _r.version == manifest.version, _r.arch == manifest.arch,
    )  # fmt: skip
    if work.sql.execute(same).first() is not None:
        raise Refused("same_release", "This version is here already for these computers.")


def _delete(work: Work, ids: Sequence[str]) -> None:
    work.sql.execute(delete(updates.release_block).where(_b.release.in_(ids)))
    work.sql.execute(delete(updates.release).where(_r.id.in_(ids)))


def _release(row: Any) -> Release:
    return Release(
        row.id, row.version, row.arch, row.python, row.size, row.sha256, tuple(row.blocks),
        from_ms(row.made_at), row.made_by,
    )  # fmt: skip
