"""A window as a citizen of a device: full screen on its output, seen to be alive, never closed.

Shared by all programs with a picture; it knows nothing of what they show.
"""
