"""The leak test: what is personal about a booking must not be in what everybody can see or keep.

``Secrets.found_in`` is for any output: bytes of a stream, text of a screen, the file of a slip, a
log.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secrets:
    """Somebody with a rare name; nothing here exists."""

    name: str = "Eufemia Harvinaisniemi"
    phone: str = "+358 40 111 2223"
    identity_code: str = "131052-9982"
    specialist: str = "Topias Erikoisvirta"
    specialist_id: str = "erikoisvirta-t"
    service: str = "salainen-asia"
    service_name: str = "Salattu Erityispalvelu"
    booking_code: str = "7K4MQ2XB"
    matter: str = "Oma yksityisasiani"
    extra: tuple[str, ...] = field(default=())

    @property
    def of_the_person(self) -> tuple[str, ...]:
        """What may not be anywhere outside the backend."""
        return (*self.name.split(), self.phone, self.identity_code, *self.extra)

    @property
    def of_the_booking(self) -> tuple[str, ...]:
        """What staff may see, and no visitor, board, slip or log."""
        return (
            *self.specialist.split(), self.specialist_id, self.service, self.service_name,
            self.booking_code, self.matter,
        )  # fmt: skip

    def found_in(self, output: bytes | str, *, staff_may_read: bool = False) -> list[str]:
        """Which of them an output holds, however they are written there."""
        text = output.decode("utf-8", "replace") if isinstance(output, bytes) else output
        haystack = _bare(text)
        secret = self.of_the_person if staff_may_read else self.of_the_person + self.of_the_booking
        return sorted({each for each in secret if any(w in haystack for w in _writings(each))})


def _writings(secret: str) -> Iterator[str]:
    """As it is, and as JSON, URLs and careless programs write it."""
    for text in (secret, secret.replace("-", ""), json.dumps(secret)[1:-1]):
        yield _bare(text)


def _bare(text: str) -> str:
    return "".join(text.casefold().split()).replace("%20", "").replace("%2b", "+")
