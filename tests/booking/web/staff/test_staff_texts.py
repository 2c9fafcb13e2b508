"""The words of the staff pages: whole in three languages, no key missing."""

import re
from collections.abc import Iterator
from importlib import resources
from itertools import product

import pytest

from vuoro.booking.domain.values import ActorKind, BookingStatus
from vuoro.booking.fleet.attention import CHOICES
from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.fleet.overview import Level
from vuoro.booking.messages.values import By, Kind, State
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.api_keys import Scope
from vuoro.booking.web.staff.attention_pages import _SHOWN_FACTS, OF_DEVICES
from vuoro.booking.web.staff.device_pages import ASKED, OFFERED
from vuoro.booking.web.staff.navigation import _SECTIONS
from vuoro.booking.web.staff.words import PACKAGE, staff_words
from vuoro.core.languages import Language
from vuoro.core.pages.language import PAGE_LANGUAGES
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.sync import Role as DeviceRole
from vuoro.core.wire.upkeep import UpdateState, Why, Word

_PLACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_every_language_has_the_same_words(language: Language) -> None:
    own, finnish = staff_words(language), staff_words(PAGE_LANGUAGES[0])

    assert own.language == language
    assert set(own.words) == set(finnish.words)
    assert set(own.plurals) == set(finnish.plurals)
    for key, words in own.words.items():
        assert set(_PLACES.findall(words)) == set(_PLACES.findall(finnish.words[key])), key


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_every_key_that_is_put_together_is_there(language: Language) -> None:
    known = staff_words(language).words

    assert not [key for key in _made_keys() if key not in known]


def test_every_key_in_a_template_is_there_and_every_word_is_used() -> None:
    templates = "".join(_sources("templates", ".html"))
    code = "".join(_sources("", ".py"))
    known = staff_words(PAGE_LANGUAGES[0])
    asked = set(re.findall(r"\b[tn]\(\s*[\"']([a-z_.0-9]+[a-z0-9])[\"']", templates))
    assert not asked - set(known.words) - set(known.plurals)
    groups = ("refused.", "wrong", "field.", "audit.action.", "devices.printer.", "devices.reason.",
              "devices.clock.", "devices.command.", "event.", "webhooks.state.")  # fmt: skip
    made = set(_made_keys())
    unused = {
        key for key in (*known.words, *known.plurals)
        if f'"{key}"' not in templates + code and f"'{key}'" not in templates and key not in made
        and not key.startswith(groups) and not key.startswith("done.")
    }  # fmt: skip
    assert not unused


def test_every_sentence_after_a_command_is_said_by_one() -> None:
    code = "".join(_sources("", ".py"))
    for key in staff_words(PAGE_LANGUAGES[0]).words:
        if key.startswith(("done.marked_", "done.message_")):
            continue
        if key.startswith("done."):
            assert f'"{key.removeprefix("done.")}"' in code, key


def test_every_kind_of_the_inbox_is_for_somebody() -> None:
    assert set(CHOICES) > OF_DEVICES


def _made_keys() -> Iterator[str]:
    yield from (f"nav.{name}" for name, _ in _SECTIONS)
    yield from (f"nav.{name}" for _, items in _SECTIONS for name, _, _ in items)
    for group, values in (
        ("role", Role), ("role_help", Role), ("channel", Channel), ("status", BookingStatus),
        ("actor", ActorKind), ("message.kind", Kind), ("message.by", By),
        ("message.state", State), ("devices.role", DeviceRole), ("devices.level", Level),
        ("language", PAGE_LANGUAGES), ("answer", ("yes", "no")), ("fact", _SHOWN_FACTS),
        ("devices.command", (*OFFERED, *ASKED)), ("devices.command_help", OFFERED),
        ("support.ask", ASKED), ("support.words", Word), ("releases.state", UpdateState),
        ("releases.why", Why),
    ):  # fmt: skip
        yield from (f"{group}.{value}" for value in values)
    yield from (f"scope.{scope.replace(':', '.')}" for scope in Scope)
    yield from (f"devices.status.{each}" for each in DeviceStatus if each != "active")
    for kind, choices in CHOICES.items():
        yield f"attention.{kind}"
        yield f"attention.{kind}.why"
        yield from (
            f"{first}.{choice}" for first, choice in product([f"attention.{kind}"], choices)
        )


def _sources(folder: str, suffix: str) -> Iterator[str]:
    for entry in resources.files(PACKAGE).joinpath(folder).iterdir():
        if entry.name.endswith(suffix):
            yield entry.read_text("utf-8")
