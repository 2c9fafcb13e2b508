"""What can go wrong between a client and the lobby service.

* LobbyUnreachable  no answer, or none that makes sense: try again with the same press
* LobbyRefused      an answer that says no, and why
"""

from vuoro.core.wire.common import Problem


class LobbyUnreachable(Exception):
    """The lobby service did not answer; whether it carried the command out is unknown."""


class LobbyRefused(Exception):
    """The lobby service said no."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.detail}")
        self.problem = problem
