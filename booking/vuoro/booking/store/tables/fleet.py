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
    text("window_from"), text("window_until"), number("leader_epoch", 1))  # fmt: skip
"""The stream of one office. ``window_from`` and ``window_until``: first and last ISO day whose
bookings its lobby was told of; empty before the first pull."""

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
    text("status", default="active"), moment("used_since"), number("edition", 1))  # fmt: skip
"""``use``: pass, sync (time), root, or tls (``public`` is a certificate); ``seed`` sealed.
``edition``: of the key set (root only). ``status``: of pass keys next, active, old or revoked, of
tls next, active or old; others are active. ``used_since``: when it became what it is."""
Index("ix_signing_key_tenant", signing_key.c.tenant, signing_key.c.use)

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
    maybe("former_key"),
    UniqueConstraint("public_key"))  # fmt: skip
"""``status``: active, locked (two claim it), revoked, wiped. ``former_key``: believed until the
first session with the key that follows it. ``outbox_empty_at``: see fleet.watermark."""
Index("ix_device_office", device.c.office)

device_epoch = Table("device_epoch", metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    number("old_epoch", 0), moment("at"), text("reason"), text("db_uuid"), text("series"),
    text("server_epoch"))  # fmt: skip
"""Every epoch granted, and upon which request."""

time_anchor = Table("time_anchor", metadata,
    Column("device", ForeignKey("device.id"), primary_key=True), key("boot"),
    number("offset_ms"), number("mono_ms"), moment("at"))  # fmt: skip
"""Per boot of a device: its time is never later than ``offset_ms`` plus its monotonic clock; the
newest such clock reading, and when it came."""

device_session = Table("device_session", metadata, key("token_hash"),
    Column("device", ForeignKey("device.id", ondelete="CASCADE"), nullable=False),
    moment("expires_at"), flag("drain_only"), text("boot"), text("version"))  # fmt: skip

nonce = Table("nonce", metadata, key("nonce"), text("device"), moment("expires_at"))

enrolment = Table("enrolment", metadata, key("public_key"),
    text("code_hash", default=None), text("model"), text("serial"), text("version"),
    moment("asked_at"), moment("expires_at"))  # fmt: skip
Index("ix_enrolment_code", enrolment.c.code_hash)

pairing_try = Table("pairing_try", metadata, key(),
    text("tenant", default=None), moment("at"))  # fmt: skip
"""A pairing code that fitted nothing: five of them in ten minutes are enough."""

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
    maybe("merged_into"), number("rev", 1))  # fmt: skip
"""A person was here. ``booking`` once it is known; ``claimed``: what the device recorded it by (a
booking id, or "pass:" and the id of a pass whose row it had not got). ``merged_into``: the visit
that stands for this one too, when two kiosks let one booking in (§3.9 row 2). ``flags``: see
fleet.judging."""
Index("uq_visit_booking", visit.c.booking, unique=True,
    sqlite_where=text_clause("booking IS NOT NULL AND voided_at IS NULL"),
    postgresql_where=text_clause("booking IS NOT NULL AND voided_at IS NULL"))  # fmt: skip
Index("ix_visit_office_day", visit.c.office, visit.c.day)

ticket = Table("ticket", metadata, key(),
    Column("office", ForeignKey("office.id"), nullable=False), text("tenant", default=None),
    text("day", default=None), text("series", default=None), number("n"),
    text("number", default=None), text("visit", default=None), text("arrival"), text("device"),
    text("state", default=None), text("service"), text("counter"),
    moment("called_at", optional=True), moment("served_at", optional=True),
    moment("ended_at", optional=True), text("outcome"), moment("moved_at"))  # fmt: skip
"""A replica of what the lobby says. ``arrival`` is the visit it was given for, ``visit`` the one
that stands (another one when two kiosks let one booking in). ``device`` moved it last, at
``moved_at``. A number that two visits hold is a fact as well (a card was cloned): both are kept,
and staff are asked."""
Index("ix_ticket_visit", ticket.c.visit)
Index("ix_ticket_number", ticket.c.office, ticket.c.day, ticket.c.series, ticket.c.n)

service_day = Table("service_day", metadata,
    Column("office", ForeignKey("office.id"), primary_key=True), key("day"),
    text("tenant", default=None), text("device"),
    moment("opened_at", optional=True), moment("closed_at", optional=True))  # fmt: skip
"""When a lobby opened and closed its day."""

attention = Table("attention", metadata, key(),
    text("tenant", default=None), Column("office", ForeignKey("office.id"), nullable=False),
    text("kind", default=None), maybe("event_id"), maybe("booking"), maybe("visit"),
    maybe("device"), document("facts"), moment("opened_at"), moment("resolved_at", optional=True),
    text("resolution"), text("resolved_by"), text("dedupe", default=None),
    UniqueConstraint("dedupe"))  # fmt: skip
"""What a human must decide: see fleet.attention for the kinds and their two buttons. ``dedupe``:
what makes one thing one item, however often it is found."""
Index("ix_attention_open", attention.c.tenant, attention.c.resolved_at)

lease = Table("lease", metadata, key(),
    text("tenant", default=None), Column("office", ForeignKey("office.id"), nullable=False),
    text("device", default=None), text("service", default=None), text("specialist"),
    text("day", default=None), moment("starts_at"), number("minutes"),
    text("state", default="leased"), maybe("visit"), number("rev", 1),
    number("released_change", 0), moment("let_go_at", optional=True))  # fmt: skip
"""A bookable time in escrow for walk-ins. ``state``: leased, spent, releasing, released.
``releasing``: staff want it back, and the device may still have spent it; see fleet.leases."""
Index("ix_lease_office_day", lease.c.office, lease.c.day)

command = Table("command", metadata, key(),
    Column("device", ForeignKey("device.id"), nullable=False), text("tenant", default=None),
    text("kind", default=None), document("body"), moment("made_at"),
    moment("done_at", optional=True), text("result"))  # fmt: skip

quarantine = Table("quarantine", metadata, key("event_id"),
    Column("device", ForeignKey("device.id"), nullable=False), text("tenant", default=None),
    Column("raw", LargeBinary, nullable=False), moment("received_at"), text("reason"))  # fmt: skip

followed = Table("followed", metadata, key("key"),
    Column("device", ForeignKey("device.id"), nullable=False), moment("at"),
    Column("state", LargeBinary, nullable=False),
    Column("wish", LargeBinary), moment("wished_at", optional=True))  # fmt: skip
"""Tickets that visitors follow outside the office: newest states, no history (fleet.following)."""
Index("ix_followed_device", followed.c.device)

follow_heard = Table("follow_heard", metadata,
    Column("device", ForeignKey("device.id"), primary_key=True), moment("at"))  # fmt: skip
"""When a lobby told of them last."""

erased = Table("erased", metadata, key("entity_hash"), text("tenant", default=None), moment("at"))
"""Hashes of erased ids: a late event can't bring a person back (offline_sync §3.9 row 20)."""
