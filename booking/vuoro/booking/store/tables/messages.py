"""The outbox of messages, and the words they are made of."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from vuoro.booking.store.tables.base import key, maybe, metadata, moment, number, text

message = Table("message", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("dedupe", default=None),
    maybe("booking"), maybe("client"),
    text("kind", default=None), text("by", default=None), text("language", default="fi"),
    Column("content", LargeBinary),
    text("state", default="queued"),
    number("attempts", 0), moment("due_at"), moment("next_at"), moment("expires_at", optional=True),
    moment("sent_at", optional=True), text("error"), text("claim"),
    moment("made_at"), UniqueConstraint("dedupe"))  # fmt: skip
"""``dedupe``: what makes sending twice impossible, e.g. booking|rev|kind|by. ``by``: email or sms.
``content``: sealed JSON (recipient, subject, text, html, attachments); NULL until it is composed.
``state``: queued, sending, sent, failed, unknown (the server's answer was lost), dropped."""
Index("ix_message_next", message.c.state, message.c.next_at)
Index("ix_message_booking", message.c.booking)

template = Table("template", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    maybe("office"), maybe("service"), maybe("channel"),
    text("kind", default=None), text("by", default=None), text("language", default=None),
    text("subject"), text("body", default=None))  # fmt: skip
"""An area's own words; the most specific one wins, the shipped ones come last."""
