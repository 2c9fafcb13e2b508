"""What the kiosk does: a pure state machine, without Qt, clock or network."""
