"""The web pages, measured in Chromium: desk, phone, own phone, booking for clients and staff."""
