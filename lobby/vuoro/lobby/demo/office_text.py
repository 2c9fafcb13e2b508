"""The demo's office as a file: the one that ships, open now."""

import re
from importlib import resources

from vuoro.lobby.demo.plan import Plan


def shipped() -> str:
    """The office file that ships."""
    return resources.files(__package__).joinpath("office.toml").read_text(encoding="utf-8")


def office_text(plan: Plan) -> str:
    """The office file of a day: its opening hours and rules are the plan's."""
    text = shipped()
    for name, minutes in (("early", plan.early), ("late", plan.late)):
        text, count = re.subn(rf"(?m)^{name} = \d+$", f"{name} = {minutes}", text)
        assert count == 1, f"office.toml has one rule {name}"
    days = "\n".join(f'"{day}" = "{hours}"' for day, hours in plan.hours.items())
    return f"{text}\n# So that the demo is open whatever the clock says.\n[exceptions]\n{days}\n"
