"""Devices of lobbies, their streams, and what they told (offline_sync §3.8)."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
)  # fmt: skip
from sqlalchemy import text as text_clause

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

site = Table("site", metadata,
    Column("office", ForeignKey("office.id"), primary_key=True),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    number("change_seq", 0), number("floor", 0), moment("watermark", optional=True),
    text("window_until"), number("leader_epoch", 1))  # fmt: skip
"""The stream of one office. ``window_until``: last ISO day whose bookings were told of."""

change_log = Table("change_log", metadata,
    Column("office", ForeignKey("office.id"), primary_key=True),
    Column("change", BigInteger, primary_key=True, autoincrement=False),
    text("kind", default=None), text("entity", default=None),
    number("rev", 0), text("op", default="put"), moment("at"))  # fmt: skip
"""Only that something changed; its data are read when it is pulled, so nothing old stays here."""
Index("ix_change_log_entity", change_log.c.office, change_log.c.kind, change_log.c.entity)

signing_key = Table("signing_key", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("use", default=None), number("kid", 0), Column("seed", LargeBinary, nullable=False),
    text("public", default=None), moment("not_before"), moment("expires"),
    text("status", default="active"), number("edition", 1))  # fmt: skip
"""``use``: pass, sync (time) or root; ``seed`` sealed. ``edition``: of the key set (root only)."""

device = Table("device", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    text("name"), text("public_key", default=None), text("role", default="leader"),
    number("leader_epoch", 1), number("epoch", 1), number("last_seq", 0),
    Column("chain", LargeBinary, nullable=False),
    text("status", default="active"), text("series"), document("spare_series"),
    text("db_uuid"), moment("epoch_at", optional=True),
    moment("last_seen", optional=True), moment("outbox_empty_at", optional=True),
    number("cursor", 0), document("health"), moment("made_at"), moment("revoked_at", optional=True),
    UniqueConstraint("public_key"))  # fmt: skip
"""``status``: active, locked (two claim it), revoked, wiped."""

device_epoch = Table("device_epoch", metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    moment("at"), text("reason"), text("db_uuid"), text("series"))  # fmt: skip

device_session = Table("device_session", metadata, key("token_hash"),
    Column("device", ForeignKey("device.id", ondelete="CASCADE"), nullable=False),
    moment("expires_at"), flag("drain_only"), text("boot"), text("version"))  # fmt: skip

nonce = Table("nonce", metadata, key("nonce"), text("device"), moment("expires_at"))

enrolment = Table("enrolment", metadata, key("public_key"),
    text("code_hash", default=None), text("model"), text("serial"), text("version"),
    number("tries", 0), moment("asked_at"), moment("expires_at"), maybe("device"))  # fmt: skip
Index("ix_enrolment_code", enrolment.c.code_hash)

applied_event = Table("applied_event", metadata, key("event_id"),
    Column("device", ForeignKey("device.id"), nullable=False),
    text("tenant", default=None), number("epoch"), number("seq"),
    Column("hash", LargeBinary, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    text("type", default=None), text("status", default=None),
    document("result"), number("change", 0), moment("received_at"),
    moment("at_lo", optional=True), moment("at_hi", optional=True),
    Column("raw", LargeBinary))  # fmt: skip
"""The result of an event beside its effect, for ever. ``raw``: of deferred ones only.
``at_lo``/``at_hi``: the repaired time (offline_sync §3.10)."""

event_position = Table("event_position", metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    text("event_id", default=None), Column("hash", LargeBinary, nullable=False))  # fmt: skip
"""Where an event stood in a stream: after a recovery the same event stands in two."""

visit = Table("visit", metadata, key(),
    text("tenant", default=None), Column("office", ForeignKey("office.id"), nullable=False),
    maybe("booking"), maybe("claimed"), text("day", default=None), text("device"), text("how"),
    moment("arrived_at"), moment("arrived_lo", optional=True), moment("arrived_hi", optional=True),
    text("state", default="waiting"), moment("voided_at", optional=True), document("flags"),
    number("rev", 1))  # fmt: skip
"""A person was here. ``booking`` once it is known; ``claimed``: what the device recorded it by (a
booking id, or "pass:" and the id of a pass whose row it had not got)."""
Index("uq_visit_booking", visit.c.booking, unique=True,
    sqlite_where=text_clause("booking IS NOT NULL AND voided_at IS NULL"),
    postgresql_where=text_clause("booking IS NOT NULL AND voided_at IS NULL"))  # fmt: skip
Index("ix_visit_office_day", visit.c.office, visit.c.day)

ticket = Table("ticket", metadata, key(),
    Column("office", ForeignKey("office.id"), nullable=False), text("tenant", default=None),
    text("day", default=None), text("series", default=None), number("n"),
    text("number", default=None), text("visit", default=None), text("device"),
    text("state", default=None), text("service"), text("counter"),
    moment("called_at", optional=True), moment("served_at", optional=True),
    moment("ended_at", optional=True), text("outcome"), number("version", 0),
    UniqueConstraint("office", "day", "series", "n"))  # fmt: skip
Index("ix_ticket_visit", ticket.c.visit)

attention = Table("attention", metadata, key(),
    text("tenant", default=None), Column("office", ForeignKey("office.id"), nullable=False),
    text("kind", default=None), maybe("event_id"), maybe("booking"), maybe("visit"),
    maybe("device"), document("facts"), moment("opened_at"), moment("resolved_at", optional=True),
    text("resolution"), text("resolved_by"))  # fmt: skip
"""What a human must decide: see fleet.attention for the kinds and their two buttons."""
Index("ix_attention_open", attention.c.tenant, attention.c.resolved_at)

lease = Table("lease", metadata, key(),
    text("tenant", default=None), Column("office", ForeignKey("office.id"), nullable=False),
    text("device", default=None), text("service", default=None), text("specialist"),
    text("day", default=None), moment("starts_at"), number("minutes"),
    text("state", default="leased"), maybe("visit"))  # fmt: skip
"""A bookable time in escrow for walk-ins. ``state``: leased, spent, released."""
Index("ix_lease_office_day", lease.c.office, lease.c.day)

command = Table("command", metadata, key(),
    Column("device", ForeignKey("device.id"), nullable=False), text("tenant", default=None),
    text("kind", default=None), document("body"), moment("made_at"),
    moment("done_at", optional=True), text("result"))  # fmt: skip

quarantine = Table("quarantine", metadata, key("event_id"),
    Column("device", ForeignKey("device.id"), nullable=False), text("tenant", default=None),
    Column("raw", LargeBinary, nullable=False), moment("received_at"), text("reason"))  # fmt: skip

erased = Table("erased", metadata, key("entity_hash"), text("tenant", default=None), moment("at"))
"""Hashes of erased ids: a late event can't bring a person back (offline_sync §3.9 row 20)."""
