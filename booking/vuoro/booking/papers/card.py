"""What a paper or a picture of a booking says, before it is drawn."""

from dataclasses import dataclass, field, replace

from vuoro.booking.domain.values import BookingView
from vuoro.booking.moments import capital, day, span
from vuoro.booking.papers import qr
from vuoro.core import booking_code
from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import MAIN, fallbacks, in_language
from vuoro.core.wire.desk import Channel

PACKAGE = "vuoro.booking.papers"


@dataclass(frozen=True, slots=True)
class Card:
    """A booking in words of its language, and its pass. Whoever holds it may come in with it."""

    language: str
    title: str
    day: str
    time: str
    where: tuple[str, ...] = field(repr=False)
    """The place and its address, or that somebody calls; the first line matters most."""
    advice: tuple[tuple[str, str], ...] = field(repr=False)
    """Headings and what they say: how to arrive, what to bring, how to change the time."""
    code_label: str
    code: str = field(repr=False)
    check_in: str
    """What to do with the code in the lobby; empty without a pass."""
    modules: qr.Rows | None = field(repr=False)
    modules_alt: str


def words(language: str) -> Catalogue:
    """The words of papers, pictures and calendar entries."""
    return catalogue(PACKAGE, language)


def drawn(language: str) -> str:
    """The language of a paper or picture: those are drawn in Latin letters, in words of our own."""
    return next(tag for tag in (language, *fallbacks(language)) if tag in MAIN)


def card(view: BookingView, pass_text: str | None, find_url: str) -> Card:
    """The card of a booking; ``find_url``: where it is found again by its code.

    Pictures and papers lie about: that of a protected client names neither office nor matter
    (rules_and_market §3.3).
    """
    view = replace(view, language=drawn(view.language))
    t = words(view.language).text
    code = booking_code.grouped(view.code)
    change = (t("card.change"), t("card.change_how", address=find_url.partition("//")[2]))
    return Card(
        language=view.language,
        title=t("card.title") if view.protected else in_language(view.service.name, view.language),
        day=capital(day(view.start, view.language)),
        time=span(view.start, view.end, view.language),
        where=() if view.protected else where(view),
        advice=(change,) if view.protected else (*_advice(view), change),
        code_label=t("card.code"),
        code=code,
        check_in=t("card.check_in") if pass_text else "",
        modules=qr.rows(pass_text) if pass_text else None,
        modules_alt=t("card.qr_alt"),
    )


def where(view: BookingView) -> tuple[str, ...]:
    """The place in lines, or how the meeting takes place."""
    t = words(view.language).text
    office = in_language(view.office.name, view.language)
    match view.channel:
        case Channel.PHONE:
            return (t("card.phone"), office)
        case Channel.VIDEO:
            return (t("card.video"), office)
        case _:
            address = in_language(view.office.address, view.language)
            return (office, address) if address else (office,)


def _advice(view: BookingView) -> tuple[tuple[str, str], ...]:
    t = words(view.language).text
    arriving = in_language(view.office.directions, view.language)
    told = in_language(view.service.directions, view.language)
    advice = []
    if arriving and view.channel is Channel.IN_PERSON:
        advice.append((t("card.arriving"), arriving))
    if told:
        advice.append((t("card.before"), told))
    return tuple(advice)
