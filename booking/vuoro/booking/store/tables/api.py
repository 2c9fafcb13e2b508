"""Keys of municipal systems, and the webhooks they are told by."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from vuoro.booking.store.tables.base import document, flag, key, metadata, moment, number, text

api_key = Table("api_key", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("name", default=None), text("key_hash", default=None), document("scopes"),
    moment("made_at"), moment("last_used_at", optional=True), moment("revoked_at", optional=True),
    UniqueConstraint("key_hash"))  # fmt: skip

idempotency = Table("idempotency", metadata, key("k"),
    text("tenant", default=None), text("request_hash", default=None),
    number("status"), Column("response", LargeBinary, nullable=False), moment("at"))  # fmt: skip
"""The answer to a command, written with its effect; the same key again gets it."""

webhook = Table("webhook", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("url", default=None), Column("secret", LargeBinary, nullable=False),
    document("events"), flag("active", True), moment("made_at"))  # fmt: skip

delivery = Table("delivery", metadata, key(),
    Column("webhook", ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    number("event"), text("state", default="queued"), number("attempts", 0),
    moment("next_at"), number("last_status", 0), text("error"), moment("made_at"),
    UniqueConstraint("webhook", "event"))  # fmt: skip
Index("ix_delivery_next", delivery.c.state, delivery.c.next_at)
