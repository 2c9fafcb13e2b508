"""What the pages may be told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PageOptions:
    """``organizer``: the address that e-mail comes from, named in calendar files; may be empty.

    ``unchecked_translations``: languages are offered too whose words nobody has checked.
    ``release_keys``: folder with the public keys of those whose releases are taken.
    """

    hold_minutes: int = 20
    session_hours: int = 10
    secure_cookies: bool = False
    organizer: str = ""
    unchecked_translations: bool = False
    release_keys: Path = Path("release-keys")
