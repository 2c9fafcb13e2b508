"""Authorities and certificates (RFC 5280) as lobby services and the backend make and read them."""
