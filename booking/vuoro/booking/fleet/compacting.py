"""The change log stays small: the newest change of each row, and ninety days of it (§3.5)."""

from sqlalchemy import delete, func, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet

KEPT_MS = 90 * 86_400_000


def compact(backend: Backend) -> bool:
    """The job. A device whose cursor lies before the floor takes a snapshot."""
    with backend.read() as sql:
        offices = list(
            sql.execute(select(fleet.site.c.office).order_by(fleet.site.c.office)).scalars()
        )
    for office in offices:
        with backend.begin() as work:
            _drop_superseded(work, office)
            _drop_old(work, office)
    return False


def _drop_superseded(work: Work, office: str) -> None:
    """By groups: a look for a newer one at each row would take a large office's square."""
    log = fleet.change_log.c
    here = log.office == office
    newest = select(func.max(log.change)).where(here).group_by(log.kind, log.entity)
    work.sql.execute(delete(fleet.change_log).where(here, log.change.not_in(newest)))


def _drop_old(work: Work, office: str) -> None:
    """Rows of today's window are younger; only the key set may be older, and it stays."""
    log, site = fleet.change_log, fleet.site
    old = (log.c.office == office) & (log.c.at < work.now_ms - KEPT_MS) & (log.c.kind != "keys")
    last = work.sql.execute(select(func.max(log.c.change)).where(old)).scalar_one()
    if last is None:
        return
    work.sql.execute(delete(log).where(old))
    raised = update(site).where(site.c.office == office, site.c.floor < last)
    work.sql.execute(raised.values(floor=last))
