"""`make bench`: what the lobby does, each figure beside its limit measured in the same run."""
