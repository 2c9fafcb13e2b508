"""The outbox of messages, and the words they are made of."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from vuoro.booking.store.tables.base import key, maybe, metadata, moment, number, text

message = Table("message", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("dedupe", default=None),
    maybe("booking"), maybe("client"),
    text("kind", default=None), text("by", default=None), text("language", default="fi"),
    number("event", 0),
    Column("content", LargeBinary),
    text("state", default="queued"),
    number("attempts", 0), moment("due_at"), moment("next_at"), moment("expires_at"),
    moment("sent_at", optional=True), text("error"), text("claim"),
    moment("made_at"), UniqueConstraint("dedupe"))  # fmt: skip
"""``dedupe``: what makes planning twice impossible, see messages.planning. ``event``: the number of
the booking event it tells of. ``client``: whom it is for where that is not the booking's client.
``kind``: confirmation, change, cancellation or reminder. ``by``: email or sms.
``content``: sealed JSON (recipient, subject, text, html, attachments); NULL until it is composed.
``state``: queued, sending, sent, failed, unknown (the server's answer was lost), dropped.
``due_at``: when it should go out; ``next_at``: when it is looked at next, for a retry or because
its sender died. ``expires_at``: from then on it is of no use."""
Index("ix_message_next", message.c.state, message.c.next_at)
Index("ix_message_expires", message.c.state, message.c.expires_at)
Index("ix_message_booking", message.c.booking)
Index("ix_message_words", message.c.next_at,
    sqlite_where=message.c.content.is_not(None),
    postgresql_where=message.c.content.is_not(None))  # fmt: skip

template = Table("template", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    maybe("office"), maybe("service"), maybe("channel"),
    text("kind", default=None), text("by", default=None), text("language", default=None),
    text("subject"), text("body", default=None))  # fmt: skip
"""An area's own words; the most specific one wins, the shipped ones come last."""
