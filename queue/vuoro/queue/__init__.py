"""The line of the lobby: who is here, which number they have, who is called next."""
