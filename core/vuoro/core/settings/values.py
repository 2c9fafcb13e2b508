"""Kinds of values that several settings have, with their bounds."""

from typing import Annotated, Literal

from msgspec import Meta

Name = Annotated[str, Meta(min_length=1, max_length=40)]
Host = Annotated[str, Meta(min_length=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Millimetres = Annotated[int, Meta(ge=50, le=5000)]
Seconds = Annotated[int, Meta(ge=1, le=3600)]
Url = Annotated[str, Meta(pattern=r"^https?://\S*[^/\s]\Z", examples=["http://10.0.0.5:8480"])]
UrlOrNone = Annotated[str, Meta(pattern=r"^(https?://\S*[^/\s])?\Z")]
"""As ``Url``, or empty."""
SessionHours = Annotated[int, Meta(ge=1, le=24, description="How many hours a staff sign-in lasts")]
SecureCookies = Annotated[
    bool, Meta(description="Send the sign-in cookie over HTTPS only; false only without TLS")
]
WindowSize = Annotated[str, Meta(pattern=r"^[0-9]{3,4}x[0-9]{3,4}\Z", examples=["1080x1920"])]

_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_DAYS = "(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?"
QuietHours = Annotated[
    str,
    Meta(
        pattern=rf"^({_TIME}-{_TIME})?\Z",
        examples=["20:00-07:00", ""],
        description="No sound between these times; empty for none",
    ),
]
_WEEK = rf"^({_DAYS} {_TIME}-{_TIME}(, {_DAYS} {_TIME}-{_TIME})*)?\Z"
OpenHours = Annotated[
    str,
    Meta(
        pattern=_WEEK,
        examples=["mon-fri 08:30-16:30", "mon-thu 08:00-16:00, fri 08:00-14:00", ""],
        description="When it is on, by days; public holidays are off. Empty: always",
    ),
]
LitHours = Annotated[
    str,
    Meta(
        pattern=_WEEK,
        examples=["mon-fri 07:30-17:00", ""],
        description="When the screen is lit, by days; it is dark on public holidays, too. Outside "
        "these hours a touch, a code or a call lights it for three minutes. Empty: always",
    ),
]
Dark = Annotated[
    Literal["off", "black"],
    Meta(
        description="What the screen is when it is not lit: off, without a signal; or black, for "
        "panels that show a message of their own without one"
    ),
]
Rotation = Annotated[
    Literal[0, 90, 180, 270],
    Meta(description="Degrees by which the screen was turned clockwise"),
]
