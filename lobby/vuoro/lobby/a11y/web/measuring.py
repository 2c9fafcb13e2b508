"""What is measured of a web page."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vuoro.core.languages import right_to_left
from vuoro.lobby.a11y import pixels
from vuoro.lobby.a11y.finding import Notebook

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""
PARTS = 8
"""Places of their own that a date has at most: day, month, year, hour, minute, its calendar."""
PART_CONTRAST = 3.0
_SCRIPT = Path(__file__).with_name("measure.js")


class Measuring:
    """Measures pages into a notebook; pictures of faults go to a folder."""

    def __init__(self, notebook: Notebook, folder: Path, mark: str) -> None:
        self._book, self._folder, self._mark = notebook, folder, mark
        self._kinds: set[str] = set()
        self._shots = 0

    def measure(self, page: "Page", name: str, language: str, *, keys: bool) -> None:
        """A page that is open; it is as before afterwards. ``keys``: by keyboard, too."""
        where = f"{name} · {language}"
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate(_SCRIPT.read_text("utf-8"))
        self._page(page, where, language)
        self._axe(page, where)
        self._targets(page, where)
        if keys:
            self._keyboard(page, where)
        self._twice(page, where, zoom=name.startswith(("desk", "staff", "/staff")))
        spacing = page.add_style_tag(content=SPACED)
        self._wide(page, "web.text-spacing", where, "0")
        spacing.evaluate("element => element.remove()")
        page.set_viewport_size({"width": 320, "height": 800})
        self._wide(page, "web.reflow", where, "0")

    def _fault(self, measurement: str, subject: str, what: str, where: str, page: "Page") -> None:
        def shoot() -> str:
            self._shots += 1
            file = f"{measurement.replace('.', '-')}-{self._mark}{self._shots}.png"
            page.screenshot(path=str(self._folder / file))
            return file

        self._book.fault(measurement, subject, what, where, shoot)

    def _page(self, page: "Page", where: str, language: str) -> None:
        told = page.evaluate("a11y.page()")
        self._book.check("web.language")
        self._book.check("web.title")
        if not told["title"]:
            self._fault("web.title", "no title", "the page has no title", where, page)
        direction = "rtl" if right_to_left(language) else "ltr"
        if told["lang"].split("-")[0] != language.split("-")[0] or told["dir"] != direction:
            what = f"lang is “{told['lang']}” and dir is “{told['dir']}”"
            subject = f"language of {where.split(' · ')[0]}"
            self._fault("web.language", subject, what, where, page)

    def _axe(self, page: "Page", where: str) -> None:
        from axe_playwright_python.base import AXE_SCRIPT

        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        script = "options => axe.run(options).then((all) => all.violations)"
        self._book.check("web.axe")
        for rule in page.evaluate(script, options):
            node = rule["nodes"][0]["html"][:160]
            what = f"{rule['help']}: {node} and {len(rule['nodes']) - 1} more"
            subject = f"{rule['id']}: {where.split(' · ')[0]}"
            self._fault("web.axe", subject, what, where, page)

    def _targets(self, page: "Page", where: str) -> None:
        self._book.check("web.target-size", page.evaluate("a11y.targets()"))
        for words, width, height in page.evaluate("a11y.small()"):
            what = f"“{words}” is {width:.0f} × {height:.0f} px and has others beside it"
            self._fault("web.target-size", f"small: {words}", what, where, page)

    def _twice(self, page: "Page", where: str, *, zoom: bool) -> None:
        """Twice as large: by the letters alone for visitors, by the browser's zoom for staff."""
        if zoom:
            page.set_viewport_size({"width": 640, "height": 450})
        else:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._wide(page, "web.text-200", where, "0")
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size({"width": 1280, "height": 900})

    def _wide(self, page: "Page", measurement: str, where: str, before: str) -> None:
        page.evaluate(before)
        self._book.check(measurement)
        name = where.split(" · ")[0]
        if (beside := page.evaluate("a11y.beside()")) > 0:
            what = f"{beside} px are beside the page"
            self._fault(measurement, f"wider than the screen: {name}", what, where, page)
        cut = page.evaluate("a11y.cut()") if measurement != "web.reflow" else []
        for words in cut[:3]:
            what = f"“{words}” is cut off"
            self._fault(measurement, f"cut off: {name}", what, where, page)

    def _keyboard(self, page: "Page", where: str) -> None:
        """Tab from the beginning until it is there again; what can be used must be on the way."""
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        wanted = page.evaluate("a11y.tabbable()")
        name = where.split(" · ")[0]
        self._book.check("web.keyboard", max(1, len(wanted)))
        for words in page.evaluate("a11y.positive()"):
            what = f"“{words}” has a place in the order of its own"
            self._fault("web.keyboard", f"order: {name}", what, where, page)
        visited: list[int] = []
        ends = False
        for _ in range((len(wanted) + 2) * PARTS):
            page.keyboard.press("Tab")
            at = page.evaluate("a11y.where()")
            if at == -1 and not ends:
                # From the last to the first by way of the browser's own frame.
                ends = True
                continue
            if at == -1 or (visited and at == visited[0]):
                break
            if at in visited[-1:] and page.evaluate("a11y.parts()"):
                # Day, month and year of a date are places of their own.
                continue
            if visited and at in visited[-3:]:
                what = f"Tab stays at “{wanted[at][0]}”"
                self._fault("web.keyboard", f"trap: {name}", what, where, page)
                return
            visited.append(at)
            self._focus(page, where)
        groups = {wanted[at][1] for at in visited if at < len(wanted)}
        for at, (words, group) in enumerate(wanted):
            if at not in visited and not (group and group in groups):
                what = f"Tab never gets to “{words}”"
                self._fault("web.keyboard", f"never: {name}", what, where, page)

    def _focus(self, page: "Page", where: str) -> None:
        """Whether the focus is seen, once for each kind of element."""
        kind = page.evaluate("a11y.kind()")
        if kind in self._kinds:
            return
        self._kinds.add(kind)
        x, y, width, height = page.evaluate("a11y.place()")
        clip = {"x": max(0, x - 8), "y": max(0, y - 8), "width": width + 16, "height": height + 16}
        view = page.viewport_size or {"width": 1280, "height": 900}
        if clip["x"] + clip["width"] > view["width"] or clip["y"] + clip["height"] > view["height"]:
            clip["width"] = min(clip["width"], view["width"] - clip["x"])
            clip["height"] = min(clip["height"], view["height"] - clip["y"])
        if clip["width"] < 4 or clip["height"] < 4:
            self._kinds.discard(kind)
            return
        focused = _picture(page, clip)
        page.evaluate("window.a11yKept = document.activeElement; a11yKept.blur()")
        plain = _picture(page, clip)
        page.evaluate("a11yKept.focus({preventScroll: true, focusVisible: true})")
        ratio, share = pixels.changed_contrast(plain, focused)
        self._book.check("web.focus-visible")
        self._book.value("web.focus-visible", ratio, kind, where)
        if ratio < PART_CONTRAST or share < 0.005:
            what = f"focus on {kind} changes {share:.1%} of its place, by {ratio:.1f}:1"
            self._fault("web.focus-visible", f"unseen: {kind}", what, where, page)


def _picture(page: "Page", clip: dict[str, Any]) -> pixels.Pixels:
    from PIL import Image

    shot = page.screenshot(clip=clip, animations="disabled")  # type: ignore[arg-type]
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))
