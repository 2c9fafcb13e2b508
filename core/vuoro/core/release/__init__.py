"""Signed releases of the programs of a lobby device."""
