"""The pages on a visitor's own phone: check-in, and the turn behind the slip's code.

The lobby service serves them on the office network and the backend outside it; both give the same
page for the same frame.
"""

PACKAGE = "vuoro.core.phone"
