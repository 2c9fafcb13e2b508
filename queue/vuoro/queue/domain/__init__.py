"""Decisions of the lobby: values in, values out; no clock, no disk, no wire."""
