"""Lobby to backend and back: nothing lost, nothing doubled, no offline mode (offline_sync §3)."""
