"""A look at a device from top to bottom, in plain words that say what to do."""
