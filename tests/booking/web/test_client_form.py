"""The form of contact data and questions: what is wrong is told, what is personal is guarded."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.booking.web.visitor import MATTER, Visitor, form_opened, review_opened
from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import drafts

CODE = "010594Y9032"


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    details = form_opened(visitor)

    again = visitor.send(
        details.path,
        **{
            "name": "Testi Henkilö",
            "email": "testi@",
            "identity_code": "010594Y9033",
            "answers.toive": "Ammatinvaihdosta",
        },
    )

    assert again.path == details.path
    assert again.title.startswith("Virhe: ")
    for words in (
        "Sähköpostiosoite ei kelpaa.",
        "Jokin henkilötunnuksen merkki on väärin.",
        "Tarvitsetko tulkkia? Valitse yksi vaihtoehto.",
    ):
        assert words in " ".join(again.words.split())
    assert {"#email", "#identity_code", "#answers.tulkki"} <= set(again.links)
    assert again.values["name"] == "Testi Henkilö"
    assert again.values["email"] == "testi@"
    assert again.values["identity_code"] == ""
    assert "Ammatinvaihdosta" in again.words


def test_an_identity_code_is_never_sent_back_but_kept_until_it_is_taken_away(
    visitor: Visitor, sqlite_backend: Backend
) -> None:
    details = form_opened(visitor)
    typed = {"name": "Testi Henkilö", "phone": "040 123 4567", "answers.tulkki": "no"}

    review = visitor.send(details.path, identity_code=CODE.lower(), **typed)
    back = visitor.open(details.path)
    kept = visitor.send(details.path, identity_code="", **typed)
    forgotten = visitor.send(details.path, identity_code="", forget_identity="yes", **typed)

    assert "Annettu, säilytetään salattuna" in review.words
    assert "Tunnus on annettu" in back.words
    assert "Annettu, säilytetään salattuna" in kept.words
    assert "Annettu, säilytetään salattuna" not in forgotten.words
    for page in (review, back, kept, forgotten):
        assert CODE not in page.answer.text
    assert CODE.encode() not in database_bytes(sqlite_backend)


def test_what_a_form_holds_is_sealed_and_gone_once_it_is_booked(
    visitor: Visitor, sqlite_backend: Backend
) -> None:
    review = review_opened(visitor, identity_code=CODE, email="testi@example.fi")
    before = database_bytes(sqlite_backend)
    visitor.send(review.path.replace("/review", "/confirm"))

    for secret in (
        b"Testi",
        b"testi@example.fi",
        CODE.encode(),
        review.path.split("/")[2].encode(),
    ):
        assert secret not in before
        assert secret not in database_bytes(sqlite_backend)
    with sqlite_backend.read() as sql:
        (sealed,) = sql.execute(select(drafts.draft.c.private)).scalars()
        place = f"draft.private|{sql.execute(select(drafts.draft.c.id)).scalar_one()}"
    left = sqlite_backend.vault.open_json(sealed, place)
    assert [left[key] for key in ("name", "email", "identity_code", "answers")] == ["", "", "", {}]


def test_changing_the_language_keeps_what_was_typed(visitor: Visitor) -> None:
    details = form_opened(visitor)

    swedish = visitor.send(details.path, name="Testi Henkilö", lang="sv")

    assert "Dina uppgifter" in swedish.title
    assert swedish.values["name"] == "Testi Henkilö"
    assert "Kontrollera" not in swedish.words, "nobody was asked to correct anything yet"
    assert "Jobbsökarsamtal" in swedish.words


@pytest.mark.parametrize(
    ("channel", "given", "told"),
    [
        ("phone", {"email": "a@example.fi"}, "Kirjoita puhelinnumero, johon voimme soittaa."),
        ("video", {"phone": "040 123 4567"}, "Kirjoita sähköpostiosoite, johon linkki"),
        ("in_person", {}, "Anna puhelinnumero tai sähköpostiosoite."),
    ],
)
def test_each_way_to_meet_needs_its_own_way_to_be_reached(
    visitor: Visitor, channel: str, given: dict[str, str], told: str
) -> None:
    page = visitor.open(f"{MATTER}/times", channel=channel)
    details = visitor.choose(page, page.times()[0])
    fields = {"name": "Testi Henkilö", "answers.tulkki": "no", **given}

    assert told in visitor.send(details.path, **fields).words
    assert told in visitor.send(f"{details.path}/confirm").words, "there is no way around it"


def test_a_service_that_wants_no_identity_code_takes_none(visitor: Visitor) -> None:
    page = visitor.open("/pirkanmaa/neuvonta/times", channel="in_person", office="keskusta")
    details = visitor.choose(page, page.times()[0])

    review = visitor.send(details.path, name="A", phone="040 123 4567", identity_code=CODE)

    assert "identity_code" not in details.values
    assert "Henkilötunnus" not in review.words


def test_what_is_typed_is_shown_as_text(visitor: Visitor) -> None:
    bold = "<b onclick=x>Testi</b>"
    review = review_opened(visitor, name=bold)

    assert bold not in review.answer.text
    assert bold in review.words


def database_bytes(backend: Backend) -> bytes:
    """Everything in the database's files."""
    folder = Path(backend.db.engine.url.database or "").parent
    return b"".join(each.read_bytes() for each in folder.glob("only.db*"))
