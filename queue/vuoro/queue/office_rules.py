"""What must agree within an office file: ids that are used and given, hours, languages.

Looks at the file as it is, so that it is told together with what is wrong in single entries; what
has the wrong shape is passed over here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from vuoro.core.languages import ENDONYMS, FINNISH, MAIN
from vuoro.core.opening_hours import BadHours, parse_span, parse_week


def contradictions(tree: dict[str, Any]) -> Iterator[str]:
    """Sentences about what does not agree."""
    services, counters = _tables(tree, "services"), _tables(tree, "counters")
    ids = [table.get("id") for table in services]
    yield from _twice("service", ids)
    yield from _twice("counter", [table.get("id") for table in counters])
    if "services" in tree and not services:
        yield "there is no service. Add a [[services]] table."
    if "info_service" in tree and tree["info_service"] not in ids:
        yield f'info_service = "{tree["info_service"]}": is none of the services.'
    yield from _unserved(ids, counters)
    for limit in _tables(tree, "button_limits"):
        if limit.get("service") not in ids:
            yield f'[[button_limits]]: "{limit.get("service")}" is none of the services.'
    yield from _bad_hours(tree, "")
    for service in services:
        yield from _bad_hours(service, f"[[services]] {service.get('id')} ")
    yield from _languages(tree)
    yield from _unnamed(tree)


def _twice(what: str, ids: list[Any]) -> Iterator[str]:
    for key, count in Counter(key for key in ids if isinstance(key, str)).items():
        if count > 1:
            yield f'{what} "{key}": is there twice.'


def _unserved(ids: list[Any], counters: list[dict[str, Any]]) -> Iterator[str]:
    served: set[Any] = set()
    for counter in counters:
        wanted = [key for key in _list(counter, "services") if isinstance(key, str)]
        for key in wanted:
            if key not in ids:
                yield f'[[counters]] {counter.get("id")} services: "{key}" is none of the services.'
        served.update(wanted)
    for key in ids:
        if key is not None and key not in served:
            yield f'service "{key}": no counter serves it. Name it in services of a counter.'


def _bad_hours(table: dict[str, Any], place: str) -> Iterator[str]:
    hours, exceptions = _dict(table, "hours"), _dict(table, "exceptions")
    lines = [{days: text} for days, text in hours.items() if isinstance(text, str)]
    found = [*(_complaint(parse_week, line) for line in lines)]
    if not any(found):
        found = [_complaint(parse_week, {k: v for line in lines for k, v in line.items()})]
    yield from (f"{place}hours: {sentence}." for sentence in found if sentence)
    for day, text in exceptions.items():
        if isinstance(text, str) and (sentence := _complaint(parse_span, text)):
            yield f"{place}exceptions {day}: {sentence}."


def _complaint(parse: Any, text: Any) -> str:
    try:
        parse(text)
    except BadHours as error:
        return str(error)
    return ""


def _languages(tree: dict[str, Any]) -> Iterator[str]:
    """Languages are there, once each, and known."""
    languages = [each for each in _list(tree, "languages") if isinstance(each, str)]
    if tree.get("languages") == []:
        yield "languages: there is none."
    yield from _twice("language", languages)
    for tag in dict.fromkeys(languages):
        if tag not in ENDONYMS:
            yield f'languages: "{tag}" has no words here. There are: {", ".join(ENDONYMS)}.'


def _unnamed(tree: dict[str, Any]) -> Iterator[str]:
    """Every name must be there in the office's languages among Finnish, Swedish and English.

    Visitors with other languages read it in one of those (core.languages.fallbacks).
    """
    languages = [each for each in _list(tree, "languages") if each in MAIN] or [FINNISH]
    named = [(key, tree, key) for key in ("name", "where", "elsewhere")]
    for kind in ("services", "counters"):
        named += [
            (f"[[{kind}]] {table.get('id')} name", table, "name") for table in _tables(tree, kind)
        ]
    for place, table, key in named:
        missing = [each for each in languages if not _dict(table, key).get(each)]
        if key in table and missing:
            yield f"{place}: is missing in {', '.join(missing)}."


def _tables(tree: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [table for table in _list(tree, key) if isinstance(table, dict)]


def _list(table: dict[str, Any], key: str) -> list[Any]:
    value = table.get(key)
    return value if isinstance(value, list) else []


def _dict(table: dict[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}
