"""Releases of the devices' programs, how they are staged, and what devices answered to support."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Table

from vuoro.booking.store.tables.base import (
    document,
    key,
    metadata,
    moment,
    number,
    text,
)  # fmt: skip

release = Table("release", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("version"), text("arch"), text("python"), number("size", 0), text("sha256"),
    document("blocks"), text("state", default="coming"), moment("made_at"),
    text("made_by"))  # fmt: skip
"""One signed file. ``state``: coming, ready. ``blocks``: SHA-256 of each part, hex."""
Index("ix_release_tenant", release.c.tenant, release.c.version)

release_block = Table("release_block", metadata,
    Column("release", ForeignKey("release.id", ondelete="CASCADE"), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False))  # fmt: skip
"""In the database, so that every process of the backend has it, and its backups too."""

rollout = Table("rollout", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("version", default=None), number("percent", 0), document("offices"),
    text("state", default="running"), text("why"), moment("made_at"), text("made_by"),
    moment("changed_at"))  # fmt: skip
"""``offices`` get it at once, and of all others ``percent``. ``state``: running, paused, ended."""
Index("ix_rollout_tenant", rollout.c.tenant, rollout.c.made_at)

rollout_device = Table("rollout_device", metadata,
    Column("rollout", ForeignKey("rollout.id", ondelete="CASCADE"), primary_key=True),
    Column("device", ForeignKey("device.id"), primary_key=True),
    number("attempt", 1), text("state", default="offered"), number("percent", 0), text("why"),
    moment("at"))  # fmt: skip
"""How far a device is; see ``vuoro.core.wire.upkeep.UpdateState``."""

support_answer = Table("support_answer", metadata,
    Column("command", ForeignKey("command.id"), primary_key=True),
    Column("device", ForeignKey("device.id"), nullable=False), text("tenant", default=None),
    text("media_type", default=None), text("name"), text("words"),
    Column("data", LargeBinary, nullable=False), moment("at"))  # fmt: skip
"""Kept for a month; nothing personal is in it (``vuoro.lobby.appliance.support``)."""
Index("ix_support_answer_device", support_answer.c.device)
