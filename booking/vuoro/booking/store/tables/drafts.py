"""Booking forms on the way: what a client has chosen and typed, sealed, until it is booked."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table

from vuoro.booking.store.tables.base import key, metadata, moment, text

draft = Table("draft", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("source"),
    Column("private", LargeBinary, nullable=False),
    moment("made_at"), moment("expires_at"))  # fmt: skip
"""``id``: SHA-256 of the secret in the form's address. ``source``: keyed hash of the network
address that began it, against those who would hold every time. ``private``: sealed JSON."""
Index("ix_draft_expires", draft.c.expires_at)
Index("ix_draft_source", draft.c.source, draft.c.made_at)
