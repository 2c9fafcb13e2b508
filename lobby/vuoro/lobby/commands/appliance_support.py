"""`vuoro appliance support|screenshot|answer`: what support may see of a device."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.lobby.commands.appliance_parts import LOBBY_RUN, ROOT, SETTINGS, WORK, data_of
from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from vuoro.lobby.appliance.answering import Helper

ANSWERS = Path("/run/vuoro/answers")
SESSION = Path("/run/vuoro-session")


def arguments(parts: Any) -> None:
    """Three commands: two for whoever is at the device, one for systemd."""
    support = parts.add_parser("support", help="put together what support needs, nothing personal")
    support.add_argument("file", type=Path, help="where to write it (vuoro-support.tar.xz)")
    support.set_defaults(run=put_together)
    picture = parts.add_parser("screenshot", help="a picture of the screens, nothing personal")
    picture.add_argument("file", type=Path, help="where to write it (screens.png)")
    picture.set_defaults(run=shoot)
    answer = parts.add_parser("answer", help="do what support asked for by the fleet page")
    answer.set_defaults(run=answer_all)


def put_together(options: argparse.Namespace) -> int:
    """Write the bundle."""
    options.file.write_bytes(_helper().bundle())
    print(f"{options.file} is written; it holds nothing personal.")
    return 0


def shoot(options: argparse.Namespace) -> int:
    """Write the picture."""
    from vuoro.lobby.appliance.screenshot import NoScreen

    try:
        picture = _helper().picture()
    except NoScreen as error:
        raise Complaint(str(error), status=FAILED) from None
    options.file.write_bytes(picture.png)
    told = (
        "coarse, for a screen may show a visitor's things" if picture.coarse else "of all screens"
    )
    print(f"{options.file} is written: {told}.")
    return 0


def answer_all(options: argparse.Namespace) -> int:
    """Answer all that was asked; systemd starts this when there is something."""
    from vuoro.core.log import set_up_logging
    from vuoro.lobby.appliance.answers import bring
    from vuoro.lobby.appliance.asked import take

    set_up_logging()
    helper = _helper()
    for asked in take(LOBBY_RUN):
        bring(ANSWERS, helper.answer(asked))
    return 0


def _helper() -> "Helper":
    import msgspec

    from vuoro.lobby.appliance.answering import Helper
    from vuoro.lobby.appliance.shelf import CURRENT, Shelf
    from vuoro.lobby.appliance.update_told import heard

    told = heard(WORK)
    return Helper(
        Path("/"), data_of(SETTINGS), SESSION, ROOT / CURRENT / "bin/vuoro",
        Shelf(ROOT).current or "", msgspec.to_builtins(told) if told is not None else {},
    )  # fmt: skip
