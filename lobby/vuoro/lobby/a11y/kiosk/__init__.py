"""The kiosk, measured: every state that can be reached, drawn in every way it can be wished."""
