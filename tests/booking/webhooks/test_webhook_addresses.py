"""Webhooks go to the Internet and nowhere inside; signatures are those of Standard Webhooks."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.certificates import certificate_in
from tests.booking.webhooks.receiver import Receiver
from vuoro.booking.webhooks.addresses import BadAddress, Url, look_up, parsed
from vuoro.booking.webhooks.posting import HttpPost
from vuoro.booking.webhooks.schedule import AFTER, next_try
from vuoro.booking.webhooks.signing import TOLERANCE, is_genuine, signed_headers

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.fi/", "ftp://example.fi/", "example.fi", "https://", "https:///path",
        "https://user:word@example.fi/", "https://example.fi/#part", "https://example.fi:99999/",
        "https://example.fi/ x", "https://exämple.fi/", "https://example.fi/\r\nHost: x",
        "https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://0.0.0.0/",
        "https://224.0.0.1/", "https://100.64.0.1/", "https://" + "a" * 2000,
        "https://" + "a" * 64 + ".fi/", "https://a..fi/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_leads_inside_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        parsed(url)


def test_an_address_keeps_its_port_and_query() -> None:
    assert parsed("https://Example.fi:8443/hook?a=1") == Url(True, "example.fi", 8443, "/hook?a=1")
    assert parsed("https://example.fi") == Url(True, "example.fi", 443, "/")


def test_for_trying_things_out_this_computer_may_be_named() -> None:
    assert parsed("http://127.0.0.1:9/x", allow_private=True) == Url(False, "127.0.0.1", 9, "/x")


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "::ffff:192.168.0.1", "fe80::1%eth0"]
)
def test_a_name_that_has_any_address_inside_is_refused(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it has a public one too: else it could change its mind between look and leap."""
    found = [(0, 0, 0, "", (address, 443)) for address in ("93.184.215.14", inside)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(BadAddress):
        look_up(Url(True, "example.fi", 443, "/"))
    assert HttpPost()("https://example.fi/", {}, b"").status == 0


def test_a_name_that_cannot_be_looked_up_is_an_answer_like_others() -> None:
    assert HttpPost()("https://" + "a" * 64 + ".fi/", {}, b"").status == 0


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(0, 0, 0, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    target = look_up(Url(True, "example.fi", 443, "/x"))

    assert (target.address, target.host) == ("93.184.215.14", "example.fi")


def test_over_tls_the_name_must_be_the_one_in_the_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certificate_in(tmp_path, "hook.example.fi")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    post = HttpPost(
        allow_private=True, timeout=5, tls=ssl.create_default_context(cafile=str(certificate))
    )
    with Receiver(theirs) as receiver:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
        here = [(*kind, ("127.0.0.1", receiver.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
        right = post(f"https://hook.example.fi:{receiver.port}/x", {}, b"{}")
        wrong = post(f"https://other.example.fi:{receiver.port}/x", {}, b"{}")

        assert (right.status, wrong.status) == (204, 0)
        assert [head["host"] for head, _ in receiver.heard] == [f"hook.example.fi:{receiver.port}"]


def test_the_signature_is_the_one_of_the_standard_s_own_libraries() -> None:
    """The vector of the reference implementations (github.com/standard-webhooks)."""
    at = datetime.fromtimestamp(1614265330, UTC)

    headers = signed_headers(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(body=st.binary(max_size=200), other=st.binary(max_size=200), late=st.integers(0, 1000))
def test_another_body_secret_id_or_time_is_not_genuine(
    body: bytes, other: bytes, late: int
) -> None:
    headers = signed_headers(SECRET, "d-1", NOW, body)
    heard = NOW + timedelta(seconds=late)

    assert is_genuine(SECRET, headers, body, heard) is (timedelta(seconds=late) <= TOLERANCE)
    assert is_genuine(SECRET, headers, other, NOW) is (body == other)
    assert not is_genuine("whsec_AAAA", headers, body, NOW)
    assert not is_genuine(SECRET, {**headers, "webhook-id": "d-2"}, body, NOW)
    assert not is_genuine(SECRET, {}, body, NOW)


def test_tries_come_ever_less_often_for_three_days() -> None:
    waits = [next_try(tries, lambda: 0.0) for tries in range(1, 12)]

    assert waits[:9] == list(AFTER)
    assert waits[9:] == [None, None]
    assert timedelta(days=3) < sum(AFTER, timedelta()) < timedelta(days=3, hours=12)
    assert next_try(1, lambda: 1.0) == timedelta(seconds=5.5)
