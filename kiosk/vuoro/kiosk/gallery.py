"""Every screen of the kiosk as a picture, in every language, without a lobby.

python -m vuoro.kiosk.gallery OUT [--size 1080x1920] [--mm 340] [--language fi] [--text 0]
    [--reach right] [--contrast dark] [--simple] [--camera sees|dead] [--only NAME]
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.core.languages import ENDONYMS, MAIN, Language
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

PORTRAIT, LANDSCAPE = "1080x1920", "1920x1080"
PORTRAIT_MM, LANDSCAPE_MM = 340, 604


def main(arguments: list[str]) -> int:
    """Draw what was asked for; the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt reads the platform when it is loaded.
    from vuoro.kiosk.easel import Easel

    sizes = [options.size] if options.size else [PORTRAIT, LANDSCAPE]
    languages = [Language(options.language)] if options.language else list(MAIN)
    options.out.mkdir(parents=True, exist_ok=True)
    count, broken = 0, False
    for size in sizes:
        width, height = (int(part) for part in size.split("x"))
        usual = PORTRAIT_MM if height >= width else LANDSCAPE_MM
        easel = Easel(width, height, options.mm or usual)
        if options.camera:
            easel.look_through(_seen() if options.camera == "sees" else None)
        for wishes in _wishes(languages, options):
            for name, state in easel.states(wishes):
                if options.only and options.only not in name:
                    continue
                easel.show(state)
                path = options.out / f"{size}-{wishes.language}-{name}.png"
                easel.picture().save(str(path))
                count += 1
        easel.close()
        for complaint in easel.complaints:
            print(complaint, file=sys.stderr)
        broken = broken or bool(easel.complaints)
    print(f"{count} pictures in {options.out}")
    return 1 if broken else 0


def _seen() -> "GreyImage":
    """A phone with a code on it, held to a camera."""
    from vuoro.hardware.scanners.show import photograph

    return photograph("VU1" + "EXAMPLE0" * 18)


def _wishes(languages: list[Language], options: argparse.Namespace) -> Iterator[Wishes]:
    for language in languages:
        yield Wishes(
            language,
            options.text,
            Contrast(options.contrast),
            Reach(options.reach),
            options.simple,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vuoro.kiosk.gallery", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--size", help="one size only, such as 1080x1920")
    parser.add_argument("--mm", type=int, help="width of the picture on the screen in millimetres")
    parser.add_argument("--language", choices=list(ENDONYMS), help="one language only")
    parser.add_argument("--text", type=int, choices=(0, 1, 2), default=0, help="text size")
    parser.add_argument("--contrast", choices=list(Contrast), default="standard", help="colours")
    parser.add_argument("--reach", choices=list(Reach), default="none", help="buttons low down")
    parser.add_argument("--simple", action="store_true", help="one sentence at a time")
    parser.add_argument("--camera", choices=("sees", "dead"), help="with a camera's live picture")
    parser.add_argument("--only", help="screens with this in their name")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
