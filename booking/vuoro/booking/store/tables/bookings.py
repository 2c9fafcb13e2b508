"""Bookings, the five-minute cells they occupy, and holds while a form is filled in."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)  # fmt: skip

from vuoro.booking.store.tables.base import key, maybe, metadata, moment, number, text

booking = Table("booking", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    Column("service", ForeignKey("service.id"), nullable=False),
    Column("specialist", ForeignKey("specialist.id"), nullable=False),
    maybe("stand_in"),
    Column("client", ForeignKey("client.id")),
    moment("starts_at"), number("minutes"),
    text("day", default=None),
    text("channel", default="in_person"), text("status", default="booked"),
    text("cancelled_by"),
    number("rev", 1),
    text("pass_id", default=None), text("code", default=None),
    text("manage_hash", default=None),
    text("language", default="fi"),
    Column("private", LargeBinary, nullable=False),
    text("group"), text("made_by"),
    moment("made_at"), moment("changed_at"),
    UniqueConstraint("tenant", "code"), UniqueConstraint("pass_id"),
    UniqueConstraint("manage_hash"))  # fmt: skip
"""``day``: local ISO date of the start. ``status``: booked, cancelled, done, absent.
``cancelled_by``: client, staff or "". ``code``: 8 characters without hyphen. ``manage_hash``:
SHA-256 of the secret in the link. ``private``: sealed JSON of answers, note and the link's secret.
``group``: bookings made at once. ``rev`` grows with each change that a pass or lobby must know."""
Index("ix_booking_office_day", booking.c.office, booking.c.day)
Index("ix_booking_specialist_starts", booking.c.specialist, booking.c.starts_at)
Index("ix_booking_client", booking.c.client)

occupied = Table("occupied", metadata,
    Column("specialist", ForeignKey("specialist.id"), primary_key=True),
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("holder", default=None),
    moment("expires_at", optional=True), sqlite_with_rowid=False)  # fmt: skip
"""The guard against double booking: one row per specialist and five minutes (``cell`` = ms ÷
300,000), buffers included. ``holder``: booking, hold or lease id. ``expires_at``: of a hold."""
Index("ix_occupied_holder", occupied.c.holder)

hold = Table("hold", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("token_hash", default=None),
    Column("office", ForeignKey("office.id"), nullable=False),
    Column("service", ForeignKey("service.id"), nullable=False),
    Column("specialist", ForeignKey("specialist.id"), nullable=False),
    moment("starts_at"), number("minutes"), text("channel", default=None),
    maybe("moves"), maybe("booking"),
    moment("expires_at"), UniqueConstraint("token_hash"))  # fmt: skip
"""A time kept while a form is filled in. ``moves``: the booking that is being moved, if any.
``booking``: what became of it, so that a form sent twice gets the same answer twice."""

booking_event = Table("booking_event", metadata,
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True,
        autoincrement=True),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("booking", default=None), text("kind", default=None), moment("at"),
    text("actor"), number("rev", 1), Column("detail", LargeBinary))  # fmt: skip
"""What happened to bookings, in order; webhooks and message planning follow it. ``kind``: see
domain.values.EventRow. ``detail``: sealed JSON of start, specialist (before it) and reason."""
Index("ix_booking_event_booking", booking_event.c.booking)
