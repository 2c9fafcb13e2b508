"""The words that ship: a template for each kind of message, way, channel and language."""

import re
from dataclasses import dataclass

from vuoro.booking.messages.values import By, Kind
from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.wire.desk import Channel

PACKAGE = "vuoro.booking.messages"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Source:
    """A template: Jinja, see template_text. An SMS has no subject."""

    subject: str
    body: str


def words(language: str) -> Catalogue:
    """The words in a language."""
    return catalogue(PACKAGE, language)


def shipped(kind: Kind, by: By, channel: Channel, language: str) -> Source:
    """The template used where an area has none of its own, and offered to it as a start."""
    say = words(language).text
    if by is By.SMS:
        return Source("", _as_template(say(f"sms.{kind}.{channel}")))
    lead, foot = say(f"email.lead.{kind}.{channel}"), say("email.foot")
    if kind is Kind.CANCELLATION:
        parts = [lead, say("email.facts.cancelled"), say("email.link.cancelled"), foot]
    else:
        facts = say(f"email.facts.{channel}")
        if kind is Kind.CHANGE:
            facts += "\n" + say("email.facts.before")
        arriving = say("email.arriving") if channel is Channel.IN_PERSON else ""
        parts = [lead, facts, "{service_directions}", arriving, say("email.link"), foot]
    body = "\n\n".join(part for part in parts if part)
    return Source(_as_template(say(f"email.subject.{kind}")), _as_template(body))


def _as_template(text: str) -> str:
    return _PLACE.sub(r"{{ \1 }}", text)
