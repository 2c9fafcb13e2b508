"""Staff accounts, their sessions, and who did what."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from vuoro.booking.store.tables.base import (
    document,
    flag,
    key,
    maybe,
    metadata,
    moment,
    number,
    text,
)  # fmt: skip

account = Table("account", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("username", default=None), text("name", default=None),
    text("password_hash"),
    document("roles"), maybe("specialist"), maybe("office"),
    flag("active", True), number("failures", 0), moment("locked_until", optional=True),
    UniqueConstraint("tenant", "username"))  # fmt: skip
"""``roles``: book, see_clients, manage (calendars, services, templates), devices, audit, api."""

account_session = Table("account_session", metadata, key("token_hash"),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    text("csrf", default=None), moment("expires_at"))  # fmt: skip

audit = Table("audit", metadata,
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True,
        autoincrement=True),
    text("tenant", default=None), moment("at"), text("actor"), text("actor_name"),
    text("action", default=None), text("entity"), text("detail"))  # fmt: skip
Index("ix_audit_tenant", audit.c.tenant, audit.c.n)
