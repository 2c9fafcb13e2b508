"""Messages to clients: what they say, when they go out, and that each goes out once."""
