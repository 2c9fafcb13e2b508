"""Why a use case refuses, in words that tell what to do."""

from collections.abc import Mapping

from vuoro.booking.backend import Refused


class Invalid(Refused):
    """What was typed can't be used. ``errors``: field to code, so that each is shown at its field.

    Fields: name, email, phone, contact (either of the two), identity_code, language, answers.<id>.
    Codes: required, too_long, not_valid, not_asked, and those of core.identity_code.Reason.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        fields = ", ".join(f"{field} ({code})" for field, code in errors.items())
        super().__init__("invalid", f"Correct these and send again: {fields}.", 422)
        self.errors = dict(errors)


def no_such(what: str) -> Refused:
    """404 for an area, office, service, specialist, client or booking."""
    return Refused(f"no_such_{what}", f"There is no such {what}. Check its id.", 404)


def taken() -> Refused:
    return Refused("taken", "Somebody was quicker: the time is taken. Choose another.")


def hold_over() -> Refused:
    return Refused("hold_over", "The time is kept no more. Choose a time again.", 410)


def not_bookable() -> Refused:
    return Refused("not_bookable", "No meeting can start then. Look up the free times.")


def too_late() -> Refused:
    return Refused("too_late", "It is too late to change this on the web. Call the office.")


def not_booked() -> Refused:
    return Refused("not_booked", "The booking has been cancelled or is over.")
