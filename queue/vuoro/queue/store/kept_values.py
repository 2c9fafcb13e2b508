"""The keys of ``meta`` that must outlive the file: who this is, and where its stream stands."""

KEPT_VALUES = frozenset(
    {"db_uuid", "emergency", "epoch", "identity", "key_document", "leaving", "leaving_command",
     "marks", "next_key", "restored", "revoked_at", "series"}
)  # fmt: skip
"""The others tell of this very file, or are soon told again."""
