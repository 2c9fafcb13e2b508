"""Certificates of the lobby services of an area."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table

from vuoro.booking.store.tables.base import document, key, metadata, moment, text

site_certificate = Table("site_certificate", metadata, key("serial"),
    Column("device", ForeignKey("device.id"), nullable=False),
    text("tenant", default=None), text("authority", default=None), text("key_hash", default=None),
    document("names"), Column("certificate", LargeBinary, nullable=False),
    moment("at"), moment("ends_at"))  # fmt: skip
"""Kept until they end. ``serial``: hex; ``authority``: the signing_key; ``key_hash``: SHA-256 of
the public key, hex; ``certificate``: DER."""
Index("ix_site_certificate_device", site_certificate.c.device, site_certificate.c.at)
Index("ix_site_certificate_tenant", site_certificate.c.tenant, site_certificate.c.ends_at)
