"""The web application of the backend, and what happens in it by itself."""
