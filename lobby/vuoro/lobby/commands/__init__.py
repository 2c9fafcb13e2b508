"""The parts of the command `vuoro`, one module each, loaded only when asked for.

Each has ``arguments(parser)``, which also sets what to run.
"""
