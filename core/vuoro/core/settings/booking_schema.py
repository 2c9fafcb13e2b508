"""Settings of the central backend."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from vuoro.core.settings import words
from vuoro.core.settings.values import Host, Port, SecureCookies, SessionHours, Url

LOBBY_NAMES = ("internal", "home.arpa", "local")
"""Names that mean something inside only (ICANN 2024, RFC 8375, RFC 6762)."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """[booking.mail]: the server that e-mail goes out by."""

    host: Annotated[str, Meta(description="SMTP server; empty: e-mail waits in the outbox")] = ""
    port: Annotated[Port, Meta(description="Port of the SMTP server")] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"], Meta(description="How the connection is protected")
    ] = "starttls"
    username: Annotated[str, Meta(description="User name; empty: none is needed")] = ""
    password: Annotated[str, Meta(description="Password")] = field(default="", repr=False)
    sender: Annotated[
        str,
        Meta(examples=["Ajanvaraus <ajanvaraus@example.fi>"], description="From whom e-mail comes"),
    ] = "Ajanvaraus <ajanvaraus@example.fi>"


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """[booking.sms]: the HTTP gateway that text messages go out by."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://\S+)?\Z",
            examples=["https://gateway.example.fi/send", ""],
            description="Address that messages are posted to; empty: they wait in the outbox",
        ),
    ] = ""
    token: Annotated[str, Meta(description="Bearer token of the gateway")] = field(
        default="", repr=False
    )
    sender: Annotated[
        str,
        Meta(
            pattern=r"^[0-9A-Za-z ]{1,11}\Z|^\+[0-9]{5,15}\Z",
            examples=["Ajanvaraus"],
            description="Sender id: up to 11 letters and digits, or a number (Traficom 28 L/2025)",
        ),
    ] = "Ajanvaraus"


@dataclass(frozen=True, slots=True)
class BookingSettings:
    """[booking]: the central backend."""

    host: Annotated[Host, Meta(description="Address the backend listens on")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port the backend listens on")] = 8490
    database: Annotated[
        str,
        Meta(
            pattern=r"^((sqlite|postgresql\+psycopg)://\S*)?\Z",
            examples=["postgresql+psycopg://vuoro@db.example.fi/vuoro", ""],
            description="Address of the database; empty: booking.db in the data folder",
        ),
    ] = field(default="", repr=False)
    data: Annotated[
        Path, Meta(description="Folder of the secret that opens what is sealed, and of booking.db")
    ] = Path("vuoro-booking")
    public_url: Annotated[
        Url,
        Meta(
            description="Where clients reach the pages, for links and calendar files: "
            "http:// or https://, without a slash at the end"
        ),
    ] = "http://localhost:8490"
    theme: Annotated[Path | None, Meta(description=words.THEME)] = None
    hold_minutes: Annotated[
        int,
        Meta(ge=10, le=60, description="Minutes a time is kept while its form is filled in"),
    ] = 20
    session_hours: SessionHours = 10
    secure_cookies: SecureCookies = False
    unchecked_translations: Annotated[
        bool,
        Meta(
            description="Offer clients also those languages of their offices whose words nobody "
            "has checked"
        ),
    ] = False
    private_webhooks: Annotated[
        bool,
        Meta(
            description="Let webhooks go to this computer and its networks too, by http:// as "
            "well; only where everybody who may add one may also reach those"
        ),
    ] = False
    lobby_names: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            examples=[["internal", "aulat.example.fi"]],
            description="Endings of the names under which desks open lobby services; the authority "
            "of an area vouches for these and for private addresses only. Name a domain that "
            "nothing but lobbies is in. An authority that is there keeps its own: "
            "vuoro booking authority prepare",
        ),
    ] = LOBBY_NAMES
    release_keys: Annotated[
        Path,
        Meta(
            description="Folder with the public keys (*.pub) of those whose releases for lobby "
            "devices may be uploaded; the devices check with keys of their own"
        ),
    ] = Path("release-keys")
    mail: MailSettings = field(default_factory=MailSettings)
    sms: SmsSettings = field(default_factory=SmsSettings)
