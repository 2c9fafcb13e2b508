"""Administration of the central backend from this computer."""
