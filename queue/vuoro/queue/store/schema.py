"""The tables of lobby.db (offline_sync §3.2).

``event`` is the journal: immutable, append-only, never migrated. ``outbox`` is its place in the
stream to the backend. ``arrival``, ``ticket``, ``service_day``, ``counter_state``,
``service_state`` and ``booking_mark`` are projections: deleted and rebuilt from the events they
come out the same. The rest is this device's own. This is schema step 1 as it was released, and
frozen: what came later is added by the steps after it (sync_schema).
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

meta = Table(
    "meta", metadata,
    Column("k", Text, primary_key=True),
    Column("v", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

event = Table(
    "event", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("event_id", LargeBinary, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("type_v", Integer, nullable=False),
    Column("entity_id", Text),
    Column("service_day", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("actor", Text),
    Column("cause", Text),
    Column("boot_id", LargeBinary, nullable=False),
    Column("mono_ms", Integer, nullable=False),
    Column("wall_ms", Integer, nullable=False),
    Column("clock_state", Text, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip

outbox = Table(
    "outbox", metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("event_n", Integer, ForeignKey("event.n"), nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("ack_status", Text),
    Column("ack_change", Integer),
    Column("ack_detail", LargeBinary),
    Column("acked_at", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("outbox_unacked", outbox.c.epoch, outbox.c.seq, sqlite_where=text("ack_status IS NULL"))

mirror = Table(
    "mirror", metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("change", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

pull_state = Table(
    "pull_state", metadata,
    Column("stream", Text, primary_key=True),
    Column("server_epoch", Text),
    Column("cursor", Integer, nullable=False),
    Column("snapshot_of", Integer),
    Column("pulled_at", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip

arrival = Table(
    "arrival", metadata,
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("arrived_at", Integer, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("booking", Text),
    Column("identity_index", Text),
    Column("voided", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index(
    "arrival_one_per_booking", arrival.c.booking, arrival.c.day, unique=True,
    sqlite_where=text("booking IS NOT NULL AND voided = 0"),
)  # fmt: skip

ticket = Table(
    "ticket", metadata,
    Column("id", Text, primary_key=True),
    Column("arrival", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("arrived_at", Integer, nullable=False),
    Column("due_at", Integer, nullable=False),
    Column("not_before", Integer, nullable=False),
    Column("urgent", Integer, nullable=False),
    Column("counter", Text),
    Column("booking", Text),
    Column("booked_start", Integer),
    Column("specialist", Text),
    Column("stand_in", Text),
    Column("calls", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("called_at", Integer),
    Column("called_to", Text),
    Column("served_at", Integer),
    Column("ended_at", Integer),
    Column("notes", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("uniform", Integer, nullable=False),
    Column("undo", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("day", "series", "n", name="ticket_number_once"),
    sqlite_with_rowid=False,
)  # fmt: skip

service_day = Table(
    "service_day", metadata,
    Column("day", Text, primary_key=True),
    Column("opened_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

counter_state = Table(
    "counter_state", metadata,
    Column("id", Text, primary_key=True),
    Column("staff", Text),
    Column("staff_name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

service_state = Table(
    "service_state", metadata,
    Column("id", Text, primary_key=True),
    Column("locked", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

booking_mark = Table(
    "booking_mark", metadata,
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("absent_at", Integer),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

idem = Table(
    "idem", metadata,
    Column("key", Text, primary_key=True),
    Column("response", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

print_job = Table(
    "print_job", metadata,
    Column("job_id", Text, primary_key=True),
    Column("ticket", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("slip", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("print_job_open", print_job.c.device, sqlite_where=text("state IN ('queued', 'sending')"))

device = Table(
    "device", metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("locked", Integer, nullable=False),
    Column("made_at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

staff = Table(
    "staff", metadata,
    Column("id", Text, primary_key=True),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip

session = Table(
    "session", metadata,
    Column("token_hash", Text, primary_key=True),
    Column("staff", Text, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", Text, nullable=False),
    Column("expires_at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("n", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("counter", Text, nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip

PROJECTIONS = (arrival, ticket, service_day, counter_state, service_state, booking_mark)
