"""Administration from this computer: a door of the lobby service that no network reaches."""
