"""The central backend: bookings, the people who make them, and the lobbies that serve them."""
