"""What the pages may be told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageOptions:
    """``organizer``: the address that e-mail comes from, named in calendar files; may be empty.

    ``unchecked_translations``: languages are offered too whose words nobody has checked.
    """

    hold_minutes: int = 20
    session_hours: int = 10
    secure_cookies: bool = False
    organizer: str = ""
    unchecked_translations: bool = False
