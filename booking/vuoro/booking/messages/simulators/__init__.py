"""Servers that take messages for tests and the demo: they talk the real protocols."""
