"""Decisions of the backend: values in, values out; ``now`` is an argument."""
