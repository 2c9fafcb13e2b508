"""The program ``vuoro counter``: light, sound and button of one counter."""
