"""The fields of a client's contact in a form, and what is wrong with them."""

from collections.abc import Mapping

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import Contact
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.web.staff.form import Form
from vuoro.core.pages.language import PAGE_LANGUAGES


def contact_of_form(form: Form) -> Contact:
    """What was typed; checked by the use case."""
    return Contact(
        name=form.text("name"), email=form.text("email"), phone=form.text("phone"),
        identity_code=form.text("identity_code"),
        language=form.text("client_language") or PAGE_LANGUAGES[0],
        protected=form.text("protected") == "yes",
    )  # fmt: skip


def errors_of(refused: Refused | None) -> Mapping[str, str]:
    """Field to code, where fields are wrong."""
    return refused.errors if isinstance(refused, Invalid) else {}
