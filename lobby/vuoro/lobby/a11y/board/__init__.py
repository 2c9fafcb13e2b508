"""The board of the waiting room, measured: every state, in every language, on several screens."""
