"""Webhooks: other systems are told what happened to bookings, signed, until they have heard it."""
