"""Complaints: what went wrong, in sentences a person can act on."""

BAD_INPUT = 2
FAILED = 1


class Complaint(Exception):
    """Ends a command. One sentence for each error, each says what to do.

    ``status`` is the exit status: 2 for bad input and settings, 1 for what failed.
    """

    def __init__(self, *sentences: str, status: int = BAD_INPUT) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        self.status = status
