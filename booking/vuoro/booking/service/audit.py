"""The audit log: who did what, written in the transaction that does it."""

from sqlalchemy import insert

from vuoro.booking.domain.values import Actor
from vuoro.booking.store import Work
from vuoro.booking.store.tables import staff


def audit(
    work: Work, tenant: str, actor: Actor, action: str, entity: str = "", detail: str = ""
) -> None:
    """Note an action. ``entity`` is an id; ``detail`` holds nothing personal."""
    who = {"actor": f"{actor.kind}:{actor.id}", "actor_name": actor.name}
    what = {"action": action, "entity": entity, "detail": detail}
    work.sql.execute(insert(staff.audit), {"tenant": tenant, "at": work.now_ms, **who, **what})
