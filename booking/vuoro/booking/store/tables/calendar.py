"""Areas, offices, services, specialists, and when these work."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from vuoro.booking.store.tables.base import document, flag, key, metadata, moment, number, text

meta = Table("meta", metadata, key("k"), text("v", default=None))
"""``server_epoch`` and the like."""

tenant = Table("tenant", metadata, key(), text("slug", default=None), document("name"),
    UniqueConstraint("slug"))  # fmt: skip
"""An employment area (työllisyysalue); ``id`` is the UUID that passes are signed for."""

office = Table("office", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    number("site"),
    text("slug", default=None), document("name"), document("address"),
    document("directions"),
    document("hours"),
    document("exceptions"),
    flag("closed_on_holidays", True),
    document("languages"), text("phone"), flag("active", True),
    UniqueConstraint("tenant", "site"), UniqueConstraint("tenant", "slug"))  # fmt: skip
"""``site`` 1–65535 is its number in passes. ``hours``: {"mon": "09:00-16:00", …, "sun": ""}.
``exceptions``: {"2026-12-31": "09:00-12:00" or ""}. Names, address and directions by language."""

counter = Table("counter", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    text("label"), document("name"))  # fmt: skip

service = Table("service", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    text("slug", default=None),
    document("name"), document("description"), document("directions"),
    number("minutes"), number("buffer_before", 0), number("buffer_after", 0),
    document("channels"), document("languages"), document("skills"),
    flag("public", True),
    number("min_notice_minutes", 60), number("max_days_ahead", 60),
    number("change_until_minutes", 60),
    document("questions"), document("reminders"),
    text("identity_code", default="optional"),
    flag("active", True),
    UniqueConstraint("tenant", "slug"))  # fmt: skip
"""``slug`` is the service's id in the office file of a lobby and in its mirror. ``minutes`` 5–120.
``questions``: see domain.questions. ``reminders``: see domain.reminders. ``identity_code``: no,
optional or required. ``directions``: what to bring and what happens, by language."""

office_service = Table("office_service", metadata,
    Column("office", ForeignKey("office.id"), primary_key=True),
    Column("service", ForeignKey("service.id"), primary_key=True),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    document("channels"),
    number("walk_in_leases", 0))  # fmt: skip
"""Which office offers which service, by which channels. ``walk_in_leases``: how many bookable
times a day the lobby holds in escrow for walk-ins (offline_sync §3.1)."""

specialist = Table("specialist", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    text("name", default=None), document("skills"), document("languages"), document("channels"),
    flag("active", True))  # fmt: skip

specialist_service = Table("specialist_service", metadata,
    Column("specialist", ForeignKey("specialist.id"), primary_key=True),
    Column("service", ForeignKey("service.id"), primary_key=True),
    Column("tenant", ForeignKey("tenant.id"), nullable=False))  # fmt: skip

working_hours = Table("working_hours", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("specialist", ForeignKey("specialist.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    Column("weekday", Integer, nullable=False),
    text("starts", default=None), text("ends", default=None),
    text("valid_from", default=None), text("valid_until"),
    number("every_weeks", 1),
    document("channels"), document("services"),
    text("audience", default="public"))  # fmt: skip
"""One weekly block. ``weekday`` 0 = Monday; ``starts``/``ends`` "09:00" local; ISO dates, an empty
``valid_until`` is open; ``every_weeks`` counts from the week of ``valid_from``. Empty ``channels``
and ``services``: all of the specialist's. ``audience``: public (clients and staff) or staff."""
Index("ix_working_hours_specialist", working_hours.c.specialist)

extra_hours = Table("extra_hours", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("specialist", ForeignKey("specialist.id"), nullable=False),
    Column("office", ForeignKey("office.id"), nullable=False),
    text("day", default=None), text("starts", default=None), text("ends", default=None),
    document("channels"), document("services"), text("audience", default="public"))  # fmt: skip
"""An exception that adds: one block on one day."""
Index("ix_extra_hours_specialist_day", extra_hours.c.specialist, extra_hours.c.day)

absence = Table("absence", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("specialist", ForeignKey("specialist.id"), nullable=False),
    moment("starts_at"), moment("ends_at"), text("reason"))  # fmt: skip
"""An exception that takes away: from a moment to a moment."""
Index("ix_absence_specialist", absence.c.specialist, absence.c.ends_at)
