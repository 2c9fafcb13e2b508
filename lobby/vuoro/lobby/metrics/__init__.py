"""Figures of a running lobby for whoever keeps it running, as Prometheus reads them.

What each means is in docs/devices.md. They count people and never name one: no label holds a
number, a service, a member of staff or anything else by which somebody could be told apart.
"""
