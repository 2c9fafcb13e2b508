"""The queue over HTTP: commands, and one event stream for each audience."""

from vuoro.queue.api.app import create_app

__all__ = ["create_app"]
