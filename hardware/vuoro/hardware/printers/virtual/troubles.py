"""What can be wrong with a printer, each by itself; the paper is another matter."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Troubles:
    """Switched by whoever plays fate; the printer looks at them before each step."""

    cover_open: bool = False
    jam: bool = False
    """The cutter is blocked."""
    jam_at_cut: bool = False
    """The cutter blocks when it is next used."""
    hot: bool = False
    """The head is; a real one cools by itself."""
    broken: bool = False
    """An error from which it doesn't recover."""
    paused: bool = False
    """Offline by its button, for no cause that it names."""
    mute: bool = False
    """Prints, but never answers."""
    stuck: bool = False
    """Answers, but swallows what it should print."""

    @property
    def error(self) -> int:
        """The bits that DLE EOT 3 and automatic status back have in common."""
        return 0x08 * self.jam | 0x20 * self.broken | 0x40 * self.hot

    @property
    def offline(self) -> bool:
        """Whether it says that it does not print."""
        return self.cover_open or self.paused or bool(self.error)

    @property
    def stop(self) -> bool:
        """Whether it does not print, whatever it says."""
        return self.offline or self.stuck

    def end(self) -> None:
        """Somebody came and mended everything."""
        for trouble in fields(self):
            setattr(self, trouble.name, False)
