"""The lobby device: its releases, their updates, and what keeps it going."""
