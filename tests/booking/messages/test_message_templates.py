"""An area's own templates: what they may say, which one is used, and how HTML is made of it."""

from itertools import permutations

import pytest

from vuoro.booking.messages.choosing import Case, Template, choose
from vuoro.booking.messages.facts import NAMES
from vuoro.booking.messages.html_letter import html_letter
from vuoro.booking.messages.shipped import Source
from vuoro.booking.messages.template_text import LONGEST, BadTemplate, problems, render
from vuoro.booking.messages.tidy import tidy
from vuoro.booking.messages.values import By, Kind
from vuoro.core.look import load
from vuoro.core.wire.desk import Channel

KNOWN = frozenset({"when", "link", "channel"})
ONLY = "Line 1: only names, filters and conditions can be used here, no {}."
CASE = Case(Kind.REMINDER, By.SMS, "fi", "office-1", "service-1", Channel.PHONE)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Hei {{ when }}", ()),
        ("{% if when < 3 %}x{% endif %}",
         ("Line 1: only texts in quotes can be used here, no 3.",)),
        ("{{ " + "(" * 900 + "when" + ")" * 900 + " }}",
         ("The text has too many conditions inside each other.",)),
        ("{% if channel == 'phone' and not link %}x{% elif when %}y{% else %}z{% endif %}", ()),
        ("{{ when | upper }}", ()),
        ("Hei\n{{ nam }}", ("Line 2: there is no nam here. There is channel, link, when.",)),
        ("{{ when", ("Line 1: unexpected end of template, expected 'end of print statement'.",)),
        ("{% for i in when %}{% endfor %}", (ONLY.format("for"),)),
        ("{{ when.__class__ }}", (ONLY.format("getattr"),)),
        ("{{ when() }}", (ONLY.format("call"),)),
        ("{% include 'x' %}", (ONLY.format("include"),)),
        ("{% set when = 1 %}", (ONLY.format("assign"),)),
        ("{{ 9 ** 9 }}", (ONLY.format("pow"),)),
        ("{{ when | center(9999) }}",
         ("Line 1: the filter center can't be used. There is capitalize, lower, trim, upper.",)),
        ("x" * (LONGEST + 1), (f"The text has {LONGEST + 1} characters; {LONGEST} is the most.",)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_in_words(source: str, said: tuple[str, ...]) -> None:
    assert problems(source, KNOWN) == said


def test_a_text_message_has_no_name_of_a_specialist_to_offer() -> None:
    assert problems("{{ specialist }}", NAMES[By.EMAIL]) == ()
    assert problems("{{ specialist }}", NAMES[By.SMS]) != ()


def test_a_value_missing_at_the_last_moment_is_an_error_not_a_gap() -> None:
    with pytest.raises(BadTemplate):
        render("{{ when }}", {})
    for odd in ("{% if (not when) < when %}{% endif %}", "{{ " + "when and " * 440 + "when }}"):
        with pytest.raises(BadTemplate):
            render(odd, {"when": "9.00"})


def template(**narrowed: object) -> Template:
    return Template(Kind.REMINDER, By.SMS, "fi", Source("", str(narrowed)), **narrowed)  # type: ignore[arg-type]


def test_the_most_specific_template_wins_whatever_the_order() -> None:
    ladder = (
        template(office="office-1", service="service-1", channel=Channel.PHONE),
        template(office="office-1", service="service-1"),
        template(service="service-1", channel=Channel.PHONE),
        template(office="office-1", channel=Channel.PHONE),
        template(service="service-1"),
        template(office="office-1"),
        template(channel=Channel.PHONE),
        template(),
    )
    for lower in range(len(ladder)):
        for few in permutations(ladder[lower:][:3]):
            assert choose(few, CASE) is ladder[lower]


def test_a_template_for_something_else_is_never_used() -> None:
    strange = (
        template(office="office-2"),
        template(service="service-2"),
        template(channel=Channel.VIDEO),
        Template(Kind.REMINDER, By.SMS, "sv", Source("", "x")),
        Template(Kind.REMINDER, By.EMAIL, "fi", Source("", "x")),
        Template(Kind.CHANGE, By.SMS, "fi", Source("", "x")),
    )

    assert choose(strange, CASE) is None


def test_what_was_empty_leaves_no_trace() -> None:
    assert tidy("Aika: 9.00\nPerille: \n\n \n\nLinkki:\nhttps://x.fi\n\nLoppu  on\n") == (
        "Aika: 9.00\n\nLinkki:\nhttps://x.fi\n\nLoppu on"
    )


def test_html_makes_a_list_of_facts_and_a_button_of_a_link_and_escapes_all_else() -> None:
    text = (
        'Hei <b>& "sinä"\n\nAika: 9.00\nPuhelin: +358 3 000 0000\n\nNäytä:\nhttps://x.fi/b?a=1&b=2'
    )

    page = html_letter(text, "A <title>", "fi", load())

    assert "Hei &lt;b&gt;&amp; &quot;sinä&quot;" in page
    assert page.count("<dt") == page.count("<dd") == 2
    assert '<a class="link" href="tel:+35830000000"' in page
    assert 'href="https://x.fi/b?a=1&amp;b=2"' in page
    assert ">Näytä</a>" in page
    assert "<title>A &lt;title&gt;</title>" in page
    assert '<html lang="fi" dir="ltr">' in page


def test_a_link_that_is_no_web_address_is_never_made_one() -> None:
    page = html_letter("Katso:\njavascript:alert(1)\n\nx data:text/html,1", "s", "fi", load())

    assert "<a " not in page
