"""The audit log: who did what and when, newest first."""

from sqlalchemy import select
from starlette.responses import Response

from vuoro.booking.service.accounts import Role
from vuoro.booking.store.tables.staff import audit
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here

PAGE = 100
MOST = 2**53


def pages(door: Door) -> None:
    """``/staff/audit``."""

    @door.get("/staff/audit", Role.AUDIT)
    def log(here: Here) -> Response:
        wanted = [audit.c.tenant == here.tenant]
        for name, column in (("who", audit.c.actor), ("action", audit.c.action),
                             ("entity", audit.c.entity)):  # fmt: skip
            if name in here.form:
                wanted.append(column == here.form.text(name, 100))
        if "before" in here.form:
            wanted.append(audit.c.n < here.form.number("before", 0, MOST))
        query = select(audit).where(*wanted).order_by(audit.c.n.desc()).limit(PAGE + 1)
        actions = select(audit.c.action).where(audit.c.tenant == here.tenant).distinct()
        with here.backend.read() as sql:
            rows = sql.execute(query).all()
            known = sorted(sql.execute(actions).scalars())
        kept = {name: here.form.text(name) for name in ("who", "action", "entity")}
        return here.page(
            "audit.html", rows=rows[:PAGE], more=rows[PAGE - 1].n if len(rows) > PAGE else None,
            actions=[(name, here.says.action(name)) for name in known], kept=kept,
        )  # fmt: skip
