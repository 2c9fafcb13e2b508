"""A letter in plain text as simple HTML: paragraphs, facts and one button, light and dark."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from vuoro.core.languages import right_to_left
from vuoro.core.look import FAMILY, Look

_FACT = re.compile(r"^([^:\n]{1,40}): (\S.*)$")
_LINK = re.compile(r"^https?://\S+$")
_REACHED = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]|\+\d[\d ]{5,16}\d\b")
_FIRST = "font-size:20px;font-weight:600"
Colours = Mapping[str, str]
_FONT = f"'{FAMILY}','Segoe UI',Roboto,Helvetica,Arial,sans-serif"


def html_letter(text: str, subject: str, language: str, look: Look) -> str:
    """The HTML of a letter.

    Paragraphs are told apart by empty lines. One whose lines all read "Name: value" becomes a list
    of facts, the first of them large, and an address on a line of its own becomes a button named by
    the line before it. Colours stand on each element, because many mail programs drop style sheets;
    one is there for those that know dark mode.
    """
    light, dark = look.colours["light"], look.colours["dark"]
    blocks = "\n".join(_block(paragraph, light) for paragraph in text.split("\n\n"))
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{"rtl" if right_to_left(language) else "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{escape(subject)}</title>
<style>
:root{{color-scheme:light dark}}
a:focus{{outline:3px solid {light["accent"]};outline-offset:2px}}
@media (prefers-color-scheme:dark){{
.ground{{background:{dark["ground"]}!important}}
.sheet{{background:{dark["surface"]}!important;border-color:{dark["line"]}!important}}
.ink{{color:{dark["ink"]}!important}}
.soft{{color:{dark["ink-soft"]}!important}}
.link{{color:{dark["brand"]}!important}}
.button{{background:{dark["brand"]}!important;color:{dark["brand-ink"]}!important}}
}}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:{light["ground"]}">
<div class="ground" style="padding:24px 12px;background:{light["ground"]}">
<main class="sheet ink" dir="auto" style="max-width:560px;margin:0 auto;padding:24px;\
box-sizing:border-box;background:{light["surface"]};border:1px solid {light["line"]};\
border-radius:8px;color:{light["ink"]};font:17px/1.5 {_FONT};\
overflow-wrap:anywhere">
{blocks}
</main>
</div>
</body>
</html>
"""


def _block(paragraph: str, colours: Colours) -> str:
    lines = paragraph.split("\n")
    if _LINK.match(lines[-1]):
        return _button(lines, colours)
    facts = [found for line in lines if (found := _FACT.match(line))]
    if len(facts) > 1 and len(facts) == len(lines):
        rows = "".join(
            _fact(fact[1], fact[2], colours, _FIRST if fact is facts[0] else "") for fact in facts
        )
        return f'<dl style="margin:0 0 20px">{rows}</dl>'
    words = "<br>".join(_with_links(line, colours) for line in lines)
    return f'<p style="margin:0 0 20px">{words}</p>'


def _fact(name: str, value: str, colours: Colours, style: str) -> str:
    """The name above the value, so that both have the whole width of a phone."""
    return (
        f'<dt class="soft" style="margin:0;font-size:15px;color:{colours["ink-soft"]}">'
        f'{escape(name)}</dt><dd style="margin:0 0 12px;{style}">'
        f"{_with_links(value, colours)}</dd>"
    )


def _button(lines: list[str], colours: Colours) -> str:
    """The link; a mail program that shows no colours still shows an underlined link."""
    *words, address = lines
    name = " ".join(words).rstrip(":") or address
    return (
        f'<p style="margin:0 0 20px"><a class="button" href="{escape(address)}" '
        'style="display:inline-block;padding:14px 20px;border-radius:8px;font-weight:600;'
        f'background:{colours["brand"]};color:{colours["brand-ink"]}">{escape(name)}</a></p>'
    )


def _with_links(line: str, colours: Colours) -> str:
    return "".join(_parts(line, colours))


def _parts(line: str, colours: Colours) -> Iterator[str]:
    at = 0
    for found in _REACHED.finditer(line):
        yield escape(line[at : found.start()])
        shown = escape(found[0])
        number = found[0].startswith("+")
        href = f"tel:{found[0].replace(' ', '')}" if number else shown
        style = f"color:{colours['brand']}" + (";white-space:nowrap" if number else "")
        yield f'<a class="link" href="{href}" style="{style}">{shown}</a>'
        at = found.end()
    yield escape(line[at:])
