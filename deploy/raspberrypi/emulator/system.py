"""What Debian itself says of the device: its own checks of our rules and units, and what failed."""

from deploy.raspberrypi.emulator.lobby import Lobby
from deploy.raspberrypi.emulator.steps import NotShown, Steps

_UNITS = "/usr/lib/systemd/system/*vuoro*"
_RULES = "/usr/lib/udev/rules.d/*vuoro*"
_SLOW_SECONDS = 240.0


def debian_agrees(lobby: Lobby, steps: Steps) -> None:
    """udevadm(8) verify, systemd-analyze(1) verify, and no unit that failed since power on."""
    shell = lobby.machine.shell
    with steps.step("udevadm finds nothing wrong with our rules") as step:
        shell(f"udevadm verify --no-summary {_RULES}", _SLOW_SECONDS)
        step.seen = f"{shell(f'ls {_RULES} | wc -l')} files"
    with steps.step("systemd finds nothing wrong with our units") as step:
        # Of folders with drop-ins it wants to hear nothing.
        units = f"find {_UNITS} -maxdepth 0 -type f"
        shell(f"systemd-analyze verify --man=no $({units})", _SLOW_SECONDS)
        step.seen = f"{shell(f'{units} | wc -l')} units"
    with steps.step("no unit failed since power on") as step:
        if failed := shell("systemctl list-units --failed --plain --no-legend"):
            raise NotShown(failed)
        step.seen = shell("systemctl is-system-running || true")
