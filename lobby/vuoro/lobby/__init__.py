"""The programs: composition roots, the `vuoro` command, the demo and the tour."""
