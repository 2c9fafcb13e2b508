"""What is measured of each drawn screen."""

import re
from collections.abc import Iterator
from pathlib import Path

from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.wishes import Contrast, Reach
from vuoro.lobby.a11y import fits, letters, mirrored, pixels, targets
from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.kiosk import hands, spoken
from vuoro.lobby.a11y.kiosk.combinations import LARGEST
from vuoro.lobby.a11y.kiosk.studio import Drawn, save_crop
from vuoro.lobby.a11y.scene import Box, Rect

LEAST_CONTRAST, HIGH_CONTRAST, PART_CONTRAST = 4.5, 7.0, 3.0
"""WCAG 2.2: 1.4.3, 1.4.6 (our own aim in the schemes of high contrast), 1.4.11."""
EDGE_MM = 2.6
PIXEL = 2.0
SAME_PLACE = {"help", "languages", "simple", "speech", "text-size", "contrast", "reach"}
EYE_MM = 600.0
"""[kiosk] eye_mm, unless an office sets it."""
_WORD = re.compile(r"\w+")


class Measuring:
    """Measures screens into a notebook; pictures of faults go to a folder."""

    def __init__(
        self, notebook: Notebook, folder: Path, mark: str, places: dict[object, Rect] | None = None
    ) -> None:
        self.notebook, self._folder, self._mark = notebook, folder, mark
        self._places_of = {} if places is None else places
        self._shots = 0

    def measure(self, drawn: Drawn) -> None:
        """All of it."""
        self._texts(drawn)
        self._contrast(drawn)
        self._targets(drawn)
        self._names(drawn)
        self._toggles(drawn)
        self._places(drawn)
        self._spoken(drawn)
        if drawn.mirror is not None:
            self._mirror(drawn)

    def handle(self, drawn: Drawn, easel: Easel, known: set[str]) -> None:
        """What keys and fingers do on a screen that is on the glass now.

        ``known``: kinds of targets whose focus was looked at in this scheme already.
        """
        book = self.notebook
        book.check("kiosk.focus-round")
        for what in hands.go_round(easel).faults():
            self.fault("kiosk.focus-round", what, what, drawn, None)
        for name, ratio, rect in hands.rings(easel, known, drawn.mm):
            subject = f"{drawn.job.way.contrast.value}: focus on {name.split('-')[0]}"
            self._ratio("kiosk.focus-ring", ratio, PART_CONTRAST, subject, name, drawn, rect)
        book.check("kiosk.no-gestures", len(drawn.scene.targets))
        for name, what in hands.slides(easel):
            self.fault("kiosk.no-gestures", what, f"{name} {what}", drawn, None)

    def fault(self, name: str, subject: str, what: str, drawn: Drawn, rect: Rect | None) -> None:
        """Something wrong, with a picture of its place."""
        shot = None if rect is None else lambda: self._shoot(drawn, rect, name)
        self.notebook.fault(name, subject, what, drawn.where, shot)

    def _texts(self, drawn: Drawn) -> None:
        scene, book = drawn.scene, self.notebook
        book.check("kiosk.text-fits", len(scene.texts))
        for misfit in fits.misfits(scene):
            subject = (
                f"{misfit.subject} ({_screen(drawn)})"
                if " over " in misfit.subject
                else misfit.subject
            )
            self.fault("kiosk.text-fits", subject, misfit.what, drawn, misfit.rect)
        count = sum(len(box.text) for _, box in scene.texts)
        book.check("kiosk.text-most")
        book.value("kiosk.text-most", -count, "characters", drawn.where, drawn.job)
        if full := fits.fullness(scene):
            share, words, _ = full
            book.check("kiosk.text-fullness")
            book.value("kiosk.text-fullness", share * 100, f"“{words}”", drawn.where, drawn.job)
        if drawn.job.way.text_size != LARGEST:
            return
        for text in letters.letters(scene, drawn.mm, EYE_MM):
            words = fits.shortened(text.box.text)
            book.check("kiosk.capital-height")
            book.value("kiosk.capital-height", text.degrees, f"“{words}”", drawn.where, drawn.job)
            if text.degrees < letters.LEAST_DEGREES:
                owner = fits.owner(scene, scene.boxes.index(text.box))
                what = f"“{words}” has capitals of {text.degrees:.2f}°"
                self.fault(
                    "kiosk.capital-height", f"small letters: {owner}", what, drawn, text.box.rect
                )

    def _contrast(self, drawn: Drawn) -> None:
        high = drawn.job.way.contrast in (Contrast.DARK, Contrast.BRIGHT)
        for place, box in drawn.scene.texts:
            ink = box.painted
            ratio = pixels.text_contrast(_crop(drawn, ink))
            if ratio is None:
                continue
            owner, words = fits.owner(drawn.scene, place), fits.shortened(box.text)
            subject = f"{drawn.job.way.contrast.value}: {owner}"
            self._ratio("kiosk.text-contrast", ratio, LEAST_CONTRAST, subject, words, drawn, ink)
            if high:
                self._ratio("kiosk.high-contrast", ratio, HIGH_CONTRAST, subject, words, drawn, ink)
        for place, box in _icons(drawn):
            ratio = pixels.text_contrast(_crop(drawn, box.rect.grown(1)))
            if ratio is not None:
                owner = fits.owner(drawn.scene, place)
                subject = f"{drawn.job.way.contrast.value}: icon of {owner}"
                self._ratio(
                    "kiosk.icon-contrast", ratio, PART_CONTRAST, subject, owner, drawn, box.rect
                )
        depth = round(EDGE_MM * drawn.mm)
        for _, box in drawn.scene.targets:
            if not box.enabled or box.name in targets.HELD or not _has_edge(drawn, box):
                continue
            ratio = pixels.edge_contrast(_crop(drawn, box.rect.grown(depth)), depth)
            subject = f"{drawn.job.way.contrast.value}: edge of {_kind(box)}"
            self._ratio(
                "kiosk.edge-contrast", ratio, PART_CONTRAST, subject, box.name, drawn, box.rect
            )

    def _ratio(
        self, name: str, ratio: float, least: float, subject: str, what: str, drawn: Drawn, at: Rect
    ) -> None:
        self.notebook.check(name)
        self.notebook.value(name, ratio, what, drawn.where, drawn.job)
        if ratio < least - 0.05:
            self.fault(name, subject, f"{what}: {ratio:.1f}:1", drawn, at)

    def _targets(self, drawn: Drawn) -> None:
        scene, book = drawn.scene, self.notebook
        for size in targets.sizes(scene, drawn.mm):
            book.check("kiosk.target-size")
            book.value("kiosk.target-size", size.mm, size.box.name, drawn.where, drawn.job)
            if size.mm < targets.LEAST_MM:
                what = f"{size.box.name} is {size.mm:.1f} mm"
                subject = f"small: {_kind(size.box)}"
                self.fault("kiosk.target-size", subject, what, drawn, size.box.rect)
        for gap in targets.gaps(scene, drawn.mm):
            names = " and ".join(sorted((_kind(gap.one), _kind(gap.other))))
            book.check("kiosk.target-gap")
            book.value("kiosk.target-gap", gap.mm, names, drawn.where, drawn.job)
            if gap.mm < targets.LEAST_GAP_MM:
                what = f"{gap.one.name} and {gap.other.name} are {gap.mm:.1f} mm apart"
                subject = f"near: {names}" if gap.mm > 0 else f"buttons overlap ({_screen(drawn)})"
                self.fault("kiosk.target-gap", subject, what, drawn, gap.one.rect)
        if drawn.job.way.reach is not Reach.NONE and drawn.job.way.portrait:
            for height in targets.heights(scene, drawn.mm):
                book.check("kiosk.reach")
                book.value("kiosk.reach", -height.mm, height.box.name, drawn.where, drawn.job)
                if height.mm > targets.REACH_MM:
                    what = f"{height.box.name} begins {height.mm:.0f} mm above the lower edge"
                    subject = f"high: {_kind(height.box)}"
                    self.fault("kiosk.reach", subject, what, drawn, height.box.rect)

    def _names(self, drawn: Drawn) -> None:
        for place, box in drawn.scene.targets:
            if box.name in targets.HELD:
                continue
            name = drawn.names.get(box.name, "")
            self.notebook.check("kiosk.names")
            if not name.strip():
                what = f"{box.name} has no accessible name"
                self.fault("kiosk.names", f"no name: {_kind(box)}", what, drawn, box.rect)
                continue
            self.notebook.check("kiosk.label-in-name")
            if missing := _tokens(_label(drawn, place)) - _tokens(name):
                what = f"{box.name} is called “{name}”, which lacks {sorted(missing)}"
                self.fault(
                    "kiosk.label-in-name", f"other name: {_kind(box)}", what, drawn, box.rect
                )

    def _toggles(self, drawn: Drawn) -> None:
        """What is chosen has a mark more than the others like it, so that colour isn't alone."""
        marks: dict[tuple[str, bool], set[int]] = {}
        for place, box in drawn.scene.targets:
            marks.setdefault((box.name.split("-")[0], box.checked), set()).add(
                drawn.scene.inside[place]
            )
        for (kind, checked), counts in marks.items():
            others = marks.get((kind, False))
            if not checked or others is None:
                continue
            self.notebook.check("kiosk.toggles")
            if counts & others:
                what = f"the chosen {kind} has no mark that the others don't have"
                self.fault("kiosk.toggles", f"colour alone: {kind}", what, drawn, None)

    def _places(self, drawn: Drawn) -> None:
        """Help, tools and the way back are where they were on the screen before."""
        for _, box in drawn.scene.targets:
            if box.name not in SAME_PLACE:
                continue
            self.notebook.check("kiosk.same-place")
            key = (drawn.job.way, drawn.job.language, box.name)
            before = self._places_of.setdefault(key, box.rect)
            if abs(before.x - box.x) > PIXEL or abs(before.bottom - box.rect.bottom) > PIXEL:
                what = f"{box.name} is at {box.x:.0f}, {box.y:.0f}, elsewhere at "
                what += f"{before.x:.0f}, {before.y:.0f}"
                self.fault("kiosk.same-place", f"moves: {box.name}", what, drawn, box.rect)

    def _spoken(self, drawn: Drawn) -> None:
        reading = spoken.read(drawn.state)
        book = self.notebook
        book.check("kiosk.spoken", len(drawn.scene.texts) + len(drawn.scene.targets))
        for words in spoken.unspoken_words(drawn.scene, reading):
            what = f"“{fits.shortened(words)}” is shown and not read"
            self.fault("kiosk.spoken", f"not read ({_screen(drawn)})", what, drawn, None)
        for name in spoken.unspoken_targets(drawn.scene, reading):
            what = f"{name} can be touched and is not read"
            self.fault("kiosk.spoken", f"not read: {name.split('-')[0]}", what, drawn, None)
        book.check("kiosk.spoken-private", len(reading.items))
        for name in spoken.overheard(drawn.state, reading):
            what = f"{name} says characters of a code to everybody"
            self.fault("kiosk.spoken-private", f"said: {name}", what, drawn, None)
        book.check("kiosk.spoken-round", len(reading.items))
        for name in spoken.unreached(reading):
            what = f"keys never get to {name}"
            self.fault("kiosk.spoken-round", what, what, drawn, None)

    def _mirror(self, drawn: Drawn) -> None:
        assert drawn.mirror is not None
        self.notebook.check("kiosk.mirrored", len(drawn.scene.boxes))
        for box, wanted in mirrored.unmirrored(drawn.scene, drawn.mirror):
            what = f"{fits.shortened(box.text) or box.name or box.kind} is at {box.x:.0f}, "
            what += f"{box.y:.0f}, the mirror has it at {wanted.x:.0f}, {wanted.y:.0f}"
            place = drawn.scene.boxes.index(box)
            subject = f"not mirrored: {box.name or fits.owner(drawn.scene, place)}"
            self.fault("kiosk.mirrored", subject, what, drawn, box.rect)

    def _shoot(self, drawn: Drawn, rect: Rect, name: str) -> str:
        self._shots += 1
        file = f"{name.replace('.', '-')}-{self._mark}{self._shots}.png"
        save_crop(drawn.image, rect, self._folder / file)
        return file


def _crop(drawn: Drawn, rect: Rect) -> pixels.Pixels:
    return pixels.crop(drawn.pixels, rect.x, rect.y, rect.width, rect.height)


def _icons(drawn: Drawn) -> Iterator[tuple[int, Box]]:
    for place in sorted(drawn.scene.on_top):
        box = drawn.scene.boxes[place]
        if box.kind == "Icon" and box.width > 0 and box.height > 0:
            yield place, box


def _has_edge(drawn: Drawn, box: Box) -> bool:
    """Whether all of it is on the glass."""
    return drawn.scene.window.contains(box.rect)


def _label(drawn: Drawn, place: int) -> str:
    scene = drawn.scene
    return " ".join(box.text for at, box in scene.texts if scene.target_of(at) == place)


def _tokens(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _screen(drawn: Drawn) -> str:
    """The screen without which of its states it is: ``number``, ``refused``, ``services``."""
    return drawn.where.split(" ")[0].split("-")[0]


def _kind(box: Box) -> str:
    """The name of a target without what tells it from others of its kind."""
    first = box.name.split("-")[0]
    return first if first in ("service", "language", "key") else box.name or box.kind
