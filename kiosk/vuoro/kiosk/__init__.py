"""The touchscreen of the lobby."""
