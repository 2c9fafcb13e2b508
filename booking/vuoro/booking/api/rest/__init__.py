"""The REST API for municipal systems, version 1."""
