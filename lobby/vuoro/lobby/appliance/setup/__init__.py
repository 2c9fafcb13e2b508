"""Setting a lobby device up: what it is to be, from a file or from questions."""

PACKAGE = "vuoro.lobby.appliance.setup"
