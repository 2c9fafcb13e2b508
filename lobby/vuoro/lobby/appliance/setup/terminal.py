"""A person at a terminal: numbered choices, and texts with what is proposed in brackets."""

from collections.abc import Callable
from dataclasses import dataclass

from vuoro.lobby.appliance.setup.dialogue import Options
from vuoro.lobby.complaint import Complaint


def _typed(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise Complaint(
            "Nobody answers. Give the answers in a file: vuoro appliance setup --file FILE"
        ) from None


@dataclass(frozen=True, slots=True)
class TerminalAsker:
    """``which`` says that an answer is none of the numbers."""

    which: str = "1 – {count}?"
    typed: Callable[[str], str] = _typed
    say: Callable[[str], None] = print

    def choose(self, question: str, options: Options, default: str) -> str:
        """The value of the option whose number is typed; Enter takes the default."""
        self.say(f"\n{question}")
        values = [value for value, _ in options]
        for number, (_, label) in enumerate(options, start=1):
            self.say(f"  {number}  {label}")
        usual = values.index(default) + 1
        while True:
            answer = self.typed(f"[{usual}] ").strip() or str(usual)
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(values):
                return values[int(answer) - 1]
            self.say(self.which.format(count=len(values)))

    def text(self, question: str, default: str, wrong: Callable[[str], str]) -> str:
        """What is typed; Enter takes the default."""
        self.say(f"\n{question}")
        while True:
            answer = self.typed(f"[{default}] ").strip() or default
            trouble = wrong(answer)
            if not trouble:
                return answer
            self.say(trouble)
