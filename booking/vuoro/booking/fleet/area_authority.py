"""The authority of an area: it vouches for the lobby services of all its offices, to browsers.

A municipality trusts it once for all desks. It can vouch for private addresses and for the names of
``[booking] lobby_names`` only, and never for the name by which lobby services are known to kiosks
and displays: those trust the authority of their own site. Its key is sealed beside the other keys
of the area, so every backup has it, and comes into use like a pass key: next, active, old.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms, to_ms
from vuoro.booking.domain.values import SYSTEM, Actor
from vuoro.booking.service import directory
from vuoro.booking.service.audit import audit
from vuoro.booking.service.keys import ACTIVE, NEXT, OLD, lock_area, seed_place
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.pinned import NAME
from vuoro.core.pki.certificates import (
    EARLIER,
    Pair,
    bounds_of,
    new_authority,
    paired,
    read_der,
)
from vuoro.core.pki.names import LOCAL, Bounds

USE = "tls"
LIFE = timedelta(days=20 * 365)
_key = fleet.signing_key


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """One as people need to see it. ``status``: next, active or old; ``der``: its certificate."""

    status: str
    since: datetime
    ends: datetime
    der: bytes
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Signing:
    """The one that signs now, and its id."""

    id: str
    pair: Pair


def ensure_authority(backend: Backend, tenant: str) -> None:
    """Make the authority of an area once. Refused: no_such_area."""
    with backend.read() as sql:
        if _rows(sql, tenant, ACTIVE):
            return
    name = _name(backend, tenant)
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        if not _rows(work.sql, tenant, ACTIVE):
            _make(backend, work, tenant, name, ACTIVE)


def signing(backend: Backend, sql: Connection, tenant: str) -> Signing:
    """The authority in use; ``ensure_authority`` has made it."""
    (row,) = _rows(sql, tenant, ACTIVE)
    secret = backend.vault.open(row["seed"], seed_place(row["id"]))
    return Signing(row["id"], paired(secret, base64.b64decode(row["public"])))


def authorities(backend: Backend, tenant: str) -> tuple[AuthorityView, ...]:
    """Those of an area, oldest first; old ones until they end."""
    ensure_authority(backend, tenant)
    with backend.read() as sql:
        rows = _rows(sql, tenant, OLD, ACTIVE, NEXT)
    return tuple(
        _view(row) for row in rows if row["status"] != OLD or row["expires"] > backend.now_ms
    )


def bounds_now(backend: Backend) -> Bounds:
    """What an authority is bound to that is made now."""
    return Bounds(backend.lobby_names, LOCAL, (NAME,))


def prepare(backend: Backend, tenant: str, actor: Actor = SYSTEM) -> None:
    """Make the next authority, so that desks can trust it before anything is signed with it.

    Refused: is_prepared.
    """
    ensure_authority(backend, tenant)
    name = _name(backend, tenant)
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        if _rows(work.sql, tenant, NEXT):
            raise Refused(
                "is_prepared",
                "The next authority is there already. Let all desks trust it, then: "
                "vuoro booking authority rotate",
            )
        _make(backend, work, tenant, name, NEXT)
        audit(work, tenant, actor, "authority.prepared", tenant)


def rotate(backend: Backend, tenant: str, actor: Actor = SYSTEM, *, stolen: bool = False) -> None:
    """Sign with the next authority from now on; lobbies fetch a certificate of it by themselves.

    ``stolen``: the key is in wrong hands, and so may be the next one: sign with one made now, which
    no desk trusts yet. The key of the one before is destroyed. Refused: not_prepared.
    """
    ensure_authority(backend, tenant)
    name = _name(backend, tenant)
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        if stolen:
            _retire(work, tenant, NEXT)
            _make(backend, work, tenant, name, NEXT)
        if not _rows(work.sql, tenant, NEXT):
            raise Refused(
                "not_prepared",
                "There is no next authority. Make it: vuoro booking authority prepare, and let all "
                "desks trust it before you rotate.",
            )
        _retire(work, tenant, ACTIVE)
        for row in _rows(work.sql, tenant, NEXT):
            _set(work, row, ACTIVE)
        audit(work, tenant, actor, "authority.rotated", tenant, "stolen" if stolen else "")


def _retire(work: Work, tenant: str, status: str) -> None:
    """It signs nothing any more; nobody can steal what is gone."""
    for row in _rows(work.sql, tenant, status):
        _set(work, row, OLD, seed=b"")


def _set(work: Work, row: RowMapping, status: str, **more: object) -> None:
    values = {"status": status, "used_since": work.now_ms, **more}
    work.sql.execute(update(_key).where(_key.c.id == row["id"]).values(values))


def _make(backend: Backend, work: Work, tenant: str, name: str, status: str) -> None:
    begins, ends = backend.now - EARLIER, backend.now + LIFE
    pair, key_id = new_authority(name, bounds_now(backend), begins, ends), str(backend.ids.thing())
    kid = 1 + max((row["kid"] for row in _rows(work.sql, tenant, OLD, ACTIVE, NEXT)), default=0)
    values = {
        "id": key_id, "tenant": tenant, "use": USE, "kid": kid, "status": status,
        "seed": backend.vault.seal(pair.secret(), seed_place(key_id)),
        "public": base64.b64encode(pair.der).decode("ascii"),
        "not_before": to_ms(begins), "expires": to_ms(ends), "used_since": work.now_ms,
    }  # fmt: skip
    work.sql.execute(insert(_key), values)


def _rows(sql: Connection, tenant: str, *status: str) -> list[RowMapping]:
    mine = (_key.c.tenant == tenant, _key.c.use == USE, _key.c.status.in_(status))
    query = select(_key).where(*mine).order_by(_key.c.kid)
    return list(sql.execute(query).mappings())


def _name(backend: Backend, tenant: str) -> str:
    name = directory.area(backend, tenant).name
    return f"Vuoro – {name.get('fi') or next(iter(name.values()))}"


def _view(row: RowMapping) -> AuthorityView:
    der = base64.b64decode(row["public"])
    return AuthorityView(
        row["status"], from_ms(row["used_since"]), from_ms(row["expires"]), der,
        bounds_of(read_der(der)),
    )  # fmt: skip
