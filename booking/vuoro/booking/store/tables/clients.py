"""Clients: what is personal is sealed (vault), what must be found is a keyed hash beside it."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from vuoro.booking.store.tables.base import flag, key, maybe, metadata, moment, number, text

client = Table("client", metadata, key(),
    Column("tenant", ForeignKey("tenant.id"), nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("identity_code", LargeBinary),
    maybe("identity_index"), maybe("email_index"), maybe("phone_index"),
    text("language", default="fi"),
    flag("protected"),
    number("rev", 1),
    moment("made_at"), moment("erased_at", optional=True))  # fmt: skip
"""``person``: sealed JSON of name, email, phone, note. ``*_index``: vault.client_index, hex.
``protected``: the client has a non-disclosure for personal safety (rules_and_market §3.3)."""
for _name in ("identity_index", "email_index", "phone_index"):
    Index(f"ix_client_{_name}", client.c.tenant, client.c[_name])

client_word = Table("client_word", metadata,
    Column("tenant", ForeignKey("tenant.id"), primary_key=True),
    Column("word_index", Text, primary_key=True),
    Column("client", ForeignKey("client.id", ondelete="CASCADE"), primary_key=True))  # fmt: skip
"""Each word of a client's name, hashed: by one of them or by all a client is found."""
Index("ix_client_word_client", client_word.c.client)
