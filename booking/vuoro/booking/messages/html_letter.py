"""A letter in plain text as simple HTML: paragraphs, facts and one button, light and dark."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from vuoro.core.look import FAMILY, Look

_FACT = re.compile(r"^([^:\n]{1,40}): (\S.*)$")
_LINK = re.compile(r"^https?://\S+$")
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_FONT = f"'{FAMILY}','Segoe UI',Roboto,Helvetica,Arial,sans-serif"


def html_letter(text: str, subject: str, language: str, look: Look) -> str:
    """The HTML of a letter.

    Paragraphs are told apart by empty lines. One whose lines all read "Name: value" becomes a table
    of facts, and an address on a line of its own becomes a button named by the line before it.
    Colours stand on each element, because many mail programs drop style sheets; one is there for
    those that know dark mode.
    """
    light, dark = look.colours["light"], look.colours["dark"]
    blocks = "\n".join(_block(paragraph, light) for paragraph in text.split("\n\n"))
    return f"""<!doctype html>
<html lang="{escape(language)}">
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
.ink,.ink th,.ink td{{color:{dark["ink"]}!important}}
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
border-radius:8px;color:{light["ink"]};font:17px/1.5 {_FONT}">
{blocks}
</main>
</div>
</body>
</html>
"""


def _block(paragraph: str, colours: Mapping[str, str]) -> str:
    lines = paragraph.split("\n")
    if _LINK.match(lines[-1]):
        return _button(lines, colours)
    facts = [_FACT.match(line) for line in lines]
    if len(facts) > 1 and all(facts):
        rows = "".join(_row(fact[1], fact[2], colours) for fact in facts if fact)
        return (
            '<table style="width:100%;margin:0 0 20px;border-collapse:collapse;'
            f'font:inherit;color:{colours["ink"]}">{rows}</table>'
        )
    words = "<br>".join(_with_links(line, colours) for line in lines)
    return f'<p style="margin:0 0 20px">{words}</p>'


def _row(name: str, value: str, colours: Mapping[str, str]) -> str:
    cell = "padding:4px 0;vertical-align:top;text-align:left;font-weight"
    return (
        f'<tr><th scope="row" class="soft" style="{cell}:400;padding-right:16px;'
        f'white-space:nowrap;color:{colours["ink-soft"]}">{escape(name)}</th>'
        f'<td style="{cell}:600;width:100%">{_with_links(value, colours)}</td></tr>'
    )


def _button(lines: list[str], colours: Mapping[str, str]) -> str:
    """The link; a mail program that shows no colours still shows an underlined link."""
    *words, address = lines
    name = " ".join(words).rstrip(":") or address
    return (
        f'<p style="margin:0 0 20px"><a class="button" href="{escape(address)}" '
        'style="display:inline-block;padding:14px 20px;border-radius:8px;font-weight:600;'
        f'background:{colours["brand"]};color:{colours["brand-ink"]}">{escape(name)}</a></p>'
    )


def _with_links(line: str, colours: Mapping[str, str]) -> str:
    return "".join(_parts(line, colours))


def _parts(line: str, colours: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for found in _URL.finditer(line):
        yield escape(line[at : found.start()])
        address = escape(found[0])
        yield f'<a class="link" href="{address}" style="color:{colours["brand"]}">{address}</a>'
        at = found.end()
    yield escape(line[at:])
