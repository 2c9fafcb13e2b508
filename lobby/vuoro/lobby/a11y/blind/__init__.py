"""A visitor who sees nothing, at the real kiosk of the demo's office: keys in, sound out."""
