"""The cable between a lobby and the backend, which can be pulled: for the demo and for tests."""
