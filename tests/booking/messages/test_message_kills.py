"""Killed anywhere between booking and mailbox: nothing is sent twice, nothing is lost unseen."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from vuoro.booking.backend import Backend
from vuoro.booking.messages.simulators.mail_server import MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsGateway
from vuoro.booking.store import Database

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
def test_kill_9_at_every_point_neither_doubles_nor_hides_a_message(
    backend: Backend, database: Database, mail_server: MailServer, gateway: SmsGateway
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    backend.db.close()

    nursery = subprocess.run(
        [sys.executable, "-m", "tests.booking.messages.nursery", url, str(mail_server.port),
         gateway.url],
        check=False, capture_output=True, text=True, cwd=ROOT, timeout=100,
    )  # fmt: skip

    assert nursery.returncode == 0, nursery.stderr
    lines = [json.loads(line) for line in nursery.stdout.splitlines()]
    assert lines[-1]["survived"]
    points = nursery.stderr.split()
    assert {"followed", "before_commit", "message_claimed", "message_sent"} <= set(points)
    mails = Counter(str(mail["Message-ID"])[1:].split("@")[0] for mail in mail_server.messages())
    texts = Counter(text["id"] for text in gateway.messages())
    assert max((mails + texts).values()) == 1
    in_doubt = 0
    for line in lines:
        assert len(line["messages"]) == 2, line
        for message, by, state in line["messages"]:
            if by == "sms":
                assert (state, texts[message]) == ("sent", 1)
            elif state == "sent":
                assert mails[message] == 1
            else:
                assert state == "unknown"
                in_doubt += 1
    # Four points lie between the commit that takes the mail and the one that notes its outcome.
    assert in_doubt == 4
