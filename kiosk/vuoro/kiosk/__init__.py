"""The touchscreen of the lobby."""

PACKAGE = "vuoro.kiosk"
"""Whose words the kiosk speaks."""
