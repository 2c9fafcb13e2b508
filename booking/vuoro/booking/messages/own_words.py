"""An area's own templates: kept, checked, shown to staff before they are used."""

from sqlalchemy import Connection, delete, insert, select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import Actor
from vuoro.booking.messages.choosing import Template
from vuoro.booking.messages.facts import NAMES
from vuoro.booking.messages.shipped import Source
from vuoro.booking.messages.template_text import BadTemplate, problems
from vuoro.booking.messages.values import By, Kind
from vuoro.booking.service.audit import audit
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, messages
from vuoro.core.wire.desk import Channel

_template = messages.template


def check(template: Template) -> None:
    """Raises BadTemplate with a sentence for each fault."""
    source, names = template.source, NAMES[template.by]
    faults = [f"Text: {fault}" for fault in problems(source.body, names)]
    if not source.body.strip():
        faults.append("Text: there is none.")
    if template.by is By.EMAIL:
        faults += [f"Subject: {fault}" for fault in problems(source.subject, names)]
        if not source.subject.strip():
            faults.append("Subject: there is none.")
    if faults:
        raise BadTemplate(tuple(faults))


def templates(backend: Backend, tenant: str) -> list[Template]:
    """All own templates of an area."""
    with backend.read() as sql:
        return templates_in(sql, tenant)


def templates_in(sql: Connection, tenant: str) -> list[Template]:
    """The same in a transaction that is there."""
    query = select(_template).where(_template.c.tenant == tenant).order_by(_template.c.id)
    return [
        Template(
            Kind(row.kind), By(row.by), row.language, Source(row.subject, row.body),
            row.office, row.service, Channel(row.channel) if row.channel else None, row.id,
        )
        for row in sql.execute(query)
    ]  # fmt: skip


def set_template(backend: Backend, actor: Actor, tenant: str, template: Template) -> str:
    """Keep a template instead of the one for the same case; answers its id.

    Raises BadTemplate. Refused: no_such_office, no_such_service.
    """
    check(template)
    row = {
        "id": str(backend.ids.thing()), "tenant": tenant, "office": template.office,
        "service": template.service, "channel": template.channel, "kind": template.kind,
        "by": template.by, "language": template.language, "subject": template.source.subject,
        "body": template.source.body,
    }  # fmt: skip
    with backend.begin() as work:
        _must_be_ours(work, tenant, template)
        same = [_template.c[name].is_not_distinct_from(row[name]) for name in _CASE]
        work.sql.execute(delete(_template).where(*same))
        work.sql.execute(insert(_template), row)
        audit(work, tenant, actor, "template.set", row["id"] or "", _named(template))
    return str(row["id"])


def remove_template(backend: Backend, actor: Actor, tenant: str, template_id: str) -> None:
    """Go back to what ships. Refused: no_such_template."""
    with backend.begin() as work:
        this = (_template.c.id == template_id, _template.c.tenant == tenant)
        if not work.sql.execute(delete(_template).where(*this)).rowcount:
            raise no_such("template")
        audit(work, tenant, actor, "template.removed", template_id)


_CASE = ("tenant", "office", "service", "channel", "kind", "by", "language")


def _must_be_ours(work: Work, tenant: str, template: Template) -> None:
    for table, wanted in ((calendar.office, template.office), (calendar.service, template.service)):
        if wanted is None:
            continue
        query = select(table.c.id).where(table.c.id == wanted, table.c.tenant == tenant)
        if work.sql.execute(query).first() is None:
            raise no_such(table.name)


def _named(template: Template) -> str:
    return f"{template.kind} {template.by} {template.language}"
