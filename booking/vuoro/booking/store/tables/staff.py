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
    flag("active", True), moment("made_at"), moment("signed_in_at", optional=True),
    UniqueConstraint("tenant", "username"))  # fmt: skip
"""``roles``: see service.accounts.Role. ``password_hash``: argon2id; empty: can't sign in with one.
``specialist``: whose calendar is their own."""

account_session = Table("account_session", metadata, key("token_hash"),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    text("csrf", default=None), moment("expires_at"))  # fmt: skip
Index("ix_account_session_account", account_session.c.account)

sign_in_try = Table("sign_in_try", metadata, key("name_hash"),
    number("failures", 0), moment("last_at"), moment("locked_until", optional=True))  # fmt: skip
"""Wrong passwords per name that was typed, whether anybody has it or not: who is locked out tells
nothing of who exists. ``name_hash``: keyed, because people type passwords into the wrong field."""

audit = Table("audit", metadata,
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True,
        autoincrement=True),
    text("tenant", default=None), moment("at"), text("actor"), text("actor_name"),
    text("action", default=None), text("entity"), text("detail"))  # fmt: skip
Index("ix_audit_tenant", audit.c.tenant, audit.c.n)
