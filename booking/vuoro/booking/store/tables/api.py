"""Keys of municipal systems, and the webhooks they are told by."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from vuoro.booking.store.tables.base import document, flag, key, metadata, moment, number, text

api_key = Table("api_key", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("name", default=None), text("prefix", default=None), text("key_hash", default=None),
    document("scopes"), moment("made_at"), moment("last_used_at", optional=True),
    moment("revoked_at", optional=True), UniqueConstraint("key_hash"))  # fmt: skip
"""``prefix``: how the key begins, to tell one from another. ``key_hash``: SHA-256 of it, hex."""

idempotency = Table("idempotency", metadata, key("k"),
    text("tenant", default=None), text("request_hash", default=None),
    number("status"), Column("response", LargeBinary, nullable=False), moment("at"))  # fmt: skip
"""The answer to a command, written with its effect; the same key again gets it. ``k``: hash of the
API key's id and the key of the command. ``request_hash``: keyed. ``response``: sealed."""
Index("ix_idempotency_at", idempotency.c.at)

webhook = Table("webhook", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("url", default=None), Column("secret", LargeBinary, nullable=False),
    document("events"), flag("active", True), number("since", 0), text("problem"),
    moment("made_at"))  # fmt: skip
"""``secret``: sealed. ``events``: kinds of booking event, without ``booking.``. ``since``: the
number of the last booking event before it. ``problem``: why it is not active any more."""

delivery = Table("delivery", metadata, key(),
    Column("webhook", ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    number("event"), document("payload"), text("state", default="queued"), number("attempts", 0),
    moment("next_at"), number("last_status", 0), text("error"), text("claim"), moment("made_at"),
    moment("done_at", optional=True), UniqueConstraint("webhook", "event"))  # fmt: skip
"""``state``: queued, delivered or failed. ``payload`` is what is posted, the same at each try."""
Index("ix_delivery_next", delivery.c.state, delivery.c.next_at)
